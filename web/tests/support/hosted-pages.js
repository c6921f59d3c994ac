/**
 * What Cognito's hosted pages do, as far as a browser sees it: the authorization code flow with PKCE, refresh tokens,
 * signing out. Whoever comes is the one user; the tokens are the local platform's own.
 */

import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * @param {import('node:test').TestContext} test
 * @param {() => Promise<string>} idToken
 */
export async function hostedPages(test, idToken) {
  /** @type {Map<string, {challenge: string, redirect: string}>} */
  const codes = new Map();
  /** Whether the browser is still known here, as a cookie would tell. */
  const state = { signedIn: false, refreshes: 0, refuseRefresh: false, asked: /** @type {string[]} */ ([]) };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://hosted');
    const given = url.searchParams;
    state.asked.push(`${request.method} ${url.pathname}`);
    const back = () => {
      const code = randomUUID();
      codes.set(code, { challenge: given.get('code_challenge') ?? '', redirect: given.get('redirect_uri') ?? '' });
      const to = new URL(given.get('redirect_uri') ?? '');
      to.search = String(new URLSearchParams({ code, state: given.get('state') ?? '' }));
      lead(response, String(to));
    };
    if (url.pathname === '/oauth2/authorize' && state.signedIn) return back();
    if (url.pathname === '/oauth2/authorize' || url.pathname === '/signup') {
      const words = url.pathname === '/signup' ? 'Sign up' : 'Sign in';
      return response.setHeader('Content-Type', 'text/html').end(`<h1>Hosted</h1><a href="/enter?${given}">${words} here</a>`);
    }
    if (url.pathname === '/enter') {
      state.signedIn = true;
      return back();
    }
    if (url.pathname === '/logout') {
      state.signedIn = false;
      return lead(response, given.get('logout_uri') ?? '');
    }
    if (url.pathname === '/oauth2/token') {
      let text = '';
      for await (const chunk of request) text += chunk;
      const form = new URLSearchParams(text);
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Content-Type', 'application/json');
      const refreshed = form.get('grant_type') === 'refresh_token';
      const code = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
      const proven = code && code.challenge === challenge && code.redirect === form.get('redirect_uri');
      if (refreshed) state.refreshes += 1;
      if (form.get('client_id') !== 'the-client' || (refreshed ? state.refuseRefresh : !proven)) {
        return response.writeHead(400).end('{"error":"invalid_grant"}');
      }
      const id_token = await idToken();
      return response.end(JSON.stringify({ id_token, access_token: 'none', ...(refreshed ? {} : { refresh_token: 'refresh' }) }));
    }
    return response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { state, address: `http://127.0.0.1:${port}` };
}

/**
 * To another address; by a page and not by a status, as tests cannot step in where a browser follows a status.
 * @param {import('node:http').ServerResponse} response
 * @param {string} url
 */
function lead(response, url) {
  const target = url.replaceAll('&', '&amp;');
  response.setHeader('Content-Type', 'text/html').end(`<meta http-equiv="refresh" content="0;url=${target}">`);
}
