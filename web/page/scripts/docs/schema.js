/** What a schema takes, in a few words. */

import { h } from '../dom/element.js';
import { counted } from '../words/counts.js';
import { inline } from './prose.js';

/** @typedef {import('./description.js').Schema} Schema */
/** @typedef {(Node | string)[]} Words */

/** The least and the most of something, and what is counted. @type {[string, string, (limit: number) => string][]} */
const RANGES = [
  ['minimum', 'maximum', String],
  ['minLength', 'maxLength', (limit) => counted(limit, 'character')],
  ['minItems', 'maxItems', (limit) => counted(limit, 'entry', 'entries')],
];

/** @param {Schema} schema @returns {Words} */
export function kind(schema) {
  const name = schema.$ref?.split('/').at(-1);
  if (name) return [h('a', { href: `#type-${name}` }, name)];
  if (schema.const !== undefined) return [h('code', {}, String(schema.const))];
  if (schema.enum) return joined(schema.enum.map((value) => [h('code', {}, String(value))]), ', ');
  return [...shape(schema), ...limits(schema), ...pattern(schema.pattern)];
}

/** @param {Schema} schema @returns {Words} */
function shape({ type, format, items, anyOf }) {
  if (anyOf) return joined(anyOf.map(kind), ' or ');
  if (type === 'array') return ['list of ', ...kind(items ?? {})];
  const types = [type ?? []].flat().join(' or ');
  // The width of a number is the server's affair.
  return [format && !format.includes('int') ? `${types}, ${format}` : types];
}

/** @param {Schema} schema @returns {Words} */
function limits(schema) {
  /** @type {Record<string, any>} */
  const { 'x-max-different': different, 'x-max-days': days, default: otherwise, ...given } = schema;
  const ranges = RANGES.map(([least, most, words]) => range(given[least], given[most], words));
  return [
    ...ranges,
    different === undefined ? '' : `at most ${different} different ones`,
    days === undefined ? '' : `at most ${counted(days, 'day')}`,
    (otherwise ?? null) === null ? '' : `else ${otherwise}`,
  ].filter((words) => words !== '').map((words) => `, ${words}`);
}

/** @param {number | undefined} least @param {number | undefined} most @param {(limit: number) => string} words */
function range(least, most, words) {
  if (least !== undefined && most !== undefined) return `${least} to ${words(most)}`;
  if (least !== undefined) return `at least ${words(least)}`;
  return most === undefined ? '' : `at most ${words(most)}`;
}

/** @param {string | undefined} text @returns {Words} */
function pattern(text) {
  if (!text) return [];
  const expression = new RegExp(text, 'u');
  // The list of all white space, written out, would say less.
  if (expression.test('a b') && !expression.test(' \t\u3000')) return [', not only white space'];
  return [', ', h('code', {}, text)];
}

/** @param {Words[]} all @param {string} between */
const joined = (all, between) => all.flatMap((words, at) => (at === 0 ? words : [between, ...words]));

/** The fields of an object: those that must be there first. @param {Schema} schema */
export function fields({ properties = {}, required = [] }) {
  const others = Object.keys(properties).filter((name) => !required.includes(name));
  return h('dl', { class: 'fields' }, [...required, ...others].flatMap((name) => {
    const schema = properties[name] ?? {};
    return field({ name, required: required.includes(name), schema, description: schema.description });
  }));
}

/**
 * @param {object} what
 * @param {string} what.name
 * @param {string} [what.place] where in a request it stands
 * @param {boolean | undefined} what.required
 * @param {Schema} what.schema
 * @param {string | undefined} what.description
 */
export function field({ name, place, required, schema, description }) {
  return [
    h('dt', {}, h('code', {}, name),
      h('span', { class: 'place' }, [place ? ` in ${place}` : '', required ? '' : ' optional'].filter(Boolean).join(','))),
    h('dd', {}, h('span', { class: 'kind' }, kind(schema)), description ? h('p', {}, inline(description)) : null),
  ];
}
