import { h } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { addDays, dayKey } from '../time/week.js';
import { dayOf } from '../time/format.js';

/**
 * Leads from week to week.
 * @param {Date} first the first day of the one shown
 * @param {Date[]} weeks that can be
 * @param {(first: Date) => void} go
 * @param {string} name distinguishes this pager's ids from others'
 */
export function weekPager(first, weeks, go, name) {
  const at = weeks.findIndex((week) => dayKey(week) === dayKey(first));
  const step = (/** @type {'previous' | 'next'} */ to, /** @type {Date | undefined} */ week) =>
    h('button', {
      type: 'button', class: 'button icon-only', id: `${name}-${to}`, 'aria-label': to === 'next' ? 'Next week' : 'Previous week',
      'aria-disabled': week ? null : 'true', onclick: () => week && go(week),
    }, icon(to));
  return h('div', { class: 'pager', role: 'group', 'aria-label': 'Week' },
    step('previous', weeks[at - 1]),
    step('next', weeks[at + 1]),
    h('p', { class: 'pager-title', 'aria-live': 'polite' },
      h('strong', {}, `${dayOf(first)} – ${dayOf(addDays(first, 6))}`)));
}
