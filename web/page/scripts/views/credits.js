import { h } from '../dom/element.js';
import { swap } from '../dom/swap.js';
import { empty } from '../parts/empty.js';
import { moreList } from '../parts/more-list.js';
import { datedMomentOf } from '../time/format.js';
import { credits as creditsInWords } from '../words/counts.js';
import { heading, skeleton, zoneLine } from './view.js';

/** @typedef {import('../api/club.js').Entry} Entry */

/** The attendee's balance and every change of it. @type {import('./view.js').ViewOf} */
export const credits = (club) => {
  const balance = h('p', { class: 'balance' });
  const content = h('div', {}, skeleton(4));
  const element = h('div', { class: 'narrow' }, heading('Credits'), balance,
    h('p', { class: 'lead' }, 'A training costs one credit. Your trainer grants new ones.'), content, zoneLine());

  async function load() {
    const list = h('ol', { class: 'entries' });
    const [shown] = await Promise.all([
      moreList(list, (cursor) => club.statement(cursor), entry, () => empty('Nothing has been booked or granted yet.')),
      club.refreshUser(),
    ]);
    balance.replaceChildren(h('strong', {}, club.user.balance), h('span', {}, club.user.balance === 1 ? ' credit' : ' credits'));
    swap(content, h('h2', {}, 'Statement'), shown);
  }
  return { title: 'Credits', element, load };
};

/** @param {Entry} entry */
function entry({ type, amount, balance, time, reason }) {
  const came = type === 'granted' || type === 'refunded';
  const at = new Date(time);
  return h('li', { class: 'entry' },
    h('span', { class: `amount ${came ? 'came' : 'went'}` },
      h('span', { 'aria-hidden': 'true' }, `${came ? '+' : '−'}${amount}`),
      h('span', { class: 'visually-hidden' }, `${creditsInWords(amount)} ${came ? 'came in' : 'went out'}:`)),
    h('span', { class: 'entry-what' }, what(type, reason), h('small', {}, datedMomentOf(at))),
    h('span', { class: 'entry-balance' }, h('span', { class: 'visually-hidden' }, 'Balance after: '), balance));
}

/** @param {Entry['type']} type @param {string | null} reason */
function what(type, reason) {
  if (type === 'granted') return `Granted: ${reason}`;
  if (type === 'taken-back') return `Taken back: ${reason}`;
  if (type === 'spent') return 'A training booked';
  return reason === 'canceled-late-by-trainer' ? 'A training canceled late by the trainer' : 'A training canceled in time';
}
