/** Days and weeks as the reader lives them: in the browser's zone, weeks from Monday. */

/** @param {Date} time @param {number} days */
export function addDays(time, days) {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate() + days, time.getHours(), time.getMinutes());
}

/** @param {Date} time */
export function startOfDay(time) {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate());
}

/** @param {Date} time */
export function startOfWeek(time) {
  return addDays(startOfDay(time), -((time.getDay() + 6) % 7));
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

/** The seven days from that one on. @param {Date} monday */
export function daysOfWeek(monday) {
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}

/**
 * The Mondays of the weeks in which hours can be booked.
 * @param {Date} now
 * @param {number} weeksAhead
 */
export function bookableWeeks(now, weeksAhead) {
  const first = startOfWeek(now);
  const last = startOfWeek(addDays(now, weeksAhead * 7));
  const weeks = [];
  for (let monday = first; monday <= last; monday = addDays(monday, 7)) weeks.push(monday);
  return weeks;
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
