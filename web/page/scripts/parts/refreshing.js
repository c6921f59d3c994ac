import { ConnectionLost } from '../api/problem.js';
import { tellProblem } from './notices.js';

/**
 * Loads anew what something has changed. Until it is there, the view says that it is busy. A lost connection is told
 * elsewhere, and loads everything anew once it is back.
 * @param {() => Promise<unknown>} load
 */
export async function refreshing(load) {
  const main = document.querySelector('main');
  main?.setAttribute('aria-busy', 'true');
  try {
    await load();
  } catch (error) {
    if (!(error instanceof ConnectionLost)) tellProblem(error, () => void refreshing(load));
  } finally {
    main?.removeAttribute('aria-busy');
  }
}
