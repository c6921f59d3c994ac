import { limits } from '../api/generated/limits.js';
import { h, set } from '../dom/element.js';
import { tell, tellProblem } from '../parts/notices.js';
import { underWay } from '../parts/under-way.js';
import { spoken, weekGrid } from '../parts/week-grid.js';
import { counted } from '../words/counts.js';
import { fullDayOf, momentOf } from '../time/format.js';
import { dayKey, isBookable } from '../time/week.js';
import { weekView } from './week-view.js';

/** @typedef {import('../api/club.js').Hour} Hour */

/** The trainer's calendar: hours opened and closed one by one, by day and by week. @type {import('./view.js').ViewOf} */
export const trainerCalendar = (club, place) => weekView(club, place, {
  title: 'Your calendar',
  introduction: 'Open the hours that can be booked. A click opens or closes one; booked hours are moved or canceled under Trainings.',
  show: (hours, trainings, first, changed) => {
    const now = new Date();
    const booked = new Map(trainings.map((training) => [Date.parse(training.time), training]));
    const isOpenable = (/** @type {Hour} */ { hour, hasTrainingScheduled }) => !hasTrainingScheduled && isBookable(new Date(hour), now, club.weeksAhead);
    const shown = hours.filter((hour) => hour.hasTrainingScheduled || isOpenable(hour));

    /** @param {HTMLButtonElement} button @param {Hour[]} some @param {boolean} open @param {(told: string) => string} told */
    const switchHours = (button, some, open, told, intent = club.intent()) => underWay(button, async () => {
      try {
        const path = `/trainer/calendar/make-hour-${open ? 'available' : 'unavailable'}`;
        // One command sets a week of hours, unless the club is open longer than usual.
        const { maxDifferent: most } = (open ? limits.makeHoursAvailable : limits.makeHoursUnavailable).hours;
        for (let done = 0; done < some.length; done += most) {
          /** @type {import('../../../api/types.d.ts').SetHours} */
          const part = { hours: some.slice(done, done + most).map(({ hour }) => hour) };
          await intent.send('PUT', path, part);
        }
        await changed();
        tell(told(open ? 'open' : 'closed'));
      } catch (error) {
        // The same intent: should it have arrived after all, it is not done twice.
        tellProblem(error, () => switchHours(button, some, open, told, intent));
        await changed();
      }
    });

    /** @param {string} id @param {string} what @param {Hour[]} some */
    const openAndClose = (id, what, some) => {
      const ours = some.filter(isOpenable);
      const closed = ours.filter(({ available }) => !available);
      const open = ours.filter(({ available }) => available);
      /** @param {'Open' | 'Close'} word @param {Hour[]} those */
      const button = (word, those) => {
        const element = h('button', {
          type: 'button', class: 'button small', id: `${id}-${word}`,
          'aria-label': `${word} ${what}`, 'aria-disabled': those.length === 0 ? 'true' : null,
        }, id === 'week' ? `${word} all` : word);
        set(element, {
          onclick: () => those.length > 0 && switchHours(element, those, word === 'Open', (now) => `${counted(those.length, 'hour')} ${now}.`),
        });
        return element;
      };
      return ours.length === 0 ? null : h('div', { class: 'buttons' }, button('Open', closed), button('Close', open));
    };

    const grid = weekGrid(first, shown, (hour) => {
      const time = new Date(hour.hour);
      const id = `hour-${hour.hour}`;
      if (hour.hasTrainingScheduled) {
        const training = booked.get(time.getTime());
        const who = training ? (training.user ?? 'Former attendee') : 'Booked';
        return h('a', { class: 'hour is-own', id, href: '#/trainings' },
          spoken(`Training with ${who}, `, time), h('small', { 'aria-hidden': 'true' }, who));
      }
      const button = h('button', {
        type: 'button', class: `hour ${hour.available ? 'is-free' : 'is-closed'}`, id,
        'aria-pressed': String(hour.available),
      }, spoken('Open for booking: ', time), h('small', { 'aria-hidden': 'true' }, hour.available ? 'Open' : 'Closed'));
      set(button, { onclick: () => switchHours(button, [hour], !hour.available, (now) => `${momentOf(time)} is ${now}.`) });
      return button;
    }, (day, ofDay) => openAndClose(`day-${dayKey(day)}`, `all hours of ${fullDayOf(day)}`, ofDay));

    const open = shown.filter((hour) => hour.available && isOpenable(hour)).length;
    const summary = `${counted(open, 'open hour')}, ${counted(trainings.length, 'training')}`;
    const week = openAndClose('week', 'all hours of this week', shown);
    return { grid, summary, beside: week ? h('div', { class: 'whole-week' }, h('span', { class: 'quiet' }, 'Whole week'), week) : h('div') };
  },
});
