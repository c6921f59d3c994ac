import { limits } from '../api/generated/limits.js';
import { h } from '../dom/element.js';
import { ask } from '../parts/ask.js';
import { textField } from '../parts/field.js';
import { tell } from '../parts/notices.js';
import { fullDayOf, hourOf, momentOf } from '../time/format.js';

const DAY = 24 * 3_600_000;

/**
 * An attendee books an hour. What it costs, and until when it can be canceled for free, is said before.
 * @param {import('../api/club.js').Club} club
 * @param {Date} hour
 */
export async function book(club, hour) {
  const { balance } = club.user;
  const intent = club.intent();
  const notes = textField('Notes for the trainer (optional)', { most: limits.scheduleTraining.notes.maxLength, rows: 3, placeholder: 'What you want to work on, or what to look out for' });
  const free = new Date(hour.getTime() - DAY);
  const poor = balance < 1 ? h('p', { class: 'warning' }, 'You have no credits left. Ask your trainer for some.') : null;
  const done = await ask({
    title: 'Book this hour?',
    body: [
      h('p', { class: 'moment' }, h('strong', {}, fullDayOf(hour)), h('span', {}, hourOf(hour))),
      h('dl', { class: 'facts' },
        h('dt', {}, 'Costs'), h('dd', {}, `1 credit; you have ${balance}`),
        h('dt', {}, 'Canceling'), h('dd', {}, free > new Date()
          ? `free until ${momentOf(free)}`
          : 'the credit does not come back: it is less than 24 hours ahead')),
      notes.element,
      poor,
    ],
    action: 'Book for 1 credit',
    send: () => {
      /** @type {import('../../../api/types.d.ts').ScheduleTraining} */
      const booking = { time: hour.toISOString(), notes: notes.value() };
      return intent.send('POST', '/trainings', booking);
    },
  });
  if (done) tell(`Booked: ${momentOf(hour)}.`);
  return done;
}
