import { Client } from './api/client.js';
import { Club } from './api/club.js';
import { Connection } from './api/connection.js';
import { ConnectionLost, Problem, SignedOut } from './api/problem.js';
import { readConfig } from './config.js';
import { h } from './dom/element.js';
import { entrance } from './entrance.js';
import { Session } from './session/session.js';
import { shell } from './shell.js';
import { inWords } from './words/problems.js';

/** @param {import('./config.js').Config['signIn']} signIn */
async function signInOf(signIn) {
  if (signIn.kind === 'cognito') return (await import('./session/cognito.js')).cognitoSignIn(signIn);
  return (await import('./session/local.js')).localSignIn();
}

async function start() {
  const config = await readConfig();
  const signIn = await signInOf(config.signIn);
  const session = new Session(signIn);
  const connection = new Connection();
  const client = new Client(session, connection);
  const signOut = () => session.end();

  /** @param {string} token */
  async function enter(token) {
    session.begin(token);
    const user = await Club.currentUser(client);
    await shell(new Club(client, user, config.weeksAhead), connection, signOut);
  }

  const token = await signIn.resume();
  if (token === null) {
    entrance(signIn.welcome(enter));
    return;
  }
  try {
    await enter(token);
  } catch (error) {
    if (error instanceof ConnectionLost) throw error;
    const isClosed = error instanceof Problem || error instanceof SignedOut;
    entrance(signIn.welcome(enter), isClosed ? inWords(error) : undefined);
  }
}

/** Nothing is there yet to lose: a page that cannot begin is begun again. */
function beginAgain() {
  document.body.replaceChildren(h('main', { class: 'front' }, h('div', { class: 'failure', role: 'alert' },
    h('p', {}, 'The club cannot be reached.'),
    h('button', { type: 'button', class: 'button primary', onclick: () => location.reload() }, 'Try again'))));
}

start().catch((error) => {
  console.error(error);
  beginAgain();
});
