import { h } from '../dom/element.js';
import { methodTag } from './operation.js';
import { anchor, inline } from './prose.js';

/**
 * The way to each section: beside the text, or folded where there is no room beside it.
 * @param {import('./description.js').Description} description
 */
export function contents({ conventions, chapters }) {
  const link = (/** @type {string} */ heading) => h('a', { href: `#${anchor(heading)}` }, heading);
  const folded = h('details', {},
    h('summary', {}, 'Contents'),
    h('ul', {},
      conventions.map(({ heading }) => h('li', {}, link(heading))),
      chapters.map(({ name, routes }) => h('li', {}, link(name),
        h('ul', {}, routes.map(({ method, operation: { operationId, summary } }) =>
          h('li', {}, h('a', { href: `#${operationId}` }, methodTag(method), ' ', h('span', {}, inline(summary)))))))),
      h('li', {}, link('Kinds of problems')),
      h('li', {}, link('Types'))));
  const beside = matchMedia('(width > 62rem)');
  const fold = () => {
    folded.open = beside.matches;
  };
  beside.addEventListener('change', fold);
  fold();
  // A choice is made: what was chosen is below, and else out of sight.
  folded.addEventListener('click', ({ target }) => {
    if (!beside.matches && target instanceof Element && target.closest('a')) folded.open = false;
  });
  return h('nav', { class: 'contents', 'aria-label': 'Contents' }, folded);
}
