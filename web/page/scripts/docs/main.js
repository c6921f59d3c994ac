/** The API's description for people, made from `openapi.json` in the browser. */

import { h } from '../dom/element.js';
import { contents } from './contents.js';
import { Description } from './description.js';
import { reference } from './reference.js';

const main = /** @type {HTMLElement} */ (document.querySelector('main'));

async function start() {
  main.setAttribute('aria-busy', 'true');
  main.querySelector('.failure')?.remove();
  const openapi = await load().catch(() => null);
  if (openapi) show(new Description(openapi));
  else main.append(failure());
  main.removeAttribute('aria-busy');
}

async function load() {
  const response = await fetch('/api/openapi.json');
  return response.ok ? response.json() : null;
}

/** @param {Description} description */
function show(description) {
  main.before(contents(description));
  main.replaceChildren(...reference(description));
  // The browser has looked for the section of the address before it was there.
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

function failure() {
  return h('div', { class: 'failure', role: 'alert' },
    h('p', {}, 'The description of the API cannot be loaded.'),
    h('button', { type: 'button', class: 'button', onclick: start }, 'Try again'));
}

void start();
