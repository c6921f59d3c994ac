/**
 * Whether the club can be reached. Once it cannot, it is asked for a small file again and again until it answers;
 * "lost" and "back" are told.
 */
export class Connection extends EventTarget {
  #lost = false;
  /** @type {(() => void) | null} */
  #hurry = null;

  constructor() {
    super();
    addEventListener('online', () => this.tryNow());
    addEventListener('offline', () => this.failed());
  }

  get isLost() {
    return this.#lost;
  }

  /** A request has not been answered. */
  failed() {
    if (this.#lost) return;
    this.#lost = true;
    this.dispatchEvent(new Event('lost'));
    void this.#search();
  }

  /** Does not wait for the next attempt. */
  tryNow() {
    this.#hurry?.();
  }

  async #search() {
    for (let pause = 1000; ; pause = Math.min(pause * 1.6, 15_000)) {
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, pause);
        this.#hurry = () => {
          clearTimeout(timer);
          resolve(undefined);
        };
      });
      this.dispatchEvent(new Event('trying'));
      if (await isThere()) break;
      this.dispatchEvent(new Event('still-lost'));
    }
    this.#hurry = null;
    this.#lost = false;
    this.dispatchEvent(new Event('back'));
  }
}

async function isThere() {
  try {
    const response = await fetch('config.json', { cache: 'no-store', signal: AbortSignal.timeout(8000) });
    return response.ok;
  } catch {
    return false;
  }
}
