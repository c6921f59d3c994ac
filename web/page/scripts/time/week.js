import { limits } from '../api/generated/limits.js';

/** Days and weeks as the reader lives them: in the browser's zone, weeks from today on, so that none begins with days that are over. */

/** @param {Date} time @param {number} days */
export function addDays(time, days) {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate() + days, time.getHours(), time.getMinutes());
}

/** @param {Date} time */
export function startOfDay(time) {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate());
}

/** "2026-11-23", in the reader's zone. @param {Date} time */
export function dayKey(time) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** The day of such a key, if it is one. @param {string | undefined} key */
export function dayOfKey(key) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(key ?? '');
  if (!parts) return null;
  const day = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return dayKey(day) === key ? day : null;
}

/** The seven days from that one on. @param {Date} first */
export function daysOfWeek(first) {
  return Array.from({ length: 7 }, (_, index) => addDays(first, index));
}

/**
 * The first days of the weeks in which hours can be booked.
 * @param {Date} now
 * @param {number} weeksAhead
 */
export function bookableWeeks(now, weeksAhead) {
  const today = startOfDay(now);
  return Array.from({ length: weeksAhead + 1 }, (_, week) => addDays(today, week * 7));
}

/** The week with that day in it, or the first. @param {Date[]} weeks @param {Date | null} day */
export function weekWith(weeks, day) {
  return weeks.findLast((first) => day !== null && first <= day) ?? weeks[0] ?? startOfDay(new Date());
}

/**
 * Whether an hour may still be set or booked: after the current one, and not beyond the weeks ahead.
 * @param {Date} hour
 * @param {Date} now
 * @param {number} weeksAhead
 */
export function isBookable(hour, now, weeksAhead) {
  const limit = now.getTime() + weeksAhead * 7 * 24 * 3_600_000;
  return hour.getTime() > now.getTime() && hour.getTime() <= limit;
}

/** As long as a list of trainings can be. */
const LONGEST = limits.trainings.to.maxDays * 24 * 3_600_000;

/**
 * A list's ranges one after the other, from then on until nothing later can be booked.
 * @param {Date} now
 * @param {number} weeksAhead
 */
export function rangesAhead(now, weeksAhead) {
  const many = Math.ceil((weeksAhead * 7 * 24 * 3_600_000) / LONGEST);
  // Both ends belong to a range.
  return Array.from({ length: many }, (_, index) => ({
    from: new Date(now.getTime() + index * LONGEST + (index > 0 ? 1 : 0)), to: new Date(now.getTime() + (index + 1) * LONGEST),
  }));
}

/** The list's range that ends before that moment. @param {Date} end */
export function rangeBefore(end) {
  return { from: new Date(end.getTime() - LONGEST), to: new Date(end.getTime() - 1) };
}
