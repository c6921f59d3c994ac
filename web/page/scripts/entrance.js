import { h } from './dom/element.js';

/**
 * What a visitor sees who is not signed in.
 * @param {Node} signIn how to sign up and in
 * @param {string} [notice]
 */
export function entrance(signIn, notice) {
  document.title = 'Wild Workouts';
  document.body.replaceChildren(h('main', { class: 'front' },
    h('div', { class: 'front-words' },
      h('p', { class: 'brand' }, h('img', { src: 'logo.svg', alt: '', width: 36, height: 36 }), 'Wild Workouts'),
      h('h1', {}, 'An hour outdoors, with somebody who knows how.'),
      h('p', { class: 'lead' }, 'Book your trainer’s free hours with prepaid credits. Move or cancel for free until a day before.'),
      h('p', { class: 'quiet' }, 'For programs: ', h('a', { href: 'docs.html' }, 'the API'), '.')),
    h('div', { class: 'front-form' },
      notice ? h('p', { class: 'warning', role: 'alert' }, notice) : null,
      signIn)));
}
