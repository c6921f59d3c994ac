/**
 * Something that the reader means to happen once. However often it is sent (a second click, a retry after a lost
 * answer, again after signing in), it goes under one `Idempotency-Key`, so the club does it once. Meaning
 * something else (other notes, another hour) is another intent with a key of its own.
 */
export class Intent {
  #client;
  /** @type {Map<string, string>} */
  #keys = new Map();
  /** @type {Promise<void> | null} */
  #underWay = null;

  /** @param {import('./client.js').Client} client */
  constructor(client) {
    this.#client = client;
  }

  /**
   * While it is under way, asking again waits for the same answer.
   * @param {string} method
   * @param {string} path below /api
   * @param {object} [body]
   * @returns {Promise<void>}
   */
  send(method, path, body) {
    if (!this.#underWay) {
      const text = body === undefined ? null : JSON.stringify(body);
      this.#underWay = this.#client.command(method, path, text, this.#key(`${method} ${path} ${text}`)).finally(() => {
        this.#underWay = null;
      });
    }
    return this.#underWay;
  }

  /** @param {string} meaning */
  #key(meaning) {
    const key = this.#keys.get(meaning) ?? crypto.randomUUID();
    this.#keys.set(meaning, key);
    return key;
  }
}
