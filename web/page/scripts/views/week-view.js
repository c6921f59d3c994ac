import { h } from '../dom/element.js';
import { swap } from '../dom/swap.js';
import { refreshing } from '../parts/refreshing.js';
import { weekPager } from '../parts/week-pager.js';
import { addDays, bookableWeeks, dayKey, dayOfKey, weekWith } from '../time/week.js';
import { heading, skeleton, zoneLine } from './view.js';

/**
 * A calendar, a week at a time. The week is in the address, so that going back and loading again stay in it.
 *
 * @param {import('../api/club.js').Club} club
 * @param {string | undefined} place
 * @param {object} what
 * @param {string} what.title
 * @param {string} what.introduction
 * @param {(hours: import('../api/club.js').Hour[], trainings: import('../api/club.js').Training[], first: Date, changed: () => Promise<void>) =>
 *   {grid: Node, summary: string, beside?: Node}} what.show
 * @returns {import('./view.js').View}
 */
export function weekView(club, place, { title, introduction, show }) {
  const weeks = bookableWeeks(new Date(), club.weeksAhead);
  const first = weekWith(weeks, dayOfKey(place));
  const go = (/** @type {Date} */ week) => {
    location.hash = `#/calendar/${dayKey(week)}`;
  };
  const summary = h('p', { class: 'summary', role: 'status' });
  const beside = h('div', { class: 'beside' });
  const content = h('div', { class: 'week-area' }, skeleton(6));
  const element = h('div', {},
    heading(title),
    h('p', { class: 'lead' }, introduction),
    h('div', { class: 'toolbar' }, weekPager(first, weeks, go, 'week'), summary, beside),
    content,
    zoneLine());

  async function load() {
    const end = addDays(first, 7);
    const [hours, trainings] = await Promise.all([club.hours(first, end), club.trainingsOf(first, end)]);
    const shown = show(hours, trainings, first, changed);
    swap(content, shown.grid);
    summary.textContent = shown.summary;
    if (shown.beside) swap(beside, shown.beside);
  }

  async function changed() {
    await refreshing(() => Promise.all([load(), club.isTrainer ? null : club.refreshUser()]));
  }

  return { title, element, load };
}
