/**
 * The parts of an OpenAPI description that are shown: <https://spec.openapis.org/oas/v3.1.1.html>.
 *
 * @typedef {{$ref: string}} Reference
 *
 * @typedef {object} Schema
 * @property {string} [$ref]
 * @property {string | string[]} [type]
 * @property {string} [format]
 * @property {string} [description]
 * @property {string} [pattern]
 * @property {unknown} [const]
 * @property {unknown[]} [enum]
 * @property {Schema[]} [anyOf]
 * @property {Schema} [items]
 * @property {Record<string, Schema>} [properties]
 * @property {string[]} [required]
 *
 * @typedef {{name: string, in: string, required?: boolean, description?: string, schema: Schema}} Parameter
 * @typedef {{description?: string, schema: Schema}} Header
 * @typedef {{status: number, title: string, slug: string, detail: string}} Problem
 * @typedef {{summary: string, value: Problem}} ProblemExample
 * @typedef {{schema: Schema, example?: unknown, examples?: Record<string, ProblemExample | Reference>}} Media
 *
 * @typedef {object} Response
 * @property {string} description
 * @property {Record<string, Header | Reference>} [headers]
 * @property {Record<string, Media>} [content]
 * @property {Record<string, {operationId: string}>} [links]
 *
 * @typedef {object} Operation
 * @property {string} operationId
 * @property {string[]} tags
 * @property {string} summary
 * @property {string} description
 * @property {(Parameter | Reference)[]} parameters
 * @property {{required?: boolean, content: Record<string, Media>}} [requestBody]
 * @property {Record<string, Response | Reference>} responses
 *
 * @typedef {object} OpenApi
 * @property {{title: string, summary: string, version: string, description: string}} info
 * @property {{name: string, description: string, 'x-operations': string[]}[]} tags
 * @property {Record<string, Record<string, Operation>>} paths
 * @property {{schemas: Record<string, Schema>, examples: Record<string, ProblemExample>, responses: Record<string, Response>}} components
 */
/** @typedef {{method: string, path: string, operation: Operation}} Route */

/** The API's description, in the order in which it is read. */
export class Description {
  #openapi;

  /** @param {OpenApi} openapi */
  constructor(openapi) {
    this.#openapi = openapi;
  }

  get info() {
    return this.#openapi.info;
  }

  /** What holds for all operations: a heading and paragraphs each. */
  get conventions() {
    return this.#openapi.info.description.split(/^## /m).slice(1).map((section) => {
      const [heading = '', ...text] = section.split('\n\n');
      return { heading, text: text.join('\n\n').trim() };
    });
  }

  /** Operations that belong together. */
  get chapters() {
    /** @type {Route[]} */
    const routes = Object.entries(this.#openapi.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })));
    return this.#openapi.tags.map(({ name, description, 'x-operations': order }) => {
      const own = routes.filter(({ operation }) => operation.tags.includes(name));
      own.sort((one, two) => order.indexOf(one.operation.operationId) - order.indexOf(two.operation.operationId));
      return { name, about: description, routes: own };
    });
  }

  /** One of each kind of problem, by status. */
  get problems() {
    const all = Object.values(this.#openapi.components.examples).map(({ value }) => value);
    return all.sort((one, two) => one.status - two.status || one.slug.localeCompare(two.slug));
  }

  get types() {
    return Object.entries(this.#openapi.components.schemas);
  }

  /**
   * What stands here, or what is referred to.
   * @template {object} Value
   * @param {Value | Reference} value
   * @returns {Value}
   */
  resolve(value) {
    if (!('$ref' in value)) return value;
    const parts = String(value.$ref).split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    return parts.reduce((/** @type {any} */ inside, part) => inside?.[part], this.#openapi);
  }
}
