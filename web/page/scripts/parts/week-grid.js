import { h } from '../dom/element.js';
import { dayOf, fullDayOf, weekdayOf } from '../time/format.js';
import { dayKey, daysOfWeek, startOfDay } from '../time/week.js';

/**
 * Seven days side by side, or below each other where there is no room, with their hours.
 * @param {Date} monday
 * @param {import('../api/club.js').Hour[]} hours
 * @param {(hour: import('../api/club.js').Hour) => Node} show
 * @param {(day: Date, hours: import('../api/club.js').Hour[]) => Node | null} [below] what a day can do besides
 */
export function weekGrid(monday, hours, show, below = () => null) {
  const today = startOfDay(new Date());
  return h('ol', { class: 'week' }, daysOfWeek(monday).map((day) => {
    const key = dayKey(day);
    const ofDay = hours.filter(({ hour }) => dayKey(new Date(hour)) === key);
    const past = day < today;
    const isToday = key === dayKey(today);
    return h('li', { class: `day ${past ? 'is-past' : ''} ${isToday ? 'is-today' : ''}` },
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
