import { h } from '../dom/element.js';
import { ask } from '../parts/ask.js';
import { challengeOf, randomText } from './pkce.js';

/** What has to outlive the way to Cognito's pages and back. No token is ever among it. */
const LEFT = 'left-for-sign-in';
/** That this tab was signed in: Cognito's own session may still be good, so it is asked first. */
const WAS_IN = 'was-signed-in';
/** On which a window that came back from Cognito tells the page that opened it. */
const CHANNEL = 'signed-in';
/** The states of such windows begin with this. */
const WINDOW = 'window.';

/**
 * The authorization code flow with PKCE. Tokens are in memory; a reload asks Cognito's own session for new ones.
 * <https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html>
 *
 * @param {import('../config.js').CognitoSignIn} config
 * @returns {import('./session.js').SignIn}
 */
export function cognitoSignIn({ address, clientId }) {
  const page = new URL('.', location.href).href;
  /** @type {string | null} */
  let refreshToken = null;

  /** @param {string} kind @param {string} verifier @param {string} state */
  async function addressOf(kind, verifier, state) {
    const parameters = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: page,
      scope: 'openid email profile',
      state,
      code_challenge: await challengeOf(verifier),
      code_challenge_method: 'S256',
    });
    return `${address}/${kind}?${parameters}`;
  }

  /** @param {'oauth2/authorize' | 'signup'} kind */
  async function leave(kind) {
    const verifier = randomText();
    const state = randomText();
    sessionStorage.setItem(LEFT, JSON.stringify({ verifier, state, hash: location.hash }));
    location.assign(await addressOf(kind, verifier, state));
  }

  /** @param {Record<string, string>} grant @returns {Promise<string | null>} the ID token, unless Cognito refuses */
  async function tokens(grant) {
    const body = new URLSearchParams({ client_id: clientId, ...grant });
    const response = await fetch(`${address}/oauth2/token`, { method: 'POST', body });
    if (!response.ok) return null;
    const answer = await response.json();
    refreshToken = answer.refresh_token ?? refreshToken;
    sessionStorage.setItem(WAS_IN, 'yes');
    return answer.id_token;
  }

  /** @param {string} code @param {string} verifier */
  function redeem(code, verifier) {
    return tokens({ grant_type: 'authorization_code', code, redirect_uri: page, code_verifier: verifier });
  }

  return {
    async resume() {
      const back = new URLSearchParams(location.search);
      const [code, state] = [back.get('code'), back.get('state')];
      if (state?.startsWith(WINDOW)) {
        new BroadcastChannel(CHANNEL).postMessage({ code, state });
        window.close();
        document.body.replaceChildren(h('p', { class: 'notice' }, 'You are signed in. You can close this window.'));
        return new Promise(() => {});
      }
      const left = JSON.parse(sessionStorage.getItem(LEFT) ?? 'null');
      sessionStorage.removeItem(LEFT);
      if (back.has('code') || back.has('error')) {
        history.replaceState(null, '', page + (left?.hash ?? ''));
        // Only an answer to this tab's own question is one.
        return code !== null && left?.state === state ? redeem(code, left.verifier) : null;
      }
      if (sessionStorage.getItem(WAS_IN)) {
        // Asked once: whoever comes back without a code is shown the entrance.
        sessionStorage.removeItem(WAS_IN);
        await leave('oauth2/authorize');
        return new Promise(() => {});
      }
      return null;
    },

    async refresh() {
      if (refreshToken === null) return null;
      try {
        return await tokens({ grant_type: 'refresh_token', refresh_token: refreshToken });
      } catch {
        return null;
      }
    },

    welcome() {
      return h('div', { class: 'entrance card' },
        h('h2', {}, 'Come in'),
        h('div', { class: 'stack' },
          h('button', { type: 'button', class: 'button primary wide', onclick: () => leave('oauth2/authorize') }, 'Sign in'),
          h('button', { type: 'button', class: 'button wide', onclick: () => leave('signup') }, 'Create an account')));
    },

    async again(email) {
      /** @type {string | null} */
      let token = null;
      await ask({
        title: 'Your session has ended',
        body: [
          h('p', {}, 'Sign in again, in a window of its own, to go on where you were. Nothing you typed is lost.'),
          h('p', { class: 'quiet' }, `As ${email}`),
        ],
        action: 'Sign in again',
        dismiss: 'Not now',
        // Whether the window has been closed cannot be seen from here: it may be on another host.
        elsewhere: true,
        send: async () => {
          token = await inWindow();
          if (token === null) throw new Error('no token');
        },
      });
      return token;
    },

    forget() {
      refreshToken = null;
      sessionStorage.removeItem(WAS_IN);
      location.assign(`${address}/logout?${new URLSearchParams({ client_id: clientId, logout_uri: page })}`);
    },
  };

  /** @returns {Promise<string | null>} */
  async function inWindow() {
    const verifier = randomText();
    const state = WINDOW + randomText();
    const channel = new BroadcastChannel(CHANNEL);
    try {
      const code = new Promise((resolve) => {
        channel.onmessage = ({ data }) => {
          if (data.state === state) resolve(data.code);
        };
      });
      open(await addressOf('oauth2/authorize', verifier, state), '_blank', 'popup,width=480,height=720');
      const given = await code;
      return typeof given === 'string' ? await redeem(given, verifier) : null;
    } finally {
      channel.close();
    }
  }
}
