/** Debian's Chromium, and what people do with the page in it. */

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContextOptions} ContextOptions */

const SCREENSHOTS = fileURLToPath(new URL('../../screenshots/', import.meta.url));
const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @type {Promise<import('playwright-core').Browser> | null} */
let launched = null;

function browser() {
  // Chromium's sandbox does not run as root, which is what tests in a container are.
  // And a page that a test has stepped in for has no address of its own: Chromium would not let it speak with this machine.
  launched ??= chromium.launch({
    executablePath: EXECUTABLE, chromiumSandbox: process.getuid?.() !== 0, args: ['--disable-features=LocalNetworkAccessChecks'],
  });
  return launched;
}

export async function closeBrowser() {
  await (await launched)?.close();
  launched = null;
}

/**
 * A window of somebody's, who shares nothing with others. What the page reports as an error fails the test.
 * @param {import('node:test').TestContext} test
 * @param {string} url
 * @param {ContextOptions} [options]
 */
export async function open(test, url, options = {}) {
  const context = await (await browser()).newContext({
    locale: 'en-GB', timezoneId: 'Europe/Berlin', viewport: { width: 1200, height: 800 }, reducedMotion: 'reduce', ...options,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  // What the browser itself writes about refused and failed requests is what some tests bring about.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text());
  });
  test.after(async () => {
    await context.close();
    assert.deepEqual(errors, []);
  });
  await page.goto(url);
  return page;
}

/**
 * @param {Page} page
 * @param {'attendee' | 'attendee2' | 'trainer'} who
 */
export async function signIn(page, who) {
  await page.getByRole('button', { name: who, exact: true }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.locator('.hour, .day-empty').first().waitFor();
}

/** Goes to another view by the ways at the top, and waits until it shows. @param {Page} page @param {string} label */
export async function goTo(page, label) {
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: label });
  const place = (await link.getAttribute('href'))?.replace('#/', '');
  await link.click();
  await page.locator(`main[data-place="${place}"]:not([aria-busy])`).waitFor();
}

/** The hours of the week shown that can be booked. @param {Page} page */
export const freeHours = (page) => page.getByRole('button', { name: /^Book / });

/** Goes to the week after. @param {Page} page */
export async function nextWeek(page) {
  const title = page.locator('.pager-title').first();
  const before = await title.textContent();
  await page.getByRole('button', { name: 'Next week' }).first().click();
  await page.waitForFunction((text) => document.querySelector('.pager-title')?.textContent !== text, before);
  await page.locator('.skeleton').waitFor({ state: 'detached' });
}

/**
 * Books the first of the free hours shown, or another. Returns what the page calls it.
 * @param {Page} page
 * @param {{nth?: number, notes?: string}} [how]
 */
export async function bookHour(page, { nth = 0, notes = '' } = {}) {
  const hour = freeHours(page).nth(nth);
  const name = (await hour.textContent() ?? '').replace(/^Book /, '');
  await hour.click();
  await dialog(page).getByLabel('Notes').fill(notes);
  await press(page, 'Book for 1 credit');
  await told(page, `Booked: ${name}.`);
  return name;
}

/** The dialog on top. @param {Page} page */
export const dialog = (page) => page.getByRole('dialog').last();

/** Presses a button of the dialog. @param {Page} page @param {string} name */
export const press = (page, name) => dialog(page).getByRole('button', { name, exact: true }).click();

/** Waits until that is told, and the dialog has gone. @param {Page} page @param {string | RegExp} text */
export async function told(page, text) {
  await page.getByRole('status').getByText(text).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('main:not([aria-busy])').waitFor();
}

/** Waits until the balance shown is that. @param {Page} page @param {number} credits */
export async function balance(page, credits) {
  await page.getByRole('link', { name: `Balance: ${credits} credit${credits === 1 ? '' : 's'}` }).waitFor();
}

/** For people to look at afterwards. @param {Page} page @param {string} name */
export async function screenshot(page, name) {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png` });
}

/**
 * What axe-core finds, all of its rules. Evaluated by the debugger, since the page's policy lets no other script in.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export async function findings(page) {
  await page.evaluate(axe);
  const run = 'axe.run(document, { resultTypes: ["violations", "incomplete"] })';
  /** @type {{violations: {id: string, help: string, nodes: {html: string, failureSummary: string}[]}[]}} */
  const { violations } = await page.evaluate(run);
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html} ${node.failureSummary}`));
}

/** Fails when something is wider than its place. @param {Page} page */
export async function nothingSticksOut(page) {
  const [content, window] = /** @type {[number, number]} */ (
    await page.evaluate('[document.documentElement.scrollWidth, innerWidth]'));
  assert.ok(content <= window, `${content} px of content in ${window}`);
  // A column can be too narrow for its hours, and an hour for its time, in a document that is wide enough for both.
  const out = await page.evaluate(`[...document.querySelectorAll('.day')].flatMap((day) => {
    const inside = (inner, outer) => inner.getBoundingClientRect().right <= outer.getBoundingClientRect().right;
    return [...day.querySelectorAll('.hour, .button')].flatMap((one) => [
      ...(inside(one, day) ? [] : [one.textContent + ' sticks out of its day']),
      ...(one.scrollWidth <= one.clientWidth ? [] : [one.textContent + ' sticks out of its button']),
    ]);
  })`);
  assert.deepEqual(out, [], `at ${window} px`);
}
