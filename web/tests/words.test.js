import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Problem } from '../page/scripts/api/problem.js';
import { inWords } from '../page/scripts/words/problems.js';

/** @type {import('../page/scripts/docs/description.js').OpenApi} */
const openapi = JSON.parse(await readFile(new URL('../api/openapi.json', import.meta.url), 'utf8'));

test('every refusal of the API is put into a sentence that is not the one for our own failures', () => {
  const problems = Object.values(openapi.components.examples).map(({ value }) => value);
  const failure = inWords(new Error());
  for (const { status, slug, detail } of problems) {
    const words = inWords(new Problem(status, slug, detail));
    assert.match(words, /^[A-Z].*[.!?]$/, slug);
    assert.equal(words === failure, slug === 'internal-error', slug);
  }
  assert.deepEqual(problems.map(({ slug }) => slug).sort(), [...openapi.components.schemas['Problem']?.properties?.['slug']?.enum ?? []].sort());
});
