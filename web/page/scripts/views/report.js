import { h } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { swap } from '../dom/swap.js';
import { datedMomentOf, monthOf } from '../time/format.js';
import { heading, skeleton, zoneLine } from './view.js';

/** The trainer's month in numbers. @type {import('./view.js').ViewOf} */
export const report = (club, place) => {
  const now = new Date();
  const [, year, number] = /^(\d{4})-(\d\d)$/.exec(place ?? '') ?? [];
  const month = year && number ? monthFrom(Number(year), Number(number) - 1) : monthFrom(now.getUTCFullYear(), now.getUTCMonth());
  const other = (/** @type {number} */ by) => key(monthFrom(month.getUTCFullYear(), month.getUTCMonth() + by));
  const content = h('div', {}, skeleton(4));
  const step = (/** @type {'previous' | 'next'} */ to) => h('a', {
    class: 'button icon-only', id: `month-${to}`, href: `#/report/${other(to === 'next' ? 1 : -1)}`,
    'aria-label': to === 'next' ? 'Next month' : 'Previous month',
  }, icon(to));
  const element = h('div', { class: 'narrow' }, heading('Report'),
    h('div', { class: 'toolbar' }, h('div', { class: 'pager', role: 'group', 'aria-label': 'Month' },
      step('previous'), step('next'), h('p', { class: 'pager-title' }, h('strong', {}, monthOf(month))))),
    content,
    h('p', { class: 'quiet' }, 'Months are counted in UTC.'), zoneLine());

  async function load() {
    const numbers = await club.report(key(month));
    const tile = (/** @type {number} */ value, /** @type {string} */ label) =>
      h('div', { class: 'tile' }, h('dt', {}, label), h('dd', {}, value));
    const standing = numbers.attendees.filter((one) => one.standing > 0).sort((one, two) => two.standing - one.standing);
    const names = await club.namesOf(standing.map(({ userUuid }) => userUuid));
    swap(content,
      h('dl', { class: 'tiles' },
        tile(numbers.standing, 'trainings standing'), tile(numbers.moved, 'moved'),
        tile(numbers.canceledByAttendee, 'canceled by attendees'), tile(numbers.canceledByTrainer, 'canceled by you'),
        tile(numbers.canceledLate, 'canceled late')),
      standing.length === 0 ? h('p', { class: 'quiet' }, 'No trainings stand in this month.') : h('table', {},
        h('caption', {}, 'Trainings standing, by attendee'),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Attendee'), h('th', { scope: 'col', class: 'number' }, 'Trainings'))),
        h('tbody', {}, standing.map(({ userUuid, standing: count }) => h('tr', {},
          h('th', { scope: 'row' }, names.get(userUuid) ?? 'Somebody else'), h('td', { class: 'number' }, count))))),
      h('p', { class: 'quiet' }, numbers.asOf
        ? `As of ${datedMomentOf(new Date(numbers.asOf))}. It follows bookings within seconds.`
        : 'Nothing has happened yet.'));
  }

  return { title: 'Report', element, load };
};

/** Months are those of the API: in UTC, wherever the reader is. @param {number} year @param {number} index from 0 on */
function monthFrom(year, index) {
  return new Date(Date.UTC(year, index, 1));
}

/** @param {Date} month */
function key(month) {
  return month.toISOString().slice(0, 7);
}
