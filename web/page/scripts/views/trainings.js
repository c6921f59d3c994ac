import { h } from '../dom/element.js';
import { swap } from '../dom/swap.js';
import { empty } from '../parts/empty.js';
import { moreList } from '../parts/more-list.js';
import { refreshing } from '../parts/refreshing.js';
import { trainingCard } from '../parts/training-card.js';
import { addDays } from '../time/week.js';
import { heading, skeleton, zoneLine } from './view.js';

/** @typedef {import('../api/club.js').Training} Training */

/** How far the past is looked at: a range has at most 92 days. */
const PAST_DAYS = 45;
const AHEAD_DAYS = 46;

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
    // Without a beginning of its own the answer begins a day ago: what has begun can no longer be answered.
    const proposals = club.isTrainer ? (await club.trainings({ from: now, openProposals: true, limit: 100 })).items : [];
    const inProposals = new Set(proposals.map(({ uuid }) => uuid));
    const waiting = proposals.filter(({ moveProposedBy }) => moveProposedBy !== 'trainer');
    const range = { from: now, to: addDays(now, 92 - 1) };
    const nodes = [];
    if (waiting.length > 0) {
      const all = list();
      all.append(...waiting.map(card));
      nodes.push(h('section', { class: 'waiting', 'aria-labelledby': 'waiting' },
        h('h2', { id: 'waiting' }, 'Waiting for your answer'), all));
    }
    const rest = await moreList(list(), async (cursor) => {
      const page = await club.trainings({ ...range, limit: 20, cursor });
      const shown = page.items.filter(({ uuid }) => !waiting.some((one) => one.uuid === uuid && inProposals.has(uuid)));
      return { ...page, items: shown };
    }, card, () => (waiting.length > 0 ? h('p', { class: 'quiet' }, 'No others.') : nothing()));
    const all = waiting.length > 0 ? h('h2', {}, 'All others') : h('h2', { class: 'visually-hidden' }, 'Coming up');
    nodes.push(h('section', {}, all, rest));
    return nodes;
  }

  async function pastOnes() {
    const now = new Date();
    const range = { from: addDays(now, -PAST_DAYS), to: addDays(now, AHEAD_DAYS), canceledToo: true };
    const isOver = (/** @type {Training} */ { status, time }) => status === 'canceled' || new Date(time) <= now;
    const page = async (/** @type {string | null} */ cursor) => {
      const all = await club.trainings({ ...range, limit: 100, cursor });
      return { ...all, items: all.items.filter(isOver) };
    };
    return [h('h2', { class: 'visually-hidden' }, title), await moreList(list(), page, card, () => empty('Nothing here yet.'))];
  }

  const nothing = () => (club.isTrainer
    ? empty('No trainings are booked.', h('a', { class: 'button primary', href: '#/calendar' }, 'Open some hours'))
    : empty('You have no trainings ahead.', h('a', { class: 'button primary', href: '#/calendar' }, 'Book one')));

  async function changed() {
    await refreshing(() => Promise.all([load(), club.isTrainer ? null : club.refreshUser()]));
  }

  return { title, element, load };
};
