import { h } from '../dom/element.js';
import { swap } from '../dom/swap.js';
import { empty } from '../parts/empty.js';
import { moreList } from '../parts/more-list.js';
import { tellProblem } from '../parts/notices.js';
import { refreshing } from '../parts/refreshing.js';
import { trainingCard } from '../parts/training-card.js';
import { underWay } from '../parts/under-way.js';
import { dateOf } from '../time/format.js';
import { rangeBefore, rangesAhead } from '../time/week.js';
import { heading, skeleton, zoneLine } from './view.js';

/** @typedef {import('../api/club.js').Training} Training */

/** Trainings with what can be done to each. What waits for an answer comes first. @type {import('./view.js').ViewOf} */
export const trainings = (club, place) => {
  const past = place === 'past';
  const title = past ? 'Past and canceled' : club.isTrainer ? 'Trainings' : 'Your trainings';
  const content = h('div', {}, skeleton(4));
  const tab = (/** @type {string} */ label, /** @type {string} */ href, /** @type {boolean} */ here) =>
    h('a', { href, 'aria-current': here ? 'true' : null }, label);
  const element = h('div', { class: 'narrow' },
    heading(title),
    h('nav', { class: 'tabs', 'aria-label': 'Which trainings' },
      tab('Coming up', '#/trainings', !past), tab('Past and canceled', '#/trainings/past', past)),
    content,
    zoneLine());

  const card = (/** @type {Training} */ training) => trainingCard(club, training, changed);
  const list = () => h('div', { class: 'trainings' });

  async function load() {
    swap(content, ...(past ? await pastOnes() : await comingOnes()));
  }

  async function comingOnes() {
    const now = new Date();
    const ranges = rangesAhead(now, club.weeksAhead);
    // They begin now: what has begun can no longer be answered.
    const proposals = club.isTrainer ? await allOf(ranges, { openProposals: true }) : [];
    const waiting = proposals.filter(({ moveProposedBy }) => moveProposedBy !== 'trainer');
    const inWaiting = new Set(waiting.map(({ uuid }) => uuid));
    const nodes = [];
    if (waiting.length > 0) {
      const all = list();
      all.append(...waiting.map(card));
      nodes.push(h('section', { class: 'waiting', 'aria-labelledby': 'waiting' },
        h('h2', { id: 'waiting' }, 'Waiting for your answer'), all));
    }
    let range = 0;
    const rest = await moreList(list(), async (cursor) => {
      /** @type {import('../api/club.js').Paged<Training>} */
      const shown = { items: [], next: cursor };
      // Kept only with an answer: after a failure the same page is asked for again.
      let at = range;
      // A page may go over from one range to the next, and is only short at the very end.
      while (at < ranges.length && shown.items.length < 20) {
        const page = await club.trainings({ ...ranges[at], limit: 20, cursor: shown.next || null });
        shown.items.push(...page.items.filter(({ uuid }) => !inWaiting.has(uuid)));
        if (page.next === null) at += 1;
        shown.next = page.next ?? (at < ranges.length ? '' : null);
      }
      range = at;
      return shown;
    }, card, () => (waiting.length > 0 ? h('p', { class: 'quiet' }, 'No others.') : nothing()));
    const all = waiting.length > 0 ? h('h2', {}, 'All others') : h('h2', { class: 'visually-hidden' }, 'Coming up');
    nodes.push(h('section', {}, all, rest));
    return nodes;
  }

  /** @param {{from: Date, to: Date}[]} ranges @param {{canceledToo?: boolean, openProposals?: boolean}} which */
  async function allOf(ranges, which) {
    const all = [];
    for (const { from, to } of ranges) all.push(...await club.trainingsOf(from, to, which));
    return all;
  }

  /** The latest first, and further back range by range. */
  async function pastOnes() {
    const now = new Date();
    let range = rangeBefore(now);
    const isOver = (/** @type {Training} */ { status, time }) => status === 'canceled' || new Date(time) <= now;
    const cards = (/** @type {Training[]} */ all) => all.filter(isOver).reverse().map(card);
    const first = cards(await allOf([range, ...rangesAhead(now, club.weeksAhead)], { canceledToo: true }));
    const shown = list();
    shown.append(...first);
    const since = h('p', { class: 'quiet', 'aria-live': 'polite' });
    const tellSince = () => {
      since.textContent = `${shown.childElementCount === 0 ? 'None' : 'Shown'} since ${dateOf(range.from)}.`;
    };
    const button = h('button', { type: 'button', class: 'button more' }, 'Show earlier');
    const earlier = () => underWay(button, async () => {
      try {
        const before = rangeBefore(range.from);
        shown.append(...cards(await allOf([before], { canceledToo: true })));
        range = before;
        tellSince();
      } catch (error) {
        tellProblem(error, earlier);
      }
    });
    button.addEventListener('click', earlier);
    tellSince();
    return [h('h2', { class: 'visually-hidden' }, title), shown, since, button];
  }

  const nothing = () => (club.isTrainer
    ? empty('No trainings are booked.', h('a', { class: 'button primary', href: '#/calendar' }, 'Open some hours'))
    : empty('You have no trainings ahead.', h('a', { class: 'button primary', href: '#/calendar' }, 'Book one')));

  async function changed() {
    await refreshing(() => Promise.all([load(), club.isTrainer ? null : club.refreshUser()]));
  }

  return { title, element, load };
};
