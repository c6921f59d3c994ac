import { h } from '../dom/element.js';

/** Tells that the club cannot be reached, for as long as that is so. @param {import('../api/connection.js').Connection} connection */
export function connectionBanner(connection) {
  const banner = h('div', { class: 'banner', role: 'status', 'aria-live': 'polite' });
  const lost = () => banner.replaceChildren(
    h('p', {}, h('strong', {}, 'The club cannot be reached.'), ' We keep trying. What you typed stays here.'),
    h('button', { type: 'button', class: 'button small', onclick: () => connection.tryNow() }, 'Try now'));
  connection.addEventListener('lost', lost);
  connection.addEventListener('back', () => banner.replaceChildren());
  return banner;
}
