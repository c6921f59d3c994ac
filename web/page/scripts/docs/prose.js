/** Texts of the description: paragraphs, in which words between backticks are code. */

import { h } from '../dom/element.js';

/** @param {string} text */
export const prose = (text) => text.split('\n\n').map((paragraph) => h('p', {}, inline(paragraph)));

/** @param {string} text @returns {(Node | string)[]} */
export const inline = (text) => text.split('`').map((part, at) => (at % 2 === 0 ? part : h('code', {}, part)));

/** An example, as JSON. @param {unknown} value */
export const example = (value) => h('pre', { tabindex: 0 }, h('code', {}, JSON.stringify(value, null, 2)));

/** The id of a section: never an operation's, some of which are called like their chapter. @param {string} heading */
export const anchor = (heading) => `on-${heading.toLowerCase().replace(/[^a-z0-9]/g, '-')}`;
