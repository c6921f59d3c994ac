import { Problem, ConnectionLost } from '../api/problem.js';
import { h } from '../dom/element.js';
import { ask } from '../parts/ask.js';
import { field } from '../parts/field.js';
import { form } from '../parts/form.js';
import { claimsOf } from './token.js';

/**
 * Where the tab keeps the token over a reload, as Cognito's own session does on AWS. The local platform has only demo
 * users, its tokens are good for an hour, and a tab's storage ends with the tab.
 */
const KEPT = 'local-token';

/** @returns {import('./session.js').SignIn} */
export function localSignIn() {
  return {
    async resume() {
      const token = sessionStorage.getItem(KEPT);
      if (token && claimsOf(token).exp * 1000 > Date.now()) return token;
      sessionStorage.removeItem(KEPT);
      return null;
    },

    async refresh() {
      return null;
    },

    welcome(signedIn) {
      const container = h('div', { class: 'entrance' });
      const show = (/** @type {Node} */ form) => container.replaceChildren(form);
      const toSignIn = () => show(signInForm(signedIn, toSignUp));
      const toSignUp = () => show(signUpForm(signedIn, toSignIn));
      toSignIn();
      return container;
    },

    async again(email) {
      const password = field('Password', { name: 'password', type: 'password', autocomplete: 'current-password', required: true });
      /** @type {string | null} */
      let token = null;
      await ask({
        title: 'Your session has ended',
        body: [
          h('p', {}, 'Sign in again to go on where you were. Nothing you typed is lost.'),
          h('p', { class: 'quiet' }, `As ${email}`),
          h('input', { type: 'email', value: email, autocomplete: 'username', hidden: true }),
          password.element,
        ],
        action: 'Sign in again',
        dismiss: 'Not now',
        send: async () => {
          token = await signIn(email, password.value());
        },
      });
      return token;
    },

    forget() {
      sessionStorage.removeItem(KEPT);
      history.replaceState(null, '', location.pathname);
      location.reload();
    },
  };
}

/** @param {(token: string) => void} signedIn @param {() => void} toSignUp */
function signInForm(signedIn, toSignUp) {
  const email = field('E-mail', { name: 'email', type: 'email', autocomplete: 'username', required: true });
  const password = field('Password', { name: 'password', type: 'password', autocomplete: 'current-password', required: true });
  const demo = (/** @type {string} */ who) => {
    const fill = () => {
      email.input.value = `${who}@example.com`;
      password.input.value = 'wild-workouts';
    };
    return h('button', { type: 'button', class: 'button small', onclick: fill }, who);
  };
  return form({
    title: 'Sign in',
    body: [
      email.element,
      password.element,
      h('div', { class: 'demo', role: 'group', 'aria-labelledby': 'demo' },
        h('p', { class: 'quiet', id: 'demo' }, 'Demo users of this machine'),
        h('div', { class: 'buttons' }, demo('attendee'), demo('attendee2'), demo('trainer'))),
    ],
    action: 'Sign in',
    below: [h('p', {}, 'New here? ', h('button', { type: 'button', class: 'link', onclick: toSignUp }, 'Create an account'))],
    send: async () => signedIn(await signIn(email.value(), password.value())),
  });
}

/** @param {(token: string) => void} signedIn @param {() => void} toSignIn */
function signUpForm(signedIn, toSignIn) {
  const name = field('Name', { name: 'name', autocomplete: 'name', required: true, maxlength: 100 });
  const email = field('E-mail', { name: 'email', type: 'email', autocomplete: 'username', required: true });
  const password = field('Password', {
    name: 'password', type: 'password', autocomplete: 'new-password', required: true, minlength: 8,
  }, 'At least 8 characters.');
  return form({
    title: 'Create an account',
    body: [name.element, email.element, password.element],
    action: 'Create account',
    below: [h('p', {}, 'Been here before? ', h('button', { type: 'button', class: 'link', onclick: toSignIn }, 'Sign in'))],
    send: async () => {
      await post('local/sign-up', { name: name.value(), email: email.value(), password: password.value() });
      signedIn(await signIn(email.value(), password.value()));
    },
  });
}

/** @param {string} email @param {string} password @returns {Promise<string>} */
async function signIn(email, password) {
  const response = await post('local/sign-in', { email, password });
  const { idToken } = await response.json();
  sessionStorage.setItem(KEPT, idToken);
  return idToken;
}

/** @param {string} path @param {object} body */
async function post(path, body) {
  let response;
  try {
    response = await fetch(path, { method: 'POST', body: JSON.stringify(body) });
  } catch {
    throw new ConnectionLost();
  }
  if (!response.ok) throw await Problem.of(response);
  return response;
}
