import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { closeBrowser, open, signIn } from './support/browser.js';
import { Platform } from './support/platform.js';

/** @type {Platform} */
let platform;
before(async () => {
  platform = await Platform.start();
});
after(async () => {
  await closeBrowser();
  await platform.stop();
});

test('the page is light: size, requests and time until hours can be booked', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee');

  // As the browser's own network log counts: bytes with headers, and what came from its cache as none.
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  /** @type {Map<string, {url: string, size: number}>} */
  const requests = new Map();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => requests.set(requestId, { url: request.url, size: 0 }));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId);
    if (request) request.size = encodedDataLength;
  });

  /** @param {string} what */
  const measure = async (what) => {
    requests.clear();
    const started = performance.now();
    await page.reload({ waitUntil: 'commit' });
    await page.locator('.hour').first().waitFor();
    const ready = performance.now() - started;
    await page.waitForLoadState('networkidle');
    const all = [...requests.values()];
    const size = all.reduce((sum, one) => sum + one.size, 0);
    const api = all.filter(({ url }) => isApi(url)).length;
    t.diagnostic(`${what}: ${all.length} requests, ${api} of them to the API, ${kilobytes(size)} over the wire,`
      + ` hours to book after ${ready.toFixed(0)} ms`);
    return { requests: all.length, urls: all.map(({ url }) => url) };
  };

  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const first = await measure('first visit');
  await session.send('Network.setCacheDisabled', { cacheDisabled: false });
  await page.reload({ waitUntil: 'networkidle' });
  await measure('next visit');

  let zipped = 0;
  for (const url of new Set(first.urls.filter((url) => !isApi(url)))) {
    zipped += gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
  }
  t.diagnostic(`the page's own files compressed, as CloudFront sends them: ${kilobytes(zipped)}`);
  assert.ok(first.requests <= 60, `${first.requests} requests`);
  assert.ok(zipped <= 60 * 1024, kilobytes(zipped));
});

/** @param {string} url */
const isApi = (url) => new URL(url).pathname.startsWith('/api/');

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

test('everything that the first view needs is asked for at once, and nothing else', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee');
  await page.reload();
  await page.locator('.hour').first().waitFor();
  // How one signs in differs from place to place.
  await announcesWhatItLoads(page, ['scripts/main.js', 'scripts/session/local.js']);
});

test('everything that the reader of the description needs is asked for at once, and nothing else', async (t) => {
  const page = await open(t, `${platform.url}/docs.html`);
  await page.getByRole('navigation', { name: 'Contents' }).waitFor();
  await announcesWhatItLoads(page, ['scripts/docs/main.js']);
});

/**
 * Fails unless the page announces just the modules that it loads.
 * @param {import('playwright-core').Page} page
 * @param {string[]} unannounced those that need not be
 */
async function announcesWhatItLoads(page, unannounced) {
  const loaded = /** @type {string[]} */ (await page.evaluate(
    "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.slice(1)).filter((name) => name.endsWith('.js'))"));
  const announced = /** @type {string[]} */ (await page.evaluate(
    "[...document.head.querySelectorAll('link[rel=modulepreload]')].map((link) => link.getAttribute('href'))"));
  const expected = loaded.filter((name) => !unannounced.includes(name));
  assert.deepEqual([...new Set(announced)].sort(), [...new Set(expected)].sort());
}
