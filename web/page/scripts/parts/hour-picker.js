import { h } from '../dom/element.js';
import { swap } from '../dom/swap.js';
import { clockOf, fullDayOf, shortDayOf } from '../time/format.js';
import { addDays, bookableWeeks, dayKey, daysOfWeek, isBookable, startOfWeek } from '../time/week.js';
import { inWords } from '../words/problems.js';
import { weekPager } from './week-pager.js';

let count = 0;

/**
 * Chooses one of the free hours. The keyboard goes through them as through any radio buttons.
 * @param {import('../api/club.js').Club} club
 * @param {Date} near the week that is shown first
 */
export function hourPicker(club, near) {
  const name = `hour-${(count += 1)}`;
  const weeks = bookableWeeks(new Date(), club.weeksAhead);
  const container = h('fieldset', { class: 'picker' });
  /** @type {string | null} */
  let chosen = null;

  let shown = weeks[0] ?? new Date();

  /** @param {Date} monday */
  async function show(monday) {
    shown = monday;
    const pager = weekPager(monday, weeks, show, name);
    swap(container, h('legend', {}, 'New time'), pager, h('p', { class: 'quiet', 'aria-busy': 'true' }, 'Looking for free hours …'));
    try {
      const now = new Date();
      const hours = await club.hours(monday, addDays(monday, 7));
      const free = hours.filter(({ hour, available }) => available && isBookable(new Date(hour), now, club.weeksAhead));
      const days = daysOfWeek(monday).map((day) => ({
        day, hours: free.filter(({ hour }) => dayKey(new Date(hour)) === dayKey(day)),
      })).filter(({ hours: some }) => some.length > 0);
      if (shown !== monday) return;
      if (!free.some(({ hour }) => hour === chosen) && weekOf(chosen) === dayKey(monday)) chosen = null;
      swap(container, h('legend', {}, 'New time'), weekPager(monday, weeks, show, name),
        days.length === 0
          ? h('p', { class: 'quiet' }, 'No free hours in this week.')
          : h('div', { class: 'picker-days' }, days.map((day) => dayOfHours(day))));
    } catch (error) {
      swap(container, pager, h('p', { class: 'problem' }, inWords(error)),
        h('button', { type: 'button', class: 'button small', onclick: () => show(monday) }, 'Try again'));
    }
  }

  /** @param {{day: Date, hours: {hour: string}[]}} day */
  function dayOfHours({ day, hours }) {
    return h('div', { class: 'picker-day', role: 'group', 'aria-label': fullDayOf(day) },
      h('p', { class: 'picker-date', 'aria-hidden': 'true' }, shortDayOf(day)),
      h('div', { class: 'chips' }, hours.map(({ hour }) => {
        const id = `${name}-${hour}`;
        const choose = () => {
          chosen = hour;
        };
        return h('span', { class: 'chip-choice' },
          h('input', { type: 'radio', name, id, value: hour, required: true, checked: hour === chosen, onchange: choose }),
          h('label', { for: id }, clockOf(new Date(hour))));
      })));
  }

  /** @param {string | null} hour */
  const weekOf = (hour) => (hour === null ? null : dayKey(startOfWeek(new Date(hour))));

  const first = weeks.findLast((week) => week <= near) ?? weeks[0] ?? new Date();
  void show(first);
  return { element: container, value: () => chosen, refresh: () => show(shown) };
}
