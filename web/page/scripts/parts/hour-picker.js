import { h } from '../dom/element.js';
import { swap } from '../dom/swap.js';
import { clockOf, fullDayOf, shortDayOf } from '../time/format.js';
import { addDays, bookableWeeks, dayKey, daysOfWeek, isBookable, weekWith } from '../time/week.js';
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

  /** @param {Date} first */
  async function show(first) {
    shown = first;
    const pager = weekPager(first, weeks, show, name);
    swap(container, h('legend', {}, 'New time'), pager, h('p', { class: 'quiet', 'aria-busy': 'true' }, 'Looking for free hours …'));
    try {
      const now = new Date();
      const hours = await club.hours(first, addDays(first, 7));
      const free = hours.filter(({ hour, available }) => available && isBookable(new Date(hour), now, club.weeksAhead));
      const days = daysOfWeek(first).map((day) => ({
        day, hours: free.filter(({ hour }) => dayKey(new Date(hour)) === dayKey(day)),
      })).filter(({ hours: some }) => some.length > 0);
      if (shown !== first) return;
      if (!free.some(({ hour }) => hour === chosen) && weekOf(chosen) === dayKey(first)) chosen = null;
      swap(container, h('legend', {}, 'New time'), weekPager(first, weeks, show, name),
        days.length === 0
          ? h('p', { class: 'quiet' }, 'No free hours in this week.')
          : h('div', { class: 'picker-days' }, days.map((day) => dayOfHours(day))));
    } catch (error) {
      swap(container, pager, h('p', { class: 'problem' }, inWords(error)),
        h('button', { type: 'button', class: 'button small', onclick: () => show(first) }, 'Try again'));
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
  const weekOf = (hour) => (hour === null ? null : dayKey(weekWith(weeks, new Date(hour))));

  void show(weekWith(weeks, near));
  return { element: container, value: () => chosen, refresh: () => show(shown) };
}
