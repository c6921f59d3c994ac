import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { balance, closeBrowser, dialog, freeHours, goTo, nextWeek, open, press, told } from './support/browser.js';
import { hostedPages } from './support/hosted-pages.js';
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

/** The page as it is on AWS: another config.json, and a policy that names the hosted pages. @param {import('node:test').TestContext} t */
async function onAws(t) {
  const hosted = await hostedPages(t, () => platform.token('attendee'));
  const page = await open(t, 'about:blank');
  const context = page.context();
  await context.route(`${platform.url}/config.json`, (route) => route.fulfill({
    json: { signIn: { kind: 'cognito', address: hosted.address, clientId: 'the-client' }, weeksAhead: 6 },
  }));
  await context.route((url) => url.origin === platform.url && url.pathname === '/', async (route) => {
    const response = await route.fetch();
    const policy = (response.headers()['content-security-policy'] ?? '').replace(/https:\/\/\S+amazoncognito\.com/, hosted.address);
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.goto(platform.url);
  return { page, hosted };
}

/** @param {import('playwright-core').Page} page */
async function enter(page) {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Sign in here' }).click();
  await page.locator('.hour').first().waitFor();
}

/** Makes the gateway refuse the tokens that were given so far. @param {import('playwright-core').Page} page */
async function expire(page) {
  let refused = false;
  await page.route('**/api/**', (route) => {
    const headers = route.request().headers();
    if (refused) return route.continue();
    refused = true;
    return route.continue({ headers: { ...headers, authorization: 'Bearer over' } });
  });
}

test('signing in goes by the hosted pages with PKCE, and no token is stored', async (t) => {
  const { page } = await onAws(t);
  await enter(page);
  await balance(page, 20);
  assert.equal(new URL(page.url()).search, '', 'the code is not left in the address');
  assert.equal(await page.evaluate('localStorage.length'), 0);
  const stored = String(await page.evaluate('JSON.stringify({ ...sessionStorage })'));
  assert.equal(stored.includes('eyJ'), false, stored);
});

test('signing up goes by the hosted pages too', async (t) => {
  const { page, hosted } = await onAws(t);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByRole('link', { name: 'Sign up here' }).click();
  await page.locator('.hour').first().waitFor();
  assert.ok(hosted.state.asked.includes('GET /signup'));
});

test('a reload asks the hosted session, and stays at the same view', async (t) => {
  const { page } = await onAws(t);
  await enter(page);
  await goTo(page, 'Credits');
  await page.reload();
  await page.locator('.entry').first().waitFor();
  assert.equal(new URL(page.url()).hash, '#/credits');
});

test('an expired token is renewed without asking', async (t) => {
  const { page, hosted } = await onAws(t);
  await enter(page);
  await expire(page);
  await goTo(page, 'Credits');
  await page.locator('.entry').first().waitFor();
  assert.equal(hosted.state.refreshes, 1);
});

test('an ended session is mended in a window of its own, and nothing typed is lost', async (t) => {
  const { page, hosted } = await onAws(t);
  await enter(page);
  await nextWeek(page);
  await freeHours(page).nth(4).click();
  await dialog(page).getByLabel('Notes').fill('Kept through all this.');
  hosted.state.refuseRefresh = true;
  hosted.state.signedIn = false;
  await expire(page);
  await press(page, 'Book for 1 credit');
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
  const window = page.context().waitForEvent('page');
  await press(page, 'Sign in again');
  await (await window).getByRole('link', { name: 'Sign in here' }).click();
  await told(page, /^Booked/);
  await goTo(page, 'Trainings');
  await page.getByText('Kept through all this.').waitFor();
});

test('a window that is closed without signing in can be left behind, and opened again', async (t) => {
  const { page, hosted } = await onAws(t);
  await enter(page);
  await nextWeek(page);
  await freeHours(page).nth(6).click();
  await dialog(page).getByLabel('Notes').fill('Second thoughts.');
  hosted.state.refuseRefresh = true;
  hosted.state.signedIn = false;
  await page.route('**/api/trainings', (route) => {
    const headers = route.request().headers();
    return route.continue({ headers: { ...headers, ...(hosted.state.signedIn ? {} : { authorization: 'Bearer over' }) } });
  });
  await press(page, 'Book for 1 credit');
  for (const finish of [false, true]) {
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    const window = page.context().waitForEvent('page');
    await press(page, 'Sign in again');
    const link = (await window).getByRole('link', { name: 'Sign in here' });
    await link.waitFor();
    if (finish) {
      await link.click();
    } else {
      await (await window).close();
      await press(page, 'Not now');
      await dialog(page).getByRole('alert').getByText('Please sign in again').waitFor();
      await press(page, 'Book for 1 credit');
    }
  }
  await told(page, /^Booked/);
});

test('signing out ends the hosted session, and a reload does not come back in', async (t) => {
  const { page, hosted } = await onAws(t);
  await enter(page);
  await goTo(page, 'Account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Create an account' }).waitFor();
  assert.equal(hosted.state.signedIn, false);
  await page.reload();
  await page.getByRole('button', { name: 'Create an account' }).waitFor();
});

test('an answer to a question that this tab has not asked is not taken', async (t) => {
  const { page, hosted } = await onAws(t);
  await page.goto(`${platform.url}/?code=stolen&state=other`);
  await page.getByRole('button', { name: 'Create an account' }).waitFor();
  assert.equal(hosted.state.asked.includes('POST /oauth2/token'), false);
});
