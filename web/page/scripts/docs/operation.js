import { h } from '../dom/element.js';
import { example, inline, prose } from './prose.js';
import { field, kind } from './schema.js';

/** @typedef {import('./description.js').Description} Description */

/** Every answer has these; the conventions explain them once. */
const EVERYWHERE = ['X-Correlation-Id', 'Cache-Control'];

/**
 * One operation: what it takes and what it answers.
 * @param {Description} description
 * @param {import('./description.js').Route} route
 */
export function operation(description, { method, path, operation: { operationId: id, summary, description: about, ...parts } }) {
  const parameters = parts.parameters.map((one) => description.resolve(one));
  const body = parts.requestBody?.content['application/json'];
  const nothing = parts.requestBody?.required ? '' : ', or nothing';
  return h('article', { id, 'aria-labelledby': `${id}-title` },
    h('h3', { id: `${id}-title` }, h('a', { href: `#${id}` }, inline(summary))),
    h('p', { class: 'route' }, methodTag(method), ' ', h('code', {}, path)),
    prose(about),
    parameters.length === 0 ? [] : [
      h('h4', {}, 'Parameters'),
      h('dl', { class: 'fields' }, parameters.flatMap(({ in: place, name, required, schema, description }) =>
        field({ name, place, required, schema, description }))),
    ],
    body ? [h('h4', {}, 'Body'), h('p', {}, kind(body.schema), nothing), example(body.example)] : [],
    h('h4', {}, 'Answers'),
    h('dl', { class: 'answers' }, Object.entries(parts.responses).flatMap(([status, response]) =>
      answer(description, status, description.resolve(response)))));
}

/** @param {string} method */
export const methodTag = (method) => h('span', { class: `method ${method.toLowerCase()}` }, method);

/** @param {Description} description @param {string} status @param {import('./description.js').Response} response */
function answer(description, status, { description: about, headers = {}, content = {}, links = {} }) {
  const kinds = Object.entries(content['application/problem+json']?.examples ?? {});
  const shown = Object.entries(headers).filter(([name]) => !EVERYWHERE.includes(name));
  const isSuccess = status.startsWith('2');
  const next = Object.keys(links).flatMap((id, at) => [at === 0 ? '' : ', ', h('a', { href: `#${id}` }, id)]);
  return [
    h('dt', { class: `status-${status[0]}` }, status),
    h('dd', {},
      kinds.length === 0 ? h('p', {}, inline(about)) : h('ul', { class: 'kinds' }, kinds.map(([slug, one]) => h('li', {},
        h('a', { href: `#problem-${slug}` }, h('code', {}, slug)), ' ', description.resolve(one).summary))),
      shown.map(([name, header]) => headerLine(name, description.resolve(header))),
      isSuccess ? Object.entries(content).flatMap(([type, media]) => document(type, media)) : gatewaysOwn(content),
      next.length === 0 ? null : h('p', { class: 'next' }, 'Then: ', next)),
  ];
}

/** @param {string} name @param {import('./description.js').Header} header */
function headerLine(name, { description = '', schema }) {
  const value = schema.const === undefined ? [] : [' ', ...kind(schema)];
  return h('p', {}, h('code', {}, name), value, ': ', inline(description));
}

/** @param {string} type @param {import('./description.js').Media} media */
function document(type, { schema, example: shown }) {
  const isShown = typeof shown === 'object' && shown !== null && Object.keys(shown).length > 0;
  return [h('p', {}, kind(schema), ', ', h('code', {}, type)), isShown ? example(shown) : null];
}

/** What the gateway answers by itself, in its own words. @param {Record<string, import('./description.js').Media>} content */
function gatewaysOwn({ 'application/json': own }) {
  const { message } = /** @type {{message?: string}} */ (own?.example ?? {});
  return own && message ? h('p', {}, kind(own.schema), ': ', h('code', {}, message), ', ', h('code', {}, 'application/json')) : null;
}
