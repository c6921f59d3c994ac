import { h } from '../dom/element.js';
import { operation } from './operation.js';
import { anchor, inline, prose } from './prose.js';
import { fields } from './schema.js';

/** @typedef {import('./description.js').Description} Description */

/** All that the description says, from what holds everywhere to the last type. @param {Description} description */
export function reference(description) {
  const { info, conventions, chapters, problems, types } = description;
  return [
    h('h1', {}, `${info.title}: the API`),
    h('p', { class: 'lead' }, info.summary),
    h('p', {}, `Version ${info.version}. For programs: `, h('a', { href: '/api/openapi.json' }, 'OpenAPI 3.1'), '.'),
    conventions.map(({ heading, text }) => section(heading, prose(text))),
    chapters.map(({ name, about, routes }) =>
      section(name, [...prose(about), ...routes.map((route) => operation(description, route))])),
    section('Kinds of problems', [h('dl', { class: 'problems' }, problems.flatMap(({ slug, status, title, detail }) => [
      h('dt', { id: `problem-${slug}` }, h('code', {}, slug), h('span', { class: 'status' }, ` ${status}`)),
      h('dd', {}, `${title}. For example: `, h('q', {}, detail)),
    ]))]),
    section('Types', types.map(([name, schema]) => h('article', { id: `type-${name}`, 'aria-labelledby': `type-${name}-title` },
      h('h3', { id: `type-${name}-title` }, name),
      schema.description ? h('p', {}, inline(schema.description)) : null,
      fields(schema)))),
  ].flat();
}

/** @param {string} heading @param {Node[]} content */
const section = (heading, content) => h('section', { id: anchor(heading) }, h('h2', {}, heading), content);
