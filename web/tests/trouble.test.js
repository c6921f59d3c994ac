import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { balance, bookHour, closeBrowser, dialog, freeHours, goTo, nextWeek, open, press, screenshot, signIn, told } from './support/browser.js';
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

const TRAININGS = '**/api/trainings';

/** @param {string} who @returns {Promise<number>} */
async function trainingsOf(who) {
  return (await platform.api(who, 'GET', '/trainings?limit=100')).trainings.length;
}

test('two browsers race for one hour: one has it, the other is told', async (t) => {
  const pages = [await open(t, platform.url), await open(t, platform.url)];
  const whos = /** @type {const} */ (['attendee', 'attendee2']);
  for (const [index, page] of pages.entries()) {
    await signIn(page, whos[index] ?? 'attendee');
    await nextWeek(page);
    await freeHours(page).nth(8).click();
    await dialog(page).getByLabel('Notes').fill(`from ${whos[index]}`);
  }
  const outcomes = await Promise.all(pages.map(async (page) => {
    await press(page, 'Book for 1 credit');
    const won = page.getByRole('status').getByText(/^Booked/).waitFor().then(() => 'won');
    const lost = page.getByRole('alert').getByText('This hour has just been taken or closed').waitFor().then(() => 'lost');
    return Promise.any([won, lost]);
  }));
  assert.deepEqual(outcomes.sort(), ['lost', 'won']);
  const loser = pages[await dialog(pages[0] ?? assert.fail()).isVisible() ? 0 : 1] ?? assert.fail();
  assert.match(await dialog(loser).getByLabel('Notes').inputValue(), /^from attendee/);
  await screenshot(loser, 'trouble-race');
  await press(loser, 'Back');
  // The calendar behind it now shows what the other one did.
  await loser.getByText('62 free hours').waitFor();
  assert.equal(await trainingsOf('attendee') + await trainingsOf('attendee2'), 1);
});

test('a double click books once', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee2');
  await nextWeek(page);
  const before = await trainingsOf('attendee2');
  /** @type {string[]} */
  const sent = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.headers()['idempotency-key'] ?? '');
  });
  await freeHours(page).nth(20).click();
  await dialog(page).getByRole('button', { name: 'Book for 1 credit' }).dblclick();
  await told(page, /^Booked/);
  assert.equal(sent.length, 1);
  assert.match(sent[0] ?? '', /^[0-9a-f-]{36}$/);
  assert.equal(await trainingsOf('attendee2'), before + 1);
});

test('while a booking is under way the button says so, and it cannot be left', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee2');
  await nextWeek(page);
  /** @type {(value?: unknown) => void} */
  let goOn = () => {};
  const held = new Promise((resolve) => {
    goOn = resolve;
  });
  await page.route(TRAININGS, async (route) => {
    await held;
    await route.continue();
  });
  await freeHours(page).nth(21).click();
  await press(page, 'Book for 1 credit');
  await dialog(page).locator('button[aria-busy="true"]').waitFor();
  await screenshot(page, 'trouble-under-way');
  await page.keyboard.press('Escape');
  await press(page, 'Back');
  assert.equal(await dialog(page).isVisible(), true);
  goOn();
  await told(page, /^Booked/);
});

test('an answer that is lost: what was typed stays, and sending again does not book twice', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee2');
  await nextWeek(page);
  const before = await trainingsOf('attendee2');
  /** @type {string[]} */
  const keys = [];
  await page.route(TRAININGS, async (route) => {
    keys.push(route.request().headers()['idempotency-key'] ?? '');
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await freeHours(page).nth(22).click();
  await dialog(page).getByLabel('Notes').fill('Do not lose this.');
  await press(page, 'Book for 1 credit');
  await dialog(page).getByRole('alert').getByText('The club cannot be reached').waitFor();
  assert.equal(await trainingsOf('attendee2'), before + 1, 'the first one has arrived');
  assert.equal(await dialog(page).getByLabel('Notes').inputValue(), 'Do not lose this.');
  await press(page, 'Book for 1 credit');
  await told(page, /^Booked/);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  assert.equal(await trainingsOf('attendee2'), before + 1);
});

test('the server goes away in the middle and comes back: nothing typed is lost', async (t) => {
  const kept = await Platform.startKept(t);
  const page = await open(t, kept.url);
  await signIn(page, 'attendee');
  await nextWeek(page);
  await freeHours(page).nth(5).click();
  await dialog(page).getByLabel('Notes').fill('Through thick and thin.');
  await kept.stop();
  await press(page, 'Book for 1 credit');
  await dialog(page).getByRole('alert').getByText('The club cannot be reached').waitFor();
  await screenshot(page, 'trouble-gone');
  await kept.go();
  await page.getByText('We keep trying').waitFor({ state: 'detached', timeout: 30_000 });
  await press(page, 'Book for 1 credit');
  await told(page, /^Booked/);
  await balance(page, 19);
  await goTo(page, 'Trainings');
  await page.getByText('Through thick and thin.').waitFor();
});

test('a view that could not be loaded is loaded by itself once the club is back', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee');
  await page.route('**/api/**', (route) => route.abort('connectionrefused'));
  await page.route('**/config.json', (route) => route.abort('connectionrefused'));
  await page.getByRole('link', { name: 'Credits', exact: true }).click();
  await page.getByRole('status').getByText('The club cannot be reached.').waitFor();
  await page.unroute('**/api/**');
  await page.unroute('**/config.json');
  await page.getByRole('button', { name: 'Try now' }).click();
  await page.locator('.entry').first().waitFor();
  await page.getByText('We keep trying').waitFor({ state: 'detached' });
});

test('a session that ends in the middle is gone on with, without losing what was typed', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee');
  await nextWeek(page);
  const before = await trainingsOf('attendee');
  await freeHours(page).nth(30).click();
  await dialog(page).getByLabel('Notes').fill('Still here afterwards.');
  // The gateway really refuses: the old token is made one that it has not signed.
  const old = await page.evaluate("sessionStorage.getItem('local-token')");
  await page.route('**/api/**', (route) => {
    const headers = route.request().headers();
    const expired = headers['authorization'] === `Bearer ${old}`;
    return route.continue({ headers: { ...headers, ...(expired ? { authorization: `Bearer ${old}x` } : {}) } });
  });
  await press(page, 'Book for 1 credit');
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
  await screenshot(page, 'trouble-expired');
  await dialog(page).getByLabel('Password').fill('wrong-password');
  await press(page, 'Sign in again');
  await dialog(page).getByText('The e-mail address or the password is wrong.').waitFor();
  await dialog(page).getByLabel('Password').fill('wild-workouts');
  await press(page, 'Sign in again');
  await told(page, /^Booked/);
  assert.equal(await trainingsOf('attendee'), before + 1);
  await goTo(page, 'Trainings');
  await page.getByText('Still here afterwards.').waitFor();
});

test('who does not want to sign in again keeps what they typed, and is told', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee');
  await nextWeek(page);
  await freeHours(page).nth(31).click();
  await dialog(page).getByLabel('Notes').fill('Not yet.');
  await page.route('**/api/**', (route) => route.continue({ headers: { ...route.request().headers(), authorization: 'Bearer x' } }));
  await press(page, 'Book for 1 credit');
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
  await press(page, 'Not now');
  await dialog(page).getByRole('alert').getByText('Please sign in again').waitFor();
  assert.equal(await dialog(page).getByLabel('Notes').inputValue(), 'Not yet.');
});

test('a training that somebody else has changed meanwhile is told in words, and shown anew', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee');
  await nextWeek(page);
  await nextWeek(page);
  await bookHour(page, { nth: 40, notes: 'To be gone.' });
  await goTo(page, 'Trainings');
  const training = page.getByRole('article').filter({ hasText: 'To be gone.' });
  await training.getByRole('button', { name: 'Cancel', exact: true }).click();
  /** @type {{trainings: {uuid: string, notes: string}[]}} */
  const { trainings } = await platform.api('attendee', 'GET', '/trainings?limit=100');
  const uuid = trainings.find(({ notes }) => notes === 'To be gone.')?.uuid;
  await platform.api('trainer', 'DELETE', `/trainings/${uuid}`);
  await press(page, 'Cancel training');
  await dialog(page).getByText('This training has been canceled already.').waitFor();
  await press(page, 'Keep it');
  await training.waitFor({ state: 'detached' });
});

test('a busy club is asked again by itself', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee');
  await nextWeek(page);
  let refused = 0;
  await page.route(TRAININGS, (route) => {
    if (refused > 0) return route.continue();
    refused += 1;
    return route.fulfill({
      status: 503, contentType: 'application/problem+json', headers: { 'Retry-After': '1' },
      body: JSON.stringify({ status: 503, slug: 'try-again', detail: 'busy' }),
    });
  });
  await bookHour(page, { nth: 33 });
  assert.equal(refused, 1);
});
