/**
 * What is shown under an address. `load` fetches and shows; it is called again when something may have changed, and
 * fails as requests do.
 *
 * @typedef {object} View
 * @property {string} title
 * @property {HTMLElement} element
 * @property {() => Promise<void>} load
 *
 * @typedef {(club: import('../api/club.js').Club, place: string | undefined) => View} ViewOf
 */

import { h } from '../dom/element.js';
import { zoneName } from '../time/format.js';

/**
 * The head of a view.
 * @param {string} title
 * @param {...import('../dom/element.js').Child} beside
 */
export function heading(title, ...beside) {
  return h('div', { class: 'heading' }, h('h1', { tabindex: -1 }, title), ...beside);
}

/** Whose times of day a view shows. */
export function zoneLine() {
  return h('p', { class: 'zone' }, 'Times are in your zone: ', h('strong', {}, zoneName()), '.');
}

/** Something calm where content is going to be. @param {number} lines */
export function skeleton(lines) {
  return h('div', { class: 'skeleton', 'aria-hidden': 'true' }, Array.from({ length: lines }, () => h('span')));
}
