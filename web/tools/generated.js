/** What the page takes from the API's description: types for `tsc`, limits for forms and lists. */

/**
 * The parts of JSON Schema that the description uses.
 * @typedef {object} Schema
 * @property {string} [$ref]
 * @property {string | string[]} [type]
 * @property {unknown[]} [enum]
 * @property {Schema[]} [anyOf]
 * @property {Schema} [items]
 * @property {Record<string, Schema>} [properties]
 * @property {string[]} [required]
 * @property {string} [description]
 */
/** @typedef {Schema & Record<string, unknown>} AnySchema */
/** @typedef {{content?: Record<string, {schema: Schema}>}} Content */
/** @typedef {{$ref: string} | {name: string, in: string, schema: AnySchema}} Parameter */
/** @typedef {{operationId: string, parameters: Parameter[], requestBody?: Content, responses: Record<string, Content>}} Operation */
/** @typedef {{paths: Record<string, Record<string, Operation>>, components: {schemas: Record<string, AnySchema>}}} Description */

const NOTE = 'Generated from web/api/openapi.json by `npm run generate`.';

/** The files by their path below `web/`. @param {Description} description @returns {Record<string, string>} */
export function generated(description) {
  return {
    'api/types.d.ts': types(description),
    'page/scripts/api/generated/limits.js': limits(description),
  };
}

// --- Types ---

/** @param {Description} description */
function types({ paths, components }) {
  const shapes = Object.entries(components.schemas).map(([name, schema]) =>
    `${comment(schema, '')}export interface ${name} ${shape(schema, '')}\n`);
  const slugs = components.schemas['Problem']?.properties?.['slug'];
  if (!slugs) throw new Error('the description has no kinds of problems');
  const answers = Object.entries(paths).flatMap(([path, { get }]) => {
    const schema = get?.responses['200']?.content?.['application/json']?.schema;
    // The description itself is of no type.
    return schema && (schema.$ref || schema.items) ? [{ path: path.replace(/^\/api/, ''), schema }] : [];
  });
  // The most exact path first: `{uuid}` also stands for what a path without parameters has there.
  answers.sort((one, two) => one.path.split('{').length - two.path.split('{').length);
  const choices = answers.map(({ path, schema }) =>
    `  Path extends \`${path.replace(/\{\w+\}/g, '${string}')}\` ? ${type(schema, '  ')} :`);
  return [
    `// ${NOTE}\n`,
    ...shapes,
    `/** Every kind of problem. */\nexport type Slug = ${type(slugs, '')};\n`,
    `/** What a query answers, by its path below \`/api\`. */\nexport type Answer<Path extends string> =\n${choices.join('\n')}\n  never;\n`,
  ].join('\n');
}

/** @param {Schema} schema @param {string} indent */
function shape({ properties = {}, required = [] }, indent) {
  const inner = `${indent}  `;
  const fields = Object.entries(properties).map(([name, schema]) =>
    `${comment(schema, inner)}${inner}${name}${required.includes(name) ? '' : '?'}: ${type(schema, inner)};\n`);
  return `{\n${fields.join('')}${indent}}`;
}

/** @param {Schema} schema @param {string} indent @returns {string} */
function type(schema, indent) {
  const name = schema.$ref?.match(/^#\/components\/schemas\/(\w+)$/)?.[1];
  if (name) return name;
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  if (schema.anyOf) return union(schema.anyOf.map((one) => type(one, indent)));
  if (Array.isArray(schema.type)) return union(schema.type.map((one) => type({ ...schema, type: one }, indent)));
  switch (schema.type) {
    case 'string': case 'boolean': case 'null': return schema.type;
    case 'integer': case 'number': return 'number';
    case 'array': return `Array<${type(schema.items ?? {}, indent)}>`;
    case 'object': return shape(schema, indent);
    default: throw new Error(`no type is known for ${JSON.stringify(schema)}`);
  }
}

/** @param {string[]} types */
const union = (types) => [...new Set(types)].join(' | ');

/** @param {Schema} schema @param {string} indent */
const comment = ({ description }, indent) => (description ? `${indent}/** ${description.replaceAll('\n', ' ')} */\n` : '');

// --- Limits ---

/** Keywords of JSON Schema and the description's own, which a form or a list goes by. */
const LIMITS = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'default', 'x-max-different', 'x-max-days'];

/** @param {Description} description */
function limits({ paths, components }) {
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const entries = operations.flatMap(({ operationId, parameters, requestBody }) => {
    const name = requestBody?.content?.['application/json']?.schema.$ref?.split('/').at(-1);
    const fields = Object.entries((name && components.schemas[name]?.properties) || {});
    const inQuery = parameters.flatMap((one) => ('in' in one && one.in === 'query' ? [/** @type {const} */ ([one.name, one.schema])] : []));
    const limited = [...fields, ...inQuery].flatMap(([field, schema]) => {
      const found = Object.entries(schema).filter(([keyword, value]) => LIMITS.includes(keyword) && value !== null);
      const pairs = found.map(([keyword, value]) => `${camelCase(keyword.replace('x-', ''))}: ${JSON.stringify(value)}`);
      return pairs.length > 0 ? [`    ${field}: { ${pairs.join(', ')} },\n`] : [];
    });
    return limited.length > 0 ? [`  ${camelCase(operationId)}: {\n${limited.join('')}  },\n`] : [];
  });
  return `// ${NOTE}\n\n/** What fields and parameters may be, by the operation's id. */\nexport const limits = {\n${entries.sort().join('')}};\n`;
}

/** @param {string} text with hyphens */
const camelCase = (text) => text.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
