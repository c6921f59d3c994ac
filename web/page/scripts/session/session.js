import { SignedOut } from '../api/problem.js';
import { claimsOf } from './token.js';

/**
 * A way to sign in: the local platform's, or Cognito's.
 *
 * @typedef {object} SignIn
 * @property {() => Promise<string | null>} resume a token from before the page was loaded, or from the way back
 * @property {() => Promise<string | null>} refresh a new token without asking anybody
 * @property {(signedIn: (token: string) => void) => Node} welcome how a visitor signs up and in
 * @property {(email: string) => Promise<string | null>} again asks the reader to sign in once more, beside what they
 *   are doing; null when they would rather not
 * @property {() => void} forget signs out, and leaves for the start
 */

/** The session: an ID token in memory, and how to come by the next one. */
export class Session {
  #signIn;
  /** @type {string | null} */
  #token = null;
  /** @type {Promise<void> | null} */
  #renewal = null;

  /** @param {SignIn} signIn */
  constructor(signIn) {
    this.#signIn = signIn;
  }

  token() {
    return this.#token;
  }

  /** @param {string} token */
  begin(token) {
    this.#token = token;
  }

  /** However many requests find the session ended, the reader is asked once. */
  renew() {
    this.#renewal ??= this.#renewOnce().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #renewOnce() {
    const { sub, email } = claimsOf(this.#token ?? '');
    const token = (await this.#signIn.refresh()) ?? (await this.#signIn.again(email));
    if (token === null) throw new SignedOut();
    if (claimsOf(token).sub !== sub) {
      // What is on this page was somebody else's.
      location.reload();
      await new Promise(() => {});
    }
    this.#token = token;
  }

  end() {
    this.#token = null;
    this.#signIn.forget();
  }
}
