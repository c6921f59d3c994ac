import { ConnectionLost, SignedOut } from './api/problem.js';
import { h } from './dom/element.js';
import { icon } from './dom/icon.js';
import { connectionBanner } from './parts/connection-banner.js';
import { notices } from './parts/notices.js';
import { inWords } from './words/problems.js';
import { credits } from './words/counts.js';

/** @typedef {import('./api/club.js').Club} Club */
/** @typedef {import('./views/view.js').View} View */
/** @typedef {{name: string, label: string, icon: import('./dom/icon.js').IconName, view: () => Promise<import('./views/view.js').ViewOf>}} Place */

/**
 * What stands around every view: brand, the ways to the others, the balance, and what is told. An address is
 * `#/PLACE/DETAIL`.
 *
 * @param {Club} club
 * @param {import('./api/connection.js').Connection} connection
 * @param {() => void} signOut
 */
export function shell(club, connection, signOut) {
  const places = placesOf(club, signOut);
  const main = h('main', { id: 'main' });
  const links = places.map((place) => h('a', { href: `#/${place.name}` }, icon(place.icon), h('span', {}, place.label)));
  const balance = h('a', { class: 'balance-pill', href: '#/credits' });
  const toMain = (/** @type {Event} */ event) => {
    event.preventDefault();
    focusHeading();
  };
  document.body.replaceChildren(
    h('a', { class: 'skip', href: '#main', onclick: toMain }, 'Skip to content'),
    h('header', { class: 'top' },
      h('a', { class: 'brand', href: '#/calendar' }, h('img', { src: 'logo.svg', alt: '', width: 28, height: 28 }), 'Wild Workouts'),
      h('nav', { class: 'places', 'aria-label': 'Main' }, links),
      club.isTrainer ? h('span', { class: 'role-pill' }, 'Trainer') : balance),
    connectionBanner(connection),
    main,
    notices);

  /** @type {View | null} */
  let current = null;
  let first = true;
  /** Which navigation is the latest: an earlier one may be answered later. */
  let latest = 0;

  const showBalance = () => {
    balance.textContent = credits(club.user.balance);
    balance.setAttribute('aria-label', `Balance: ${credits(club.user.balance)}`);
  };
  document.addEventListener('club:user', showBalance);
  showBalance();

  function focusHeading() {
    const heading = main.querySelector('h1');
    if (heading instanceof HTMLElement) heading.focus();
  }

  /** @param {View} view */
  async function load(view) {
    main.querySelector('.failure')?.remove();
    main.setAttribute('aria-busy', 'true');
    try {
      await view.load();
    } catch (error) {
      if (current === view && !(error instanceof ConnectionLost && connection.isLost)) showFailure(view, error);
    } finally {
      if (current === view) main.removeAttribute('aria-busy');
    }
  }

  /** @param {View} view @param {unknown} error */
  function showFailure(view, error) {
    const again = () => void load(view);
    const label = error instanceof SignedOut ? 'Sign in again' : 'Try again';
    main.prepend(h('div', { class: 'failure', role: 'alert' },
      h('p', {}, inWords(error)), h('button', { type: 'button', class: 'button', onclick: again }, label)));
  }

  async function navigate() {
    const turn = (latest += 1);
    const [name = '', detail] = location.hash.replace(/^#\//, '').split('/');
    const place = places.find((one) => one.name === name) ?? places[0];
    if (!place) return;
    for (const link of links) {
      if (link.hash === `#/${place.name}`) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    let viewOf;
    try {
      viewOf = await place.view();
    } catch {
      // The view's file has not come. Once the club is back, it is asked for again.
      connection.failed();
      return;
    }
    if (turn !== latest) return;
    const sameKind = current !== null && main.dataset['place'] === place.name;
    const focused = document.activeElement?.id;
    current = viewOf(club, detail === '' ? undefined : detail);
    main.dataset['place'] = place.name;
    document.title = `${current.title} · Wild Workouts`;
    main.replaceChildren(current.element);
    // From week to week the focus stays on the button that leads on; elsewhere it goes to the top of what is new.
    const same = sameKind && focused ? document.getElementById(focused) : null;
    if (same) same.focus();
    else if (!first) focusHeading();
    if (!sameKind) scrollTo(0, 0);
    first = false;
    await load(current);
  }

  connection.addEventListener('back', () => {
    if (current && main.childElementCount > 0) void load(current);
    else void navigate();
  });
  addEventListener('hashchange', navigate);
  return navigate();
}

/** @param {Club} club @param {() => void} signOut @returns {Place[]} */
function placesOf(club, signOut) {
  /** @type {Place} */
  const posts = { name: 'posts', label: 'Posts', icon: 'posts', view: async () => (await import('./views/posts.js')).posts };
  /** @type {Place} */
  const trainings = { name: 'trainings', label: 'Trainings', icon: 'trainings', view: async () => (await import('./views/trainings.js')).trainings };
  /** @type {Place} */
  const account = { name: 'account', label: 'Account', icon: 'account', view: async () => (await import('./views/account.js')).account(signOut) };
  return club.isTrainer
    ? [
        { name: 'calendar', label: 'Calendar', icon: 'calendar', view: async () => (await import('./views/trainer-calendar.js')).trainerCalendar },
        trainings,
        { name: 'people', label: 'People', icon: 'people', view: async () => (await import('./views/people.js')).people },
        { name: 'report', label: 'Report', icon: 'report', view: async () => (await import('./views/report.js')).report },
        posts,
        account,
      ]
    : [
        { name: 'calendar', label: 'Book', icon: 'calendar', view: async () => (await import('./views/attendee-calendar.js')).attendeeCalendar },
        trainings,
        { name: 'credits', label: 'Credits', icon: 'credits', view: async () => (await import('./views/credits.js')).credits },
        posts,
        account,
      ];
}
