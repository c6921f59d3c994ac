/** How times are written: in the browser's own zone, but for the months of the report. */

const locale = navigator.language.startsWith('en') ? navigator.language : 'en-GB';

/** @param {Intl.DateTimeFormatOptions} options */
const format = (options) => new Intl.DateTimeFormat(locale, options);

const weekday = format({ weekday: 'short' });
const dayAndMonth = format({ day: 'numeric', month: 'short' });
const longDay = format({ weekday: 'long', day: 'numeric', month: 'long' });
const shortDay = format({ weekday: 'short', day: 'numeric', month: 'short' });
const dayWithYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
// "4:00 PM", but "04:00": one setting alone does not give both.
const { hour12 } = format({ hour: 'numeric' }).resolvedOptions();
const clock = format({ hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit' });
const month = format({ month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortMonth = format({ month: 'short' });

/** "Mon" @param {Date} time */
export const weekdayOf = (time) => weekday.format(time);
/** "23 Nov" @param {Date} time */
export const dayOf = (time) => dayAndMonth.format(time);
/** "Monday 23 November" @param {Date} time */
export const fullDayOf = (time) => longDay.format(time);
/** "Mon, 23 Nov" @param {Date} time */
export const shortDayOf = (time) => shortDay.format(time);
/** "23 Nov 2026" @param {Date} time */
export const dateOf = (time) => dayWithYear.format(time);
/** "14:00" @param {Date} time */
export const clockOf = (time) => clock.format(time);
/** "November 2026", of a month that is counted in UTC @param {Date} time */
export const monthOf = (time) => month.format(time);
/** "Nov" @param {Date} time */
export const shortMonthOf = (time) => shortMonth.format(time);

const HOUR = 3_600_000;

/** "14:00 – 15:00": a training takes an hour. @param {Date} start */
export const hourOf = (start) => clock.formatRange(start, new Date(start.getTime() + HOUR));

/** "Monday 23 November, 14:00" @param {Date} time */
export const momentOf = (time) => `${fullDayOf(time)}, ${clockOf(time)}`;
/** "Mon, 23 Nov, 14:00" @param {Date} time */
export const shortMomentOf = (time) => `${shortDayOf(time)}, ${clockOf(time)}`;

/** "23 Nov 2026, 14:00" @param {Date} time */
export const datedMomentOf = (time) => `${dateOf(time)}, ${clockOf(time)}`;

/** The browser's zone as people call it: "Europe/Berlin (GMT+1)". */
export function zoneName() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const parts = format({ timeZoneName: 'shortOffset' }).formatToParts(new Date());
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value;
  const name = timeZone.replaceAll('_', ' ');
  return offset && offset !== name ? `${name} (${offset})` : name;
}
