import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bookHour, closeBrowser, dialog, goTo, nextWeek, open, press, screenshot, signIn, told } from './support/browser.js';
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

/** @param {import('playwright-core').Page} page */
const openHours = (page) => page.getByRole('button', { name: /^Open for booking/, pressed: true });
/** @param {import('playwright-core').Page} page */
const closedHours = (page) => page.getByRole('button', { name: /^Open for booking/, pressed: false });

/** @param {import('node:test').TestContext} test */
async function trainer(test) {
  const page = await open(test, platform.url);
  await signIn(page, 'trainer');
  return page;
}

/** An attendee with a training in the week after the one shown. @param {import('node:test').TestContext} test @param {number} nth */
async function attendeeWithTraining(test, nth) {
  const page = await open(test, platform.url);
  await signIn(page, 'attendee');
  await nextWeek(page);
  const hour = await bookHour(page, { nth, notes: 'Legs, please.' });
  return { page, hour };
}

test('an hour is closed with a click, and opened with another', async (t) => {
  const page = await trainer(t);
  await nextWeek(page);
  assert.equal(await openHours(page).count(), 63);
  const hour = openHours(page).first();
  const name = (await hour.textContent() ?? '').replace('Open for booking: ', '').replace(/Open$/, '');
  const button = page.getByRole('button', { name: `Open for booking: ${name}` });
  await button.click();
  await told(page, `${name} is closed.`);
  assert.equal(await button.getAttribute('aria-pressed'), 'false');
  await button.click();
  await told(page, `${name} is open.`);
  assert.equal(await openHours(page).count(), 63);
});

test('a day, and a week, are closed and opened at once', async (t) => {
  const page = await trainer(t);
  await nextWeek(page);
  const day = page.locator('.day').nth(2);
  await day.getByRole('button', { name: /^Close all hours of/ }).click();
  await told(page, '9 hours closed.');
  assert.equal(await closedHours(page).count(), 9);
  await screenshot(page, 'trainer-day-closed');
  await page.getByRole('button', { name: 'Close all hours of this week' }).click();
  await told(page, '54 hours closed.');
  assert.equal(await openHours(page).count(), 0);
  await page.getByRole('button', { name: 'Open all hours of this week' }).click();
  await told(page, '63 hours open.');
  assert.equal(await closedHours(page).count(), 0);
});

test('a booked hour shows who has booked it and is no switch', async (t) => {
  const { hour } = await attendeeWithTraining(t, 30);
  const page = await trainer(t);
  await nextWeek(page);
  await page.getByRole('link', { name: `Training with Adam Attendee, ${hour}` }).waitFor();
  await page.getByText('62 open hours, 1 training').waitFor();
  await page.getByRole('button', { name: 'Close all hours of this week' }).click();
  await told(page, '62 hours closed.');
  await page.getByRole('link', { name: `Training with Adam Attendee, ${hour}` }).waitFor();
  await page.getByRole('button', { name: 'Open all hours of this week' }).click();
  await told(page, '62 hours open.');
});

test('a proposal that waits for the trainer comes first, and is agreed to', async (t) => {
  const { page: attendee } = await attendeeWithTraining(t, 10);
  await goTo(attendee, 'Trainings');
  await attendee.getByRole('button', { name: 'Propose another time' }).first().click();
  await dialog(attendee).getByRole('radio').nth(12).check();
  await press(attendee, 'Propose');
  await told(attendee, /^Proposed/);

  const page = await trainer(t);
  await goTo(page, 'Trainings');
  assert.equal(await page.getByRole('heading', { level: 2 }).first().textContent(), 'Waiting for your answer');
  await page.getByText('Adam Attendee proposes').waitFor();
  await screenshot(page, 'trainer-proposal');
  await page.getByRole('button', { name: 'Agree' }).click();
  await press(page, 'Agree and move');
  await told(page, /^Moved to/);
  assert.equal(await page.getByText('Waiting for your answer').count(), 0);
});

test('a training that has begun asks for no answer any more', async (t) => {
  const { page: attendee } = await attendeeWithTraining(t, 20);
  await goTo(attendee, 'Trainings');
  const booked = attendee.getByRole('article').filter({ hasText: 'Legs, please.' }).last();
  await booked.getByRole('button', { name: 'Propose another time' }).click();
  await dialog(attendee).getByRole('radio').nth(30).check();
  await press(attendee, 'Propose');
  await told(attendee, /^Proposed/);
  const id = await booked.getByRole('button', { name: 'Withdraw' }).getAttribute('id') ?? '';
  const uuid = id.replace('withdraw-', '');
  /** @type {{trainings: {uuid: string, time: string}[]}} */
  const { trainings } = await platform.api('trainer', 'GET', '/trainings?proposals=open&limit=100');
  const time = new Date(trainings.find((one) => one.uuid === uuid)?.time ?? '');

  const page = await trainer(t);
  await goTo(page, 'Trainings');
  await page.locator(`#agree-${uuid}`).waitFor();
  // Only the page's clock goes on; the platform would still list it.
  const minutes = (/** @type {number} */ after) => new Date(time.getTime() + after * 60_000);
  for (const one of [page, attendee]) await one.clock.setFixedTime(minutes(-1));
  await page.goto(`${platform.url}/#/trainings/past`);
  await page.getByRole('link', { name: 'Coming up' }).click();
  await page.locator(`#agree-${uuid}`).waitFor();
  for (const one of [page, attendee]) {
    await one.clock.setFixedTime(minutes(1));
    await one.getByRole('link', { name: 'Past and canceled' }).click();
    const held = one.locator(`article[aria-labelledby="training-${uuid}"]`);
    await held.getByText('Held').waitFor();
    assert.equal(await held.getByRole('button').count(), 0);
    await one.getByRole('link', { name: 'Coming up' }).click();
    // The view's own heading: for a moment the one before is still there.
    await one.getByRole('heading', { level: 2, name: /^(Coming up|All others)$/ }).waitFor({ state: 'attached' });
    assert.equal(await one.locator(`article[aria-labelledby="training-${uuid}"]`).count(), 0);
  }
  assert.equal(await page.getByText('Waiting for your answer').count(), 0);
  await platform.api('attendee', 'DELETE', `/trainings/${uuid}`);
});

test('the trainer proposes, moves, declines and cancels', async (t) => {
  const { page: attendee } = await attendeeWithTraining(t, 3);
  await goTo(attendee, 'Trainings');
  const page = await trainer(t);
  await goTo(page, 'Trainings');
  const first = page.getByRole('article').first();

  await first.getByRole('button', { name: 'Propose another time' }).click();
  await dialog(page).getByRole('radio').nth(1).check();
  await press(page, 'Propose');
  await told(page, /Waiting for Adam Attendee/);
  assert.equal(await page.getByRole('button', { name: 'Agree' }).count(), 0);
  await first.getByRole('button', { name: 'Withdraw' }).click();
  await press(page, 'Withdraw');
  await told(page, 'Proposal withdrawn.');

  await attendee.getByRole('button', { name: 'Propose another time' }).first().click();
  await dialog(attendee).getByRole('radio').nth(15).check();
  await press(attendee, 'Propose');
  await told(attendee, /^Proposed/);
  await page.reload();
  await page.getByRole('button', { name: 'Decline' }).click();
  await press(page, 'Decline');
  await told(page, 'Proposal declined.');

  await first.getByRole('button', { name: 'Move', exact: true }).click();
  await dialog(page).getByRole('radio').nth(2).check();
  await press(page, 'Move');
  await told(page, /^Moved to/);

  await first.getByRole('button', { name: 'Cancel', exact: true }).click();
  await dialog(page).getByText('Adam Attendee gets the credit back.').waitFor();
  await press(page, 'Cancel training');
  await told(page, /^Canceled/);
  await page.getByRole('link', { name: 'Past and canceled' }).click();
  await page.getByText('Canceled by you').waitFor();
});

test('canceled late by the trainer, two credits go back, and it says so before', async (t) => {
  const attendee = await open(t, platform.url);
  await signIn(attendee, 'attendee2');
  await bookHour(attendee);
  const page = await trainer(t);
  await goTo(page, 'Trainings');
  const training = page.getByRole('article').filter({ hasText: 'Anna Attendee' });
  await training.getByRole('button', { name: 'Cancel', exact: true }).click();
  await dialog(page).getByText('Anna Attendee gets two credits back.').waitFor();
  await press(page, 'Cancel training');
  await told(page, /^Canceled/);
  await goTo(attendee, 'Credits');
  await attendee.getByText('A training canceled late by the trainer').waitFor();
  assert.equal(await attendee.locator('.balance strong').textContent(), '21');
});

test('credits are granted and taken back with a reason, never more than there are', async (t) => {
  const page = await trainer(t);
  await goTo(page, 'People');
  const anna = page.getByRole('listitem').filter({ hasText: 'Anna Attendee' });
  const before = Number(/(\d+) credits/.exec(await anna.textContent() ?? '')?.[1]);
  await anna.getByRole('button', { name: 'Grant' }).click();
  await dialog(page).getByLabel('Credits').fill('7');
  await dialog(page).getByLabel('Reason').fill('Paid in cash');
  await screenshot(page, 'trainer-grant');
  await press(page, 'Grant');
  await told(page, 'Anna Attendee got 7 credits.');
  await anna.getByText(`${before + 7} credits`).waitFor();

  await anna.getByRole('button', { name: 'Take back' }).click();
  await dialog(page).getByLabel('Credits').fill(String(before + 8));
  await dialog(page).getByLabel('Reason').fill('Too many');
  await press(page, 'Take back');
  assert.equal(await dialog(page).getByLabel('Credits').evaluate((input) => input.matches(':invalid')), true);
  await dialog(page).getByLabel('Credits').fill('7');
  await press(page, 'Take back');
  await told(page, '7 credits taken back from Anna Attendee.');
  await anna.getByText(`${before} credits`).waitFor();
});

test('more than a hundred credits are taken back at once', async (t) => {
  /** @type {{users: {uuid: string, displayName: string, balance: number}[]}} */
  const { users } = await platform.api('trainer', 'GET', '/users?limit=100');
  const uuid = users.find(({ displayName }) => displayName === 'Anna Attendee')?.uuid;
  for (const amount of [100, 50]) await platform.api('trainer', 'POST', `/users/${uuid}/credits`, { amount, reason: 'a mistake' });
  const page = await trainer(t);
  await goTo(page, 'People');
  const anna = page.getByRole('listitem').filter({ hasText: 'Anna Attendee' });
  await anna.getByRole('button', { name: 'Grant' }).click();
  assert.equal(await dialog(page).getByLabel('Credits').getAttribute('max'), '100');
  await press(page, 'Back');
  await anna.getByRole('button', { name: 'Take back' }).click();
  await dialog(page).getByLabel('Credits').fill('150');
  await dialog(page).getByLabel('Reason').fill('Granted twice');
  await press(page, 'Take back');
  await told(page, '150 credits taken back from Anna Attendee.');
});

test('the report counts the month', async (t) => {
  const page = await trainer(t);
  await goTo(page, 'Report');
  await page.getByText('trainings standing', { exact: true }).waitFor();
  await screenshot(page, 'trainer-report');
  const month = await page.locator('.pager-title').textContent();
  await page.getByRole('link', { name: 'Next month' }).click();
  await page.waitForFunction((text) => document.querySelector('.pager-title')?.textContent !== text, month);
  await page.locator('.tile').first().waitFor();
});

test('the month of the report is that of UTC, and says so', async (t) => {
  const now = new Date();
  const lastHour = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) - 3_600_000);
  const inUtc = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
  for (const timezoneId of ['Asia/Tokyo', 'America/New_York']) {
    const page = await open(t, platform.url, { timezoneId });
    await signIn(page, 'trainer');
    // In Tokyo the next month has begun.
    await page.clock.setFixedTime(lastHour);
    await goTo(page, 'Report');
    assert.equal(await page.locator('.pager-title').textContent(), inUtc.format(lastHour));
    await page.getByText('Months are counted in UTC.').waitFor();
    await page.getByText(`Times are in your zone: ${timezoneId.replace('_', ' ')}`).waitFor();
    await page.getByRole('link', { name: 'Next month' }).click();
    await page.getByText(inUtc.format(new Date(lastHour.getTime() + 7_200_000))).waitFor();
  }
});

test('the report knows the names of people on every page of the list', async (t) => {
  const day = new Date(Date.now() + 8 * 86_400_000).toISOString().slice(0, 10);
  /** @type {{hours: {hour: string, available: boolean}[]}[]} */
  const calendar = await platform.api('trainer', 'GET', `/trainer/calendar?dateFrom=${day}&dateTo=${day}`);
  const free = calendar.flatMap(({ hours }) => hours).filter(({ available }) => available);
  for (const who of ['attendee', 'attendee2']) await platform.api(who, 'POST', '/trainings', { time: free.shift()?.hour, notes: '' });

  const page = await trainer(t);
  // Pages of one person each stand for pages of a hundred.
  let pages = 0;
  await page.route('**/api/users?*', (route) => {
    pages += 1;
    return route.continue({ url: route.request().url().replace('limit=100', 'limit=1') });
  });
  await page.goto(`${platform.url}/#/report/${day.slice(0, 7)}`);
  await page.getByRole('rowheader', { name: 'Adam Attendee' }).waitFor();
  await page.getByRole('rowheader', { name: 'Anna Attendee' }).waitFor();
  assert.equal(await page.getByText('Somebody else').count(), 0);
  assert.ok(pages > 1);
});

test('a long list of people comes in pages', async (t) => {
  for (let number = 10; number < 64; number += 1) {
    const body = JSON.stringify({ email: `person${number}@example.com`, password: 'a-long-password', name: `Person ${number}` });
    await fetch(`${platform.url}/local/sign-up`, { method: 'POST', body });
  }
  const page = await trainer(t);
  await goTo(page, 'People');
  assert.equal(await page.locator('.people .person').count(), 50);
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('Person 63').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Show more' }).count(), 0);
});
