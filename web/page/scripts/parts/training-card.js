import { approve, reject } from '../actions/answer.js';
import { cancel } from '../actions/cancel.js';
import { move, propose } from '../actions/move.js';
import { h } from '../dom/element.js';
import { fullDayOf, hourOf, momentOf, shortMomentOf, shortMonthOf, weekdayOf } from '../time/format.js';

/** @typedef {import('../api/club.js').Club} Club */
/** @typedef {import('../api/club.js').Training} Training */

const BY = { attendee: 'the attendee', trainer: 'the trainer', system: 'the club, as the account was closed' };

/**
 * A training with everything that can be done to it, and what that would cost.
 * @param {Club} club
 * @param {Training} training
 * @param {() => Promise<void>} changed
 */
export function trainingCard(club, training, changed) {
  const time = new Date(training.time);
  const canceled = training.status === 'canceled';
  const begun = time <= new Date();
  const title = `training-${training.uuid}`;
  const who = club.isTrainer ? (training.user ?? 'A former attendee') : null;
  return h('article', { class: `training ${canceled ? 'is-canceled' : ''}`, 'aria-labelledby': title },
    h('div', { class: 'leaf', 'aria-hidden': 'true' },
      h('span', { class: 'leaf-weekday' }, weekdayOf(time)),
      h('span', { class: 'leaf-day' }, time.getDate()),
      h('span', { class: 'leaf-month' }, shortMonthOf(time))),
    h('div', { class: 'training-body' },
      h('h3', { id: title }, h('span', { class: 'visually-hidden' }, `${fullDayOf(time)}, `), hourOf(time),
        who ? h('span', { class: 'training-who' }, who) : null),
      canceled ? h('p', { class: 'tag' }, canceledBy(club, training)) : null,
      !canceled && begun ? h('p', { class: 'tag' }, 'Held') : null,
      training.notes ? h('p', { class: 'notes' }, training.notes) : null,
      training.proposedTime && !canceled && !begun ? proposal(club, training, changed) : null,
      canceled || begun ? null : whatCanBeDone(club, training, changed)));
}

/** @param {Club} club @param {Training} training */
function canceledBy(club, { canceledBy: by }) {
  if (!by) return 'Canceled';
  return by === club.user.role ? 'Canceled by you' : `Canceled by ${BY[by]}`;
}

/** @param {Club} club @param {Training} training @param {() => Promise<void>} changed */
function proposal(club, training, changed) {
  const own = training.moveProposedBy === club.user.role;
  const proposed = momentOf(new Date(training.proposedTime ?? training.time));
  const other = club.isTrainer ? (training.user ?? 'The attendee') : 'Your trainer';
  return h('div', { class: `proposal ${own ? '' : 'is-waiting'}` },
    h('p', {}, own ? 'You proposed ' : `${other} proposes `, h('strong', {}, proposed), own ? `. Waiting for ${club.isTrainer ? other : 'your trainer'}.` : '.'),
    h('div', { class: 'buttons' },
      own ? null : action(training, 'agree', 'Agree', 'primary', () => approve(club, training), changed),
      own ? action(training, 'withdraw', 'Withdraw', '', () => reject(club, training), changed)
        : action(training, 'decline', 'Decline', '', () => reject(club, training), changed)));
}

/** @param {Club} club @param {Training} training @param {() => Promise<void>} changed */
function whatCanBeDone(club, training, changed) {
  const { canBeCancelled, moveRequiresAccept } = training;
  const cost = club.isTrainer
    ? (canBeCancelled ? null : 'Canceling now gives two credits back.')
    : (canBeCancelled ? `Free to cancel until ${freeUntil(training)}.` : 'Less than 24 hours ahead: canceling does not give the credit back.');
  return h('footer', { class: 'training-actions' },
    cost ? h('p', { class: 'quiet' }, cost) : null,
    h('div', { class: 'buttons' },
      moveRequiresAccept ? null : action(training, 'move', 'Move', '', () => move(club, training), changed),
      action(training, 'propose', 'Propose another time', '', () => propose(club, training), changed),
      action(training, 'cancel', 'Cancel', 'grave-quiet', () => cancel(club, training), changed)));
}

/** @param {Training} training */
function freeUntil({ time }) {
  const free = new Date(new Date(time).getTime() - 24 * 3_600_000);
  return shortMomentOf(free);
}

/**
 * @param {Training} training
 * @param {string} name
 * @param {string} label
 * @param {string} kind
 * @param {() => Promise<boolean>} act
 * @param {() => Promise<void>} changed
 */
function action(training, name, label, kind, act, changed) {
  const run = async () => {
    await act();
    // Also after a refusal: somebody else has changed something.
    await changed();
  };
  return h('button', {
    type: 'button', class: `button small ${kind}`, id: `${name}-${training.uuid}`,
    'aria-describedby': `training-${training.uuid}`, onclick: run,
  }, label);
}
