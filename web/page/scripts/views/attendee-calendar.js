import { book } from '../actions/book.js';
import { h } from '../dom/element.js';
import { spoken, weekGrid } from '../parts/week-grid.js';
import { isBookable } from '../time/week.js';
import { weekView } from './week-view.js';

/** The attendee's calendar: free hours to book, and their own trainings. @type {import('./view.js').ViewOf} */
export const attendeeCalendar = (club, place) => weekView(club, place, {
  title: 'Book a training',
  introduction: 'Choose a free hour. It costs one credit, and canceling is free until 24 hours before.',
  show: (hours, trainings, first, changed) => {
    const own = new Map(trainings.map((training) => [Date.parse(training.time), training]));
    const now = new Date();
    const isFree = (/** @type {import('../api/club.js').Hour} */ { hour, available }) => available && isBookable(new Date(hour), now, club.weeksAhead);
    const shown = hours.filter((hour) => isFree(hour) || own.has(Date.parse(hour.hour)));
    const grid = weekGrid(first, shown, ({ hour }) => {
      const time = new Date(hour);
      const id = `hour-${hour}`;
      if (own.has(time.getTime())) {
        return h('a', { class: 'hour is-own', id, href: '#/trainings' },
          spoken('Your training, ', time), h('small', { 'aria-hidden': 'true' }, 'Yours'));
      }
      const click = async () => {
        await book(club, time);
        await changed();
      };
      return h('button', { type: 'button', class: 'hour is-free', id, onclick: click }, spoken('Book ', time));
    });
    const free = hours.filter(isFree).length;
    return { grid, summary: free === 0 ? 'No free hours' : free === 1 ? '1 free hour' : `${free} free hours` };
  },
});
