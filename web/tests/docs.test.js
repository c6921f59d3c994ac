import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { closeBrowser, findings, nothingSticksOut, open, screenshot } from './support/browser.js';
import { Platform } from './support/platform.js';

/** @typedef {import('playwright-core').Page} Page */

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1200, height: 800 };

/** @type {import('../page/scripts/docs/description.js').OpenApi} */
const openapi = JSON.parse(await readFile(new URL('../api/openapi.json', import.meta.url), 'utf8'));

/** @type {Platform} */
let platform;
before(async () => {
  platform = await Platform.start();
});
after(async () => {
  await closeBrowser();
  await platform.stop();
});

/** The reader, with all that it shows. @param {import('node:test').TestContext} t @param {string} [path] */
async function read(t, path = '/docs.html') {
  const page = await open(t, `${platform.url}${path}`);
  await contents(page).waitFor();
  return page;
}

/** @param {Page} page */
const contents = (page) => page.getByRole('navigation', { name: 'Contents' });

/** Texts by their elements. @param {Page} page @param {string} selector @returns {Promise<string[]>} */
const texts = (page, selector) => page.locator(selector).allTextContents();

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const [size, viewport] of /** @type {const} */ ([['phone', PHONE], ['desk', DESK]])) {
    describe(`the reader of the API's description: ${colorScheme}, ${size}`, () => {
      test('axe-core finds nothing, nothing sticks out, and the contents lead to each operation', async (t) => {
        const page = await open(t, platform.url, { colorScheme, viewport });
        await page.getByRole('link', { name: 'the API' }).click();
        await page.getByRole('heading', { level: 1, name: 'Wild Workouts: the API' }).waitFor();
        await contents(page).waitFor();
        assert.deepEqual(await findings(page), []);
        await nothingSticksOut(page);
        await screenshot(page, `${size}-${colorScheme}-api`);
        if (size === 'phone') await contents(page).getByText('Contents').click();
        assert.deepEqual(await findings(page), []);
        await contents(page).getByRole('link', { name: 'Book an hour' }).click();
        assert.match(page.url(), /#schedule-training$/);
        await page.getByRole('heading', { name: 'Book an hour' }).waitFor();
        await screenshot(page, `${size}-${colorScheme}-api-operation`);
        await page.getByRole('heading', { name: 'Kinds of problems' }).scrollIntoViewIfNeeded();
        await screenshot(page, `${size}-${colorScheme}-api-problems`);
        await page.getByRole('heading', { name: 'Types', exact: true }).scrollIntoViewIfNeeded();
        await page.locator('#type-Problem').scrollIntoViewIfNeeded();
        await screenshot(page, `${size}-${colorScheme}-api-types`);
      });
    });
  }
}

test('every operation is shown with what it takes and answers', async (t) => {
  const page = await read(t);
  let shown = 0;
  for (const [path, methods] of Object.entries(openapi.paths)) {
    for (const [method, { operationId: id, summary, parameters, requestBody, responses }] of Object.entries(methods)) {
      const article = page.locator(`article[id="${id}"]`);
      const text = (await article.textContent()) ?? '';
      assert.equal((await article.getByRole('heading', { level: 3 }).textContent())?.trim(), summary);
      assert.equal(await article.locator('.route').textContent(), `${method.toUpperCase()} ${path}`);
      assert.deepEqual(await article.locator('.answers > dt').allTextContents(), Object.keys(responses), id);
      for (const parameter of parameters) if ('name' in parameter) assert.ok(text.includes(parameter.name), `${id}: ${parameter.name}`);
      const links = await article.getByRole('link').evaluateAll((all) => all.map((link) => String(link.getAttribute('href'))));
      for (const [status, response] of Object.entries(responses)) {
        const name = '$ref' in response ? response.$ref.split('/').at(-1) ?? '' : '';
        const whole = name ? openapi.components.responses[name] ?? response : response;
        // A shared response of problems is called by its status and their slugs.
        const slugs = Number(status) < 400 ? [] : name.split('.').slice(1);
        for (const slug of slugs) assert.ok(links.includes(`#problem-${slug}`), `${id}: ${slug}`);
        for (const next of Object.keys(('links' in whole && whole.links) || {})) assert.ok(links.includes(`#${next}`), `${id}: ${next}`);
      }
      const body = requestBody?.content['application/json'];
      if (body) assert.deepEqual(JSON.parse(await article.locator('pre').first().textContent() ?? ''), body.example, id);
      shown += 1;
    }
  }
  assert.equal(await page.locator('article .route').count(), shown);
  assert.ok(shown > 20, `${shown} operations`);
});

test('conventions, chapters, kinds of problems and types are shown in their order', async (t) => {
  const page = await read(t);
  const conventions = [...openapi.info.description.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  const chapters = openapi.tags.map(({ name }) => name);
  assert.deepEqual(await texts(page, 'main h2'), [...conventions, ...chapters, 'Kinds of problems', 'Types']);
  const operations = openapi.tags.flatMap((tag) => tag['x-operations']);
  const articles = await page.locator('article:has(.route)').evaluateAll((all) => all.map(({ id }) => id));
  assert.deepEqual(articles, operations);
  assert.deepEqual((await texts(page, '.problems dt code')).sort(), Object.keys(openapi.components.examples).sort());
  assert.deepEqual(await texts(page, 'article[id^=type-] h3'), Object.keys(openapi.components.schemas));
});

test('limits are shown in words', async (t) => {
  const page = await read(t);
  /** @param {string} type @param {string} field */
  const kind = (type, field) => page.locator(`#type-${type} dt:has(code:text-is("${field}")) + dd .kind`).textContent();
  assert.equal(await kind('GrantCredits', 'amount'), 'integer, 1 to 100');
  assert.equal(await kind('GrantCredits', 'reason'), 'string, at most 500 characters, not only white space');
  assert.equal(await kind('SetHours', 'hours'), 'list of string, date-time, at least 1 entry, at most 63 different ones, at most 43 days');
  assert.equal(await kind('Training', 'status'), 'scheduled, canceled');
});

test('every link leads somewhere, and no id is given twice', async (t) => {
  const page = await read(t);
  const ids = /** @type {string[]} */ (await page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)"));
  assert.equal(new Set(ids).size, ids.length);
  const links = /** @type {string[]} */ (await page.evaluate("[...document.links].map((link) => link.getAttribute('href'))"));
  const inside = links.filter((href) => href.startsWith('#')).map((href) => href.slice(1));
  assert.deepEqual(inside.filter((id) => !ids.includes(id)), []);
  for (const href of new Set(links.filter((href) => !href.startsWith('#')))) {
    assert.equal((await fetch(new URL(href, page.url()))).status, 200, href);
  }
});

test('the route of the API leads to it, to the very operation of the address', async (t) => {
  const page = await read(t, '/api/docs#cancel-training');
  assert.equal(page.url(), `${platform.url}/docs.html#cancel-training`);
  await page.waitForFunction("document.querySelector('#cancel-training').getBoundingClientRect().top < innerHeight / 2");
});

test('a description that does not come can be asked for again', async (t) => {
  const page = await read(t);
  await page.route('**/api/openapi.json', (route) => route.fulfill({ status: 503, body: '{}' }), { times: 1 });
  await page.reload();
  await page.getByRole('alert').getByText('cannot be loaded').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Book an hour' }).waitFor();
});
