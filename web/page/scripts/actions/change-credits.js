import { limits } from '../api/generated/limits.js';
import { h } from '../dom/element.js';
import { ask } from '../parts/ask.js';
import { field } from '../parts/field.js';
import { tell } from '../parts/notices.js';
import { credits } from '../words/counts.js';

/** @typedef {import('../api/club.js').Club} Club */
/** @typedef {import('../api/club.js').Person} Person */

/** @param {Club} club @param {Person} person */
export function grantCredits(club, person) {
  return changeCredits(club, person, {
    title: `Grant credits to ${person.displayName}`,
    most: limits.grantCredits.amount.maximum,
    mostOfReason: limits.grantCredits.reason.maxLength,
    reasons: 'For example: ten hours paid in cash. The attendee sees it.',
    action: 'Grant',
    path: 'credits',
    told: (amount) => `${person.displayName} got ${credits(amount)}.`,
  });
}

/** @param {Club} club @param {Person} person */
export function takeBackCredits(club, person) {
  return changeCredits(club, person, {
    title: `Take credits back from ${person.displayName}`,
    most: Math.min(person.balance, limits.takeBackCredits.amount.maximum),
    mostOfReason: limits.takeBackCredits.reason.maxLength,
    reasons: 'The attendee sees it.',
    action: 'Take back',
    path: 'credits/corrections',
    told: (amount) => `${credits(amount)} taken back from ${person.displayName}.`,
  });
}

/**
 * @param {Club} club
 * @param {Person} person
 * @param {{title: string, most: number, mostOfReason: number, reasons: string, action: string, path: string, told: (amount: number) => string}} what
 */
async function changeCredits(club, person, { title, most, mostOfReason, reasons, action, path, told }) {
  const intent = club.intent();
  const amount = field('Credits', { type: 'number', min: 1, max: most, step: 1, required: true, inputmode: 'numeric' });
  const reason = field('Reason', { required: true, maxlength: mostOfReason, autocomplete: 'off' }, reasons);
  const done = await ask({
    title,
    body: [h('p', {}, `Balance now: ${credits(person.balance)}`), amount.element, reason.element],
    action,
    send: () => {
      /** @type {import('../../../api/types.d.ts').GrantCredits & import('../../../api/types.d.ts').TakeBackCredits} */
      const change = { amount: Number(amount.value()), reason: reason.value() };
      return intent.send('POST', `/users/${person.uuid}/${path}`, change);
    },
  });
  if (done) tell(told(Number(amount.value())));
  return done;
}
