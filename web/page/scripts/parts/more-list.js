import { h } from '../dom/element.js';
import { tellProblem } from './notices.js';
import { underWay } from './under-way.js';

/**
 * A list that comes in pages, the next one when asked for.
 *
 * @template Item
 * @param {HTMLElement} list
 * @param {(cursor: string | null) => Promise<import('../api/club.js').Paged<Item>>} page
 * @param {(item: Item) => Node} show
 * @param {() => Node} empty what is shown for none
 */
export async function moreList(list, page, show, empty) {
  const first = await page(null);
  let next = first.next;
  list.replaceChildren(...first.items.map(show));
  const container = h('div', {}, first.items.length === 0 && next === null ? empty() : list);
  const button = h('button', { type: 'button', class: 'button more' }, 'Show more');
  const more = () => underWay(button, async () => {
    try {
      const answer = await page(next);
      next = answer.next;
      const nodes = answer.items.map(show);
      list.append(...nodes);
      if (next === null) {
        // The button goes; whoever pressed it goes on at the first of what came.
        button.remove();
        const element = nodes.find((node) => node instanceof HTMLElement);
        if (element instanceof HTMLElement) {
          element.tabIndex = -1;
          element.focus();
        }
      }
    } catch (error) {
      tellProblem(error, more);
    }
  });
  button.addEventListener('click', more);
  if (next !== null) container.append(button);
  return container;
}
