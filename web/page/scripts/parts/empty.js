import { h } from '../dom/element.js';

/** What is shown where nothing is yet, and what to do about it. @param {string} text @param {...Node} below */
export function empty(text, ...below) {
  return h('div', { class: 'empty' }, h('p', {}, text), ...below);
}
