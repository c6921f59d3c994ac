import { limits } from '../api/generated/limits.js';
import { h } from '../dom/element.js';
import { ask } from '../parts/ask.js';
import { textField } from '../parts/field.js';
import { hourPicker } from '../parts/hour-picker.js';
import { tell } from '../parts/notices.js';
import { momentOf, shortMomentOf } from '../time/format.js';

/** @typedef {import('../api/club.js').Club} Club */
/** @typedef {import('../api/club.js').Training} Training */

/** Moves a training at once. @param {Club} club @param {Training} training */
export function move(club, training) {
  return chooseHour(club, training, {
    title: 'Move this training',
    explanation: 'The new time counts at once; nobody has to agree. The credit moves along.',
    action: 'Move',
    path: 'reschedule',
    notes: training.notes,
    most: limits.rescheduleTraining.notes.maxLength,
    done: (time) => `Moved to ${time}.`,
  });
}

/** Proposes another time to the other side. @param {Club} club @param {Training} training */
export function propose(club, training) {
  const other = club.isTrainer ? (training.user ?? 'the attendee') : 'your trainer';
  const replaced = training.proposedTime
    ? ` It takes the place of the proposal for ${shortMomentOf(new Date(training.proposedTime))}.`
    : '';
  return chooseHour(club, training, {
    title: 'Propose another time',
    explanation: `The training stays where it is until ${other} agrees.${replaced}`,
    action: 'Propose',
    path: 'request-reschedule',
    notes: training.notes,
    most: limits.requestTrainingReschedule.notes.maxLength,
    done: (time) => `Proposed: ${time}. Waiting for ${other}.`,
  });
}

/**
 * @param {Club} club
 * @param {Training} training
 * @param {{title: string, explanation: string, action: string, path: string, notes: string, most: number, done: (time: string) => string}} what
 */
async function chooseHour(club, training, { title, explanation, action, path, notes: before, most, done: told }) {
  const time = new Date(training.time);
  const intent = club.intent();
  const picker = hourPicker(club, time);
  const notes = textField('Notes', { most, rows: 2, value: before });
  const done = await ask({
    title,
    body: [
      h('p', {}, 'Now: ', h('strong', {}, momentOf(time))),
      h('p', { class: 'quiet' }, explanation),
      picker.element,
      notes.element,
    ],
    action,
    send: () => {
      const changed = notes.value() === before ? {} : { notes: notes.value() };
      // Without a choice it is the API that asks for one.
      /** @type {import('../../../api/types.d.ts').RescheduleTraining & import('../../../api/types.d.ts').RequestTrainingReschedule} */
      const other = { time: picker.value() ?? '', ...changed };
      return intent.send('PUT', `/trainings/${training.uuid}/${path}`, other);
    },
    refused: () => picker.refresh(),
  });
  if (done) tell(told(momentOf(new Date(picker.value() ?? training.time))));
  return done;
}
