import { grantCredits, takeBackCredits } from '../actions/change-credits.js';
import { h } from '../dom/element.js';
import { swap } from '../dom/swap.js';
import { empty } from '../parts/empty.js';
import { moreList } from '../parts/more-list.js';
import { refreshing } from '../parts/refreshing.js';
import { credits } from '../words/counts.js';
import { heading, skeleton } from './view.js';

/** Who has registered, with their balances, for the trainer. @type {import('./view.js').ViewOf} */
export const people = (club) => {
  const content = h('div', {}, skeleton(4));
  const element = h('div', { class: 'narrow' }, heading('People'),
    h('p', { class: 'lead' }, 'Everybody who has an account, with the credits they have left.'), content);

  async function load() {
    const list = h('ul', { class: 'people' });
    swap(content, await moreList(list, (cursor) => club.people(cursor), person, () => empty('Nobody has signed up yet.')));
  }

  /** @param {import('../api/club.js').Person} who */
  function person(who) {
    const name = `person-${who.uuid}`;
    /** @param {string} id @param {string} label @param {() => Promise<boolean>} act @param {boolean} [off] */
    const button = (id, label, act, off = false) => h('button', {
      type: 'button', class: 'button small', id: `${id}-${who.uuid}`, 'aria-describedby': name, 'aria-disabled': off ? 'true' : null,
      onclick: async () => {
        if (off) return;
        await act();
        await refreshing(load);
      },
    }, label);
    return h('li', { class: 'person' },
      h('span', { class: 'initial', 'aria-hidden': 'true' }, [...who.displayName][0] ?? '?'),
      h('p', { class: 'person-name', id: name }, h('strong', {}, who.displayName), h('small', {}, credits(who.balance))),
      h('div', { class: 'buttons' },
        button('grant', 'Grant', () => grantCredits(club, who)),
        button('take', 'Take back', () => takeBackCredits(club, who), who.balance === 0),
        h('a', { class: 'button small', href: `#/posts/${who.uuid}`, 'aria-label': `Posts of ${who.displayName}` }, 'Posts')));
  }

  return { title: 'People', element, load };
};
