import { h } from '../dom/element.js';
import { ask } from '../parts/ask.js';
import { tell } from '../parts/notices.js';
import { momentOf } from '../time/format.js';

/** @typedef {import('../api/club.js').Club} Club */
/** @typedef {import('../api/club.js').Training} Training */

/** Agrees to the other side's proposal. @param {Club} club @param {Training} training */
export async function approve(club, training) {
  const proposed = new Date(training.proposedTime ?? training.time);
  const intent = club.intent();
  const done = await ask({
    title: 'Move to the proposed time?',
    body: [change(training)],
    action: 'Agree and move',
    dismiss: 'Not now',
    send: () => intent.send('PUT', `/trainings/${training.uuid}/approve-reschedule`),
  });
  if (done) tell(`Moved to ${momentOf(proposed)}.`);
  return done;
}

/** Declines the other side's proposal, or withdraws one's own. @param {Club} club @param {Training} training */
export async function reject(club, training) {
  const own = training.moveProposedBy === club.user.role;
  const intent = club.intent();
  const done = await ask({
    title: own ? 'Withdraw your proposal?' : 'Decline the proposed time?',
    body: [h('p', {}, 'The training stays at ', h('strong', {}, momentOf(new Date(training.time))), '.')],
    action: own ? 'Withdraw' : 'Decline',
    dismiss: 'Not now',
    send: () => intent.send('PUT', `/trainings/${training.uuid}/reject-reschedule`),
  });
  if (done) tell(own ? 'Proposal withdrawn.' : 'Proposal declined.');
  return done;
}

/** @param {Training} training */
function change({ time, proposedTime }) {
  return h('dl', { class: 'facts' },
    h('dt', {}, 'Now'), h('dd', {}, momentOf(new Date(time))),
    h('dt', {}, 'Then'), h('dd', {}, h('strong', {}, momentOf(new Date(proposedTime ?? time)))));
}
