import { h } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { addDays, dayKey, startOfWeek } from '../time/week.js';
import { dayOf, monthOf } from '../time/format.js';

/**
 * Leads from week to week.
 * @param {Date} monday the one shown
 * @param {Date[]} weeks that can be
 * @param {(monday: Date) => void} go
 * @param {string} name distinguishes this pager's ids from others'
 */
export function weekPager(monday, weeks, go, name) {
  const sunday = addDays(monday, 6);
  const at = weeks.findIndex((week) => dayKey(week) === dayKey(monday));
  const step = (/** @type {'previous' | 'next'} */ to, /** @type {Date | undefined} */ week) =>
    h('button', {
      type: 'button', class: 'button icon-only', id: `${name}-${to}`, 'aria-label': to === 'next' ? 'Next week' : 'Previous week',
      'aria-disabled': week ? null : 'true', onclick: () => week && go(week),
    }, icon(to));
  return h('div', { class: 'pager', role: 'group', 'aria-label': 'Week' },
    step('previous', weeks[at - 1]),
    step('next', weeks[at + 1]),
    h('p', { class: 'pager-title', 'aria-live': 'polite' },
      h('strong', {}, weekName(monday)), ' ', h('span', { class: 'quiet' }, `${dayOf(monday)} – ${dayOf(sunday)}`)));
}

/** @param {Date} monday */
function weekName(monday) {
  const weeks = Math.round((monday.getTime() - startOfWeek(new Date()).getTime()) / (7 * 24 * 3_600_000));
  return weeks === 0 ? 'This week' : weeks === 1 ? 'Next week' : monthOf(monday);
}
