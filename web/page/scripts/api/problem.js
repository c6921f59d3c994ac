/** Why a request was not answered as hoped, in three kinds that are mended in three ways. */

/** The API has refused: an RFC 9457 problem, or a message of the gateway's. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} slug the problem's stable name; empty for what the gateway says by itself
   * @param {string} detail
   */
  constructor(status, slug, detail) {
    super(detail || `status ${status}`);
    this.status = status;
    this.slug = slug;
  }

  /** @param {Response} response */
  static async of(response) {
    /** @type {{slug?: unknown, detail?: unknown, message?: unknown}} */
    let body = {};
    try {
      body = await response.json();
    } catch {
      // A proxy's page, perhaps. The status has to say it.
    }
    const text = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : '');
    return new Problem(response.status, text(body?.slug), text(body?.detail) || text(body?.message));
  }
}

/** Nobody knows whether the request has arrived. The same request under the same key may be sent again. */
export class ConnectionLost extends Error {
  constructor() {
    super('the club could not be reached');
  }
}

/** The session has ended, and the reader has not signed in again. */
export class SignedOut extends Error {
  constructor() {
    super('signed out');
  }
}
