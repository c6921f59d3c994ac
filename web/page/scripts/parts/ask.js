import { h } from '../dom/element.js';
import { inWords } from '../words/problems.js';
import { underWay } from './under-way.js';

let count = 0;

/**
 * A dialog that says what is about to happen and does it when told to. A problem is told in it, with everything
 * typed still there, and the same button tries again. Escape and the other button leave it, except while it is
 * under way.
 *
 * @param {object} parts
 * @param {string} parts.title
 * @param {(Node | null)[]} parts.body
 * @param {string} parts.action what the button says
 * @param {string} [parts.dismiss] what the other one says
 * @param {boolean} [parts.grave] whether it takes something away
 * @param {boolean} [parts.elsewhere] whether it is done elsewhere, so that it may be left while it is under way
 * @param {() => Promise<unknown>} parts.send
 * @param {(error: unknown) => void} [parts.refused] told of each problem beside the reader
 * @returns {Promise<boolean>} whether it was done
 */
export function ask({ title, body, action, dismiss = 'Back', grave = false, elsewhere = false, send, refused }) {
  const id = `dialog-${(count += 1)}`;
  const problem = h('p', { class: 'problem', role: 'alert' });
  const button = h('button', { class: `button ${grave ? 'grave' : 'primary'}` }, action);
  let done = false;
  let sending = false;

  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    void underWay(button, async () => {
      problem.textContent = '';
      sending = !elsewhere;
      try {
        await send();
        done = true;
        sending = false;
        dialog.close();
      } catch (error) {
        sending = false;
        problem.textContent = inWords(error);
        refused?.(error);
      }
    });
  };
  const leave = () => {
    if (!sending) dialog.close();
  };

  const dialog = h('dialog', { 'aria-labelledby': id },
    h('form', { onsubmit: submit, method: 'dialog' },
      h('h2', { id }, title),
      h('div', { class: 'stack' }, body.filter((part) => part !== null), problem),
      h('div', { class: 'choices' },
        h('button', { type: 'button', class: 'button', onclick: leave }, dismiss),
        button)));
  dialog.addEventListener('cancel', (event) => {
    if (sending) event.preventDefault();
  });

  // A problem that was told stays true until something is changed.
  dialog.addEventListener('input', () => {
    problem.textContent = '';
  });

  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(done);
    });
  });
}
