import { ConnectionLost, Problem, SignedOut } from './problem.js';

/** Longer than the gateway ever takes. */
const PATIENCE = 35_000;
/** How often what the club is too busy for is sent again before the reader is told. */
const REPEATS = 3;

/**
 * @typedef {object} Credentials
 * @property {() => string | null} token
 * @property {() => Promise<void>} renew ends when there is a new token; fails with SignedOut
 */

/** Sends requests to the API, signed in. */
export class Client {
  #credentials;
  #connection;

  /**
   * @param {Credentials} credentials
   * @param {import('./connection.js').Connection} connection
   */
  constructor(credentials, connection) {
    this.#credentials = credentials;
    this.#connection = connection;
  }

  /**
   * @template {string} Path
   * @param {Path} path below /api
   * @param {Record<string, string | number | null | undefined>} [parameters]
   * @returns {Promise<import('../../../api/types.d.ts').Answer<Path>>}
   */
  async ask(path, parameters = {}) {
    const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
    const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
    const response = await this.#send(`${path}${given.length ? `?${query}` : ''}`, { method: 'GET' });
    try {
      return await response.json();
    } catch {
      throw this.#lost();
    }
  }

  /**
   * @param {string} method
   * @param {string} path below /api
   * @param {string | null} body JSON
   * @param {string} key what makes a repetition harmless
   */
  async command(method, path, body, key) {
    /** @type {Record<string, string>} */
    const headers = { 'Idempotency-Key': key };
    if (body !== null) headers['Content-Type'] = 'application/json';
    await this.#send(path, { method, body, headers });
  }

  /**
   * @param {string} path
   * @param {{method: string, body?: string | null, headers?: Record<string, string>}} request
   */
  async #send(path, request) {
    for (let busy = 0, renewed = false; ; ) {
      const response = await this.#fetch(path, request);
      if (response.ok) return response;
      const problem = await Problem.of(response);
      if (response.status === 401 && !renewed) {
        renewed = true;
        await this.#credentials.renew();
      } else if ((response.status === 503 || response.status === 429) && busy < REPEATS) {
        busy += 1;
        const seconds = Number(response.headers.get('Retry-After')) || 1;
        await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, 5) * 1000 * busy));
      } else {
        throw problem;
      }
    }
  }

  /**
   * @param {string} path
   * @param {{method: string, body?: string | null, headers?: Record<string, string>}} request
   */
  async #fetch(path, { method, body = null, headers = {} }) {
    const token = this.#credentials.token();
    if (token === null) throw new SignedOut();
    const signal = AbortSignal.timeout(PATIENCE);
    try {
      const authorized = { ...headers, Authorization: `Bearer ${token}` };
      return await fetch(`api${path}`, { method, body, headers: authorized, signal, cache: 'no-store' });
    } catch {
      throw this.#lost();
    }
  }

  #lost() {
    this.#connection.failed();
    return new ConnectionLost();
  }
}
