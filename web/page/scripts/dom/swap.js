/**
 * Puts other content into a container. Whoever was in it with the keyboard stays at the element of the same id, or
 * else at the container, rather than being thrown to the top of the page.
 *
 * @param {HTMLElement} container
 * @param {...Node} content
 */
export function swap(container, ...content) {
  const active = document.activeElement;
  const inside = active instanceof HTMLElement && container.contains(active) ? active : null;
  container.replaceChildren(...content);
  if (!inside || container.contains(inside)) return;
  const same = inside.id ? document.getElementById(inside.id) : null;
  if (same && container.contains(same)) {
    same.focus({ preventScroll: true });
  } else {
    container.tabIndex = -1;
    container.focus({ preventScroll: true });
  }
}
