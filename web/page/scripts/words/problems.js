import { limits } from '../api/generated/limits.js';
import { ConnectionLost, Problem, SignedOut } from '../api/problem.js';

const { amount } = limits.grantCredits;
const { title, body } = limits.publishPost;
const counted = new Intl.NumberFormat('en').format;

/** No reader can mend what a page of another release has sent. */
const OUTDATED = 'This page and the club do not understand each other. Please load the page again.';

/**
 * What each refusal means to the person who reads it, and what to do. By the API's `slug`: `tsc` checks that each has
 * its words. With null, the API's own sentence is the better one.
 * @satisfies {Record<import('../../../api/types.d.ts').Slug | SignInSlug, string | null>}
 */
const WORDS = {
  'account-deactivated': 'This account is closed. Nothing more can be done with it.',
  'body-too-large': 'That is too long. Please shorten it.',
  'command-expired': 'The club was too busy to do that in time. Please try again.',
  'date-from-after-date-to': OUTDATED,
  'hour-in-past': 'This hour has begun or passed. Please choose a later one.',
  'hour-not-available': 'This hour has just been taken or closed. Please choose another one.',
  'idempotency-key-reused': 'Something got mixed up. Please close this and begin again.',
  'internal-error': 'Something went wrong on our side. Please try again in a moment.',
  'invalid-amount': `An amount is a whole number from ${amount.minimum} to ${counted(amount.maximum)}.`,
  'invalid-body': `A post needs a text of 1 to ${counted(body.maxLength)} characters.`,
  'invalid-field': null,
  'invalid-parameter': OUTDATED,
  'invalid-reason': 'Please give a short reason.',
  'invalid-title': `A post needs a title of 1 to ${counted(title.maxLength)} characters.`,
  'malformed-json': OUTDATED,
  'no-reschedule-requested': 'This proposal is no longer open: it was answered, withdrawn or replaced.',
  'no-role': 'Your account is not ready yet. Please ask the club for help.',
  'not-enough-credits': 'There are not enough credits for that.',
  'not-found': 'This is not there any more.',
  'not-full-hour': 'Trainings begin at the full hour. Please choose another time.',
  'not-json': OUTDATED,
  'note-too-long': `Notes have at most ${counted(limits.scheduleTraining.notes.maxLength)} characters.`,
  'own-proposal': 'This is your own proposal: the other side has to answer it.',
  'range-too-long': OUTDATED,
  'too-distant-date': 'This is too far ahead.',
  'too-early-hour': 'The club is not open that early.',
  'too-late-hour': 'The club is not open that late.',
  'too-late-to-reschedule': 'It is less than 24 hours ahead, so it cannot simply be moved any more. Propose another time instead.',
  'too-many-hours': 'These are too many hours at once.',
  'training-already-canceled': 'This training has been canceled already.',
  'training-begun': 'This training has begun and cannot be changed any more.',
  'training-scheduled': 'There is a training at this hour. Move or cancel it first.',
  'try-again': 'The club is very busy. Please try again in a moment.',
  'unknown-field': OUTDATED,
  'wrong-role': 'Your account may not do that.',
  'wrong-token-use': OUTDATED,
  // Signing in and up, where it is done on this page.
  'email-taken': 'Somebody has signed up with this e-mail address already. Sign in instead?',
  'registration-failed': 'The registration could not be finished. Please send it again.',
  'wrong-credentials': 'The e-mail address or the password is wrong.',
};
/** @typedef {'email-taken' | 'registration-failed' | 'wrong-credentials'} SignInSlug */

/** @type {Map<string, string | null>} */
const BY_SLUG = new Map(Object.entries(WORDS));

/** @param {unknown} error */
export function inWords(error) {
  if (error instanceof ConnectionLost) {
    return 'The club cannot be reached. Nothing you typed is lost; try again, it will not happen twice.';
  }
  if (error instanceof SignedOut) return 'Your session has ended. Please sign in again to go on.';
  if (error instanceof Problem) {
    const words = BY_SLUG.get(error.slug);
    if (words) return words;
    if (error.status === 429 || error.status === 503) return WORDS['try-again'];
    // Of a later release, perhaps. The API's own sentence is made for people too.
    if (error.status < 500 && error.message) return sentence(error.message);
  }
  return WORDS['internal-error'];
}

/** @param {string} text */
function sentence(text) {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
