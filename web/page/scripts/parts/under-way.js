/** @type {WeakSet<HTMLElement>} */
const busy = new WeakSet();

/**
 * Runs what a button stands for, once at a time: the button shows that it is under way, and takes no second click
 * until it is over. It stays focusable, so that nobody with a keyboard is thrown off it.
 *
 * @param {HTMLButtonElement} button
 * @param {() => Promise<unknown>} act
 */
export async function underWay(button, act) {
  if (busy.has(button)) return;
  busy.add(button);
  button.setAttribute('aria-busy', 'true');
  button.setAttribute('aria-disabled', 'true');
  try {
    await act();
  } finally {
    busy.delete(button);
    button.removeAttribute('aria-busy');
    button.removeAttribute('aria-disabled');
  }
}
