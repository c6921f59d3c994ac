import { h } from '../dom/element.js';
import { ask } from '../parts/ask.js';
import { tell } from '../parts/notices.js';
import { fullDayOf, hourOf, momentOf } from '../time/format.js';

/**
 * Cancels a training. What becomes of the credit is said before.
 * @param {import('../api/club.js').Club} club
 * @param {import('../api/club.js').Training} training
 */
export async function cancel(club, training) {
  const time = new Date(training.time);
  const intent = club.intent();
  const consequence = whatBecomesOfTheCredit(club.isTrainer, training);
  const done = await ask({
    title: 'Cancel this training?',
    body: [
      h('p', { class: 'moment' }, h('strong', {}, fullDayOf(time)), h('span', {}, hourOf(time))),
      h('p', { class: training.canBeCancelled || club.isTrainer ? 'assurance' : 'warning' }, consequence),
    ],
    action: training.canBeCancelled || club.isTrainer ? 'Cancel training' : 'Cancel anyway',
    dismiss: 'Keep it',
    grave: true,
    send: () => intent.send('DELETE', `/trainings/${training.uuid}`),
  });
  if (done) tell(`Canceled: ${momentOf(time)}.`);
  return done;
}

/** @param {boolean} byTrainer @param {import('../api/club.js').Training} training */
function whatBecomesOfTheCredit(byTrainer, { user, canBeCancelled }) {
  const attendee = user ?? 'The attendee';
  if (byTrainer) {
    return canBeCancelled
      ? `${attendee} gets the credit back.`
      : `It is less than 24 hours ahead: ${attendee} gets two credits back.`;
  }
  return canBeCancelled
    ? 'Canceling is free: your credit comes back.'
    : 'It is less than 24 hours ahead: your credit does not come back.';
}
