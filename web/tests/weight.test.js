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

  /** @type {{url: string, size: number, zipped: number, status: number}[]} */
  let answers = [];
  /** @type {Promise<void>[]} */
  const pending = [];
  page.on('requestfinished', (request) => pending.push((async () => {
    const response = await request.response();
    const sizes = await request.sizes();
    const body = response?.status() === 200 ? await response.body() : Buffer.alloc(0);
    const size = sizes.responseHeadersSize + sizes.responseBodySize;
    const zipped = sizes.responseHeadersSize + Math.min(body.length, gzipSync(body).length);
    answers.push({ url: request.url(), size, zipped, status: response?.status() ?? 0 });
  })()));

  /** @param {string} what */
  const measure = async (what) => {
    answers = [];
    const started = performance.now();
    await page.reload({ waitUntil: 'commit' });
    await page.locator('.hour').first().waitFor();
    const ready = performance.now() - started;
    await page.waitForLoadState('networkidle');
    await Promise.all(pending);
    const sum = (/** @type {(one: typeof answers[number]) => number} */ of) => answers.reduce((all, one) => all + of(one), 0);
    const api = answers.filter(({ url }) => url.includes('/api/')).length;
    const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
    t.diagnostic(`${what}: ${answers.length} requests (${api} of the API), ${kilobytes(sum((one) => one.size))} over the wire,`
      + ` ${kilobytes(sum((one) => one.zipped))} as CloudFront compresses it, hours to book after ${ready.toFixed(0)} ms`);
    return { requests: answers.length, zipped: sum((one) => one.zipped) };
  };

  const session = await page.context().newCDPSession(page);
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const first = await measure('first visit');
  await session.send('Network.setCacheDisabled', { cacheDisabled: false });
  await measure('filling the cache');
  await measure('next visit');
  assert.ok(first.requests <= 60, `${first.requests} requests`);
  assert.ok(first.zipped <= 100 * 1024, `${first.zipped} bytes`);
});
