import { limits } from '../api/generated/limits.js';
import { h } from '../dom/element.js';
import { swap } from '../dom/swap.js';
import { empty } from '../parts/empty.js';
import { field, textField } from '../parts/field.js';
import { form } from '../parts/form.js';
import { moreList } from '../parts/more-list.js';
import { tell } from '../parts/notices.js';
import { refreshing } from '../parts/refreshing.js';
import { datedMomentOf } from '../time/format.js';
import { heading, skeleton, zoneLine } from './view.js';

/** The posts of one user, the reader's own unless the address says whose. @type {import('./view.js').ViewOf} */
export const posts = (club, place) => {
  const author = place ?? club.user.uuid;
  const own = author === club.user.uuid;
  const title = own ? 'Your posts' : 'Posts';
  const content = h('div', {}, skeleton(4));
  const element = h('div', { class: 'narrow' }, heading(title), own ? h('div', {}, newPost()) : null, content, zoneLine());

  async function load() {
    const list = h('div', { class: 'posts' });
    swap(content, h('h2', { class: 'visually-hidden' }, 'Published'), await moreList(list, (cursor) => club.posts(author, cursor), post, () => empty('No posts yet.')));
  }

  function newPost() {
    const intent = club.intent();
    const heading = field('Title', { required: true, maxlength: limits.publishPost.title.maxLength, autocomplete: 'off' });
    const body = textField('Text', { most: limits.publishPost.body.maxLength, rows: 4, required: true });
    const writing = form({
      title: 'Write a post',
      body: [heading.element, body.element],
      action: 'Publish',
      send: async () => {
        /** @type {import('../../../api/types.d.ts').PublishPost} */
        const post = { title: heading.value(), body: body.value() };
        await intent.send('POST', '/posts', post);
        tell('Published.');
        // The next one is another intent: also if it says the same.
        writing.replaceWith(newPost());
        await refreshing(load);
      },
    });
    return writing;
  }

  return { title, element, load };
};

/** @param {import('../api/club.js').Post} post */
function post({ uuid, title, body, user, time }) {
  const at = new Date(time);
  return h('article', { class: 'post', 'aria-labelledby': `post-${uuid}` },
    h('h3', { id: `post-${uuid}` }, title),
    h('p', { class: 'quiet' }, `${user} · ${datedMomentOf(at)}`),
    h('p', { class: 'post-body' }, body));
}
