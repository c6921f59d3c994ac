import { limits } from './generated/limits.js';
import { Intent } from './intent.js';

/**
 * @typedef {import('../../../api/types.d.ts').CurrentUser} User
 * @typedef {import('../../../api/types.d.ts').Hour} Hour
 * @typedef {import('../../../api/types.d.ts').Training} Training
 * @typedef {import('../../../api/types.d.ts').Entry} Entry
 * @typedef {import('../../../api/types.d.ts').User} Person
 * @typedef {import('../../../api/types.d.ts').Post} Post
 * @typedef {import('../../../api/types.d.ts').Report} Report
 */
/**
 * @template Item
 * @typedef {{items: Item[], next: string | null}} Paged
 */

/** The API in the page's words: what can be asked, and as whom. Commands are sent by an intent each. */
export class Club {
  #client;
  /** @type {User} */
  user;
  weeksAhead;

  /**
   * @param {import('./client.js').Client} client
   * @param {User} user
   * @param {number} weeksAhead
   */
  constructor(client, user, weeksAhead) {
    this.#client = client;
    this.user = user;
    this.weeksAhead = weeksAhead;
  }

  /** @param {import('./client.js').Client} client @returns {Promise<User>} */
  static currentUser(client) {
    return client.ask('/users/current');
  }

  get isTrainer() {
    return this.user.role === 'trainer';
  }

  intent() {
    return new Intent(this.#client);
  }

  /** The balance as it is now. */
  async refreshUser() {
    this.user = await Club.currentUser(this.#client);
    document.dispatchEvent(new CustomEvent('club:user'));
  }

  /**
   * The hours that begin in a range, by time.
   * @param {Date} from
   * @param {Date} to not included
   * @returns {Promise<Hour[]>}
   */
  async hours(from, to) {
    const date = (/** @type {Date} */ time) => time.toISOString().slice(0, 10);
    const days = await this.#client.ask('/trainer/calendar', {
      dateFrom: date(from),
      dateTo: date(new Date(to.getTime() - 1)),
    });
    const hours = days.flatMap((day) => day.hours);
    return hours.filter(({ hour }) => new Date(hour) >= from && new Date(hour) < to);
  }

  /**
   * @param {{from?: Date, to?: Date, canceledToo?: boolean, openProposals?: boolean, limit?: number, cursor?: string | null}} [which]
   * @returns {Promise<Paged<Training>>}
   */
  async trainings({ from, to, canceledToo, openProposals, limit, cursor } = {}) {
    const page = await this.#client.ask('/trainings', {
      from: from?.toISOString(),
      to: to?.toISOString(),
      status: canceledToo ? 'all' : null,
      proposals: openProposals ? 'open' : null,
      limit,
      cursor,
    });
    return { items: page.trainings, next: page.nextCursor };
  }

  /** All of a range. @param {Date} from @param {Date} to @param {{canceledToo?: boolean, openProposals?: boolean}} [which] */
  async trainingsOf(from, to, which = {}) {
    const trainings = [];
    for (let cursor = null; ; ) {
      /** @type {Paged<Training>} */
      const page = await this.trainings({ ...which, from, to, limit: limits.trainings.limit.maximum, cursor });
      trainings.push(...page.items);
      if (page.next === null) return trainings;
      cursor = page.next;
    }
  }

  /** @param {string | null} cursor @returns {Promise<Paged<Entry>>} */
  async statement(cursor) {
    const page = await this.#client.ask('/users/current/credits', { limit: 20, cursor });
    return { items: page.entries, next: page.nextCursor };
  }

  /** @param {string | null} cursor @param {number} [limit] @returns {Promise<Paged<Person>>} */
  async people(cursor, limit = 50) {
    const page = await this.#client.ask('/users', { limit, cursor });
    return { items: page.users, next: page.nextCursor };
  }

  /**
   * What those people are called, who are looked for page by page. Who has no account any more has no name.
   * @param {string[]} uuids
   */
  async namesOf(uuids) {
    const wanted = new Set(uuids);
    /** @type {Map<string, string>} */
    const names = new Map();
    for (let cursor = null; names.size < wanted.size; ) {
      /** @type {Paged<Person>} */
      const page = await this.people(cursor, limits.users.limit.maximum);
      for (const { uuid, displayName } of page.items) if (wanted.has(uuid)) names.set(uuid, displayName);
      if (page.next === null) break;
      cursor = page.next;
    }
    return names;
  }

  /** @param {string} author @param {string | null} cursor @returns {Promise<Paged<Post>>} */
  async posts(author, cursor) {
    const page = await this.#client.ask(`/users/${author}/posts`, { limit: 20, cursor });
    return { items: page.posts, next: page.nextCursor };
  }

  /** @param {string} month YYYY-MM @returns {Promise<Report>} */
  report(month) {
    return this.#client.ask('/trainer/report', { month });
  }
}
