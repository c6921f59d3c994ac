import { h } from '../dom/element.js';
import { swap } from '../dom/swap.js';
import { weekPager } from '../parts/week-pager.js';
import { addDays, bookableWeeks, dayKey, dayOfKey, startOfWeek } from '../time/week.js';
import { zoneName } from '../time/format.js';
import { heading, skeleton } from './view.js';

/**
 * A calendar, a week at a time. The week is in the address, so that going back and loading again stay in it.
 *
 * @param {import('../api/club.js').Club} club
 * @param {string | undefined} place
 * @param {object} what
 * @param {string} what.title
 * @param {string} what.introduction
 * @param {(hours: import('../api/club.js').Hour[], trainings: import('../api/club.js').Training[], monday: Date, changed: () => Promise<void>) =>
 *   {grid: Node, summary: string, beside?: Node}} what.show
 * @returns {import('./view.js').View}
 */
export function weekView(club, place, { title, introduction, show }) {
  const monday = startOfWeek(dayOfKey(place) ?? new Date());
  const weeks = bookableWeeks(new Date(), club.weeksAhead);
  const go = (/** @type {Date} */ week) => {
    location.hash = `#/calendar/${dayKey(week)}`;
  };
  const summary = h('p', { class: 'summary', role: 'status' });
  const beside = h('div', { class: 'beside' });
  const content = h('div', { class: 'week-area' }, skeleton(6));
  const element = h('div', {},
    heading(title),
    h('p', { class: 'lead' }, introduction),
    h('div', { class: 'toolbar' }, weekPager(monday, weeks, go, 'week'), summary, beside),
    content,
    h('p', { class: 'zone' }, 'Times are in your zone: ', h('strong', {}, zoneName()), '.'));

  async function load() {
    const end = addDays(monday, 7);
    const [hours, trainings] = await Promise.all([club.hours(monday, end), club.trainingsOf(monday, end)]);
    const shown = show(hours, trainings, monday, changed);
    swap(content, shown.grid);
    summary.textContent = shown.summary;
    if (shown.beside) swap(beside, shown.beside);
  }

  async function changed() {
    await Promise.all([load(), club.isTrainer ? null : club.refreshUser()]).catch(() => {});
  }

  return { title, element, load };
}
