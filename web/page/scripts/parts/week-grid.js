import { h } from '../dom/element.js';
import { clockOf, dayOf, fullDayOf, weekdayOf } from '../time/format.js';
import { dayKey, daysOfWeek } from '../time/week.js';

/**
 * Seven days side by side, or below each other where there is no room, with their hours.
 * @param {Date} first
 * @param {import('../api/club.js').Hour[]} hours
 * @param {(hour: import('../api/club.js').Hour) => Node} show
 * @param {(day: Date, hours: import('../api/club.js').Hour[]) => Node | null} [below] what a day can do besides
 */
export function weekGrid(first, hours, show, below = () => null) {
  const today = dayKey(new Date());
  return h('ol', { class: 'week' }, daysOfWeek(first).map((day) => {
    const key = dayKey(day);
    const ofDay = hours.filter(({ hour }) => dayKey(new Date(hour)) === key);
    const isToday = key === today;
    return h('li', { class: isToday ? 'day is-today' : 'day' },
      h('h2', { class: 'day-title', id: `day-${key}` },
        h('span', { class: 'day-weekday', 'aria-hidden': 'true' }, isToday ? 'Today' : weekdayOf(day)),
        h('span', { class: 'day-date', 'aria-hidden': 'true' }, dayOf(day)),
        h('span', { class: 'visually-hidden' }, fullDayOf(day))),
      ofDay.length === 0
        ? h('p', { class: 'day-empty' }, h('span', { 'aria-hidden': 'true' }, '–'), h('span', { class: 'visually-hidden' }, 'nothing'))
        : h('ul', { class: 'hours', 'aria-labelledby': `day-${key}` }, ofDay.map((hour) => h('li', {}, show(hour)))),
      below(day, ofDay));
  }));
}

/**
 * An hour of the grid: the eye sees the time of day alone, a screen reader is told what it is and on which day.
 * @param {string} what
 * @param {Date} time
 */
export function spoken(what, time) {
  return h('span', {}, h('span', { class: 'visually-hidden' }, `${what}${fullDayOf(time)}, `), clockOf(time));
}
