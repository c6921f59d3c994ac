import { h } from '../dom/element.js';
import { inWords } from '../words/problems.js';
import { underWay } from './under-way.js';

/**
 * A form of the page: sends once, shows that it is under way, and says what went wrong with everything typed
 * still there.
 *
 * @param {object} parts
 * @param {string} parts.title
 * @param {Node[]} parts.body
 * @param {string} parts.action
 * @param {Node[]} [parts.below]
 * @param {() => Promise<unknown>} parts.send
 */
export function form({ title, body, action, below = [], send }) {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const button = h('button', { class: 'button primary wide' }, action);
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    void underWay(button, async () => {
      problem.textContent = '';
      try {
        await send();
      } catch (error) {
        problem.textContent = inWords(error);
      }
    });
  };
  return h('form', { class: 'card', onsubmit: submit },
    h('h2', {}, title), h('div', { class: 'stack' }, body, problem, button, below));
}
