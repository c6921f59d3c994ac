import { h } from '../dom/element.js';
import { ask } from '../parts/ask.js';
import { field } from '../parts/field.js';
import { credits } from '../words/counts.js';
import { heading } from './view.js';

/**
 * Who is signed in, signing out, and closing the account.
 * @param {() => void} signOut
 * @returns {import('./view.js').ViewOf}
 */
export const account = (signOut) => (club) => {
  const { displayName, role } = club.user;
  const element = h('div', { class: 'narrow' },
    heading('Account'),
    h('div', { class: 'card' },
      h('div', { class: 'person' },
        h('span', { class: 'initial', 'aria-hidden': 'true' }, [...displayName][0] ?? '?'),
        h('p', { class: 'person-name' }, h('strong', {}, displayName), h('small', {}, role === 'trainer' ? 'Trainer' : 'Attendee')),
        h('button', { type: 'button', class: 'button', onclick: signOut }, 'Sign out'))),
    role === 'attendee' ? h('section', { class: 'card', 'aria-labelledby': 'closing' },
      h('h2', { id: 'closing' }, 'Close the account'),
      h('p', {}, 'Your coming trainings are canceled, your posts deleted, and your name and notes forgotten. This cannot be undone.'),
      h('button', { type: 'button', class: 'button grave-quiet', onclick: close }, 'Close the account …')) : null);

  async function close() {
    const intent = club.intent();
    const word = 'close my account';
    const typed = field(`Type “${word}” to confirm`, { required: true, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
    typed.input.addEventListener('input', () => {
      const right = typed.value().trim().toLowerCase() === word;
      typed.input.setCustomValidity(right ? '' : `Please type “${word}”.`);
    });
    typed.input.setCustomValidity(`Please type “${word}”.`);
    const done = await ask({
      title: 'Close your account for good?',
      body: [
        h('ul', { class: 'consequences' },
          h('li', {}, 'Coming trainings are canceled. Credits for those less than 24 hours ahead are lost.'),
          club.user.balance > 0 ? h('li', {}, `The ${credits(club.user.balance)} left can no longer be used.`) : null,
          h('li', {}, 'Your posts, name and notes are deleted.')),
        typed.element,
      ],
      action: 'Close for good',
      dismiss: 'Keep it',
      grave: true,
      send: () => intent.send('DELETE', '/users/current'),
    });
    if (done) signOut();
  }

  return { title: 'Account', element, load: async () => {} };
};
