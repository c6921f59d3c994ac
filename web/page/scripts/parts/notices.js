import { h } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { inWords } from '../words/problems.js';

/** How long good news stays; problems stay until they are put away. */
const STAY = 6000;

const polite = h('div', { class: 'notices', role: 'status', 'aria-live': 'polite' });
const urgent = h('div', { class: 'notices', role: 'alert' });

/** Where notices appear. It has to be there before the first one, or screen readers miss it. */
export const notices = h('div', { class: 'notice-area' }, urgent, polite);

/** Tells that something has been done. @param {string} text */
export function tell(text) {
  urgent.replaceChildren();
  const notice = h('p', { class: 'notice good' }, text);
  polite.replaceChildren(notice);
  setTimeout(() => notice.remove(), STAY);
}

/**
 * Tells that something has gone wrong, and offers to try it again.
 * @param {unknown} error
 * @param {() => void} [again]
 */
export function tellProblem(error, again) {
  polite.replaceChildren();
  const close = () => urgent.replaceChildren();
  const retry = () => {
    close();
    again?.();
  };
  urgent.replaceChildren(h('div', { class: 'notice bad' },
    h('p', {}, inWords(error)),
    again ? h('button', { type: 'button', class: 'button small', onclick: retry }, 'Try again') : null,
    h('button', { type: 'button', class: 'button icon-only small', 'aria-label': 'Put away', onclick: close }, icon('close'))));
}
