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

let count = 0;

/**
 * A new attendee, who has signed up on the page and has been granted credits.
 * @param {import('node:test').TestContext} test
 * @param {number} [credits]
 */
async function newAttendee(test, credits = 5) {
  const name = `Nora ${(count += 1)}`;
  const page = await open(test, platform.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(`nora${count}@example.com`);
  await page.getByLabel('Password').fill('a-long-password');
  await page.getByRole('button', { name: 'Create account', exact: true }).click();
  await balance(page, 0);
  if (credits > 0) {
    /** @type {{users: {uuid: string, displayName: string}[]}} */
    const { users } = await platform.api('trainer', 'GET', '/users?limit=100');
    const uuid = users.find(({ displayName }) => displayName === name)?.uuid;
    await platform.api('trainer', 'POST', `/users/${uuid}/credits`, { amount: credits, reason: 'a start' });
    await page.reload();
    await balance(page, credits);
  }
  await page.locator('.hour').first().waitFor();
  return { page, name };
}

/** Proposals and answers of the trainer's, past the page. @param {string} name @param {string} path @param {object} [body] */
async function asTrainer(name, path, body) {
  /** @type {{trainings: {uuid: string, user: string}[]}} */
  const { trainings } = await platform.api('trainer', 'GET', '/trainings?limit=100');
  const uuid = trainings.find(({ user }) => user === name)?.uuid;
  await platform.api('trainer', 'PUT', `/trainings/${uuid}/${path}`, body);
}

test('somebody signs up, is told that there are no credits, and cannot book', async (t) => {
  const { page } = await newAttendee(t, 0);
  await freeHours(page).first().click();
  await dialog(page).getByText('You have no credits left').waitFor();
  await press(page, 'Book for 1 credit');
  await dialog(page).getByRole('alert').getByText('There are not enough credits').waitFor();
});

test('an attendee books an hour with notes, and sees it in calendar, list and statement', async (t) => {
  const { page } = await newAttendee(t);
  await nextWeek(page);
  const before = await freeHours(page).count();
  const hour = await bookHour(page, { notes: 'My first time, please start easy.' });
  await balance(page, 4);
  await page.getByRole('link', { name: `Your training, ${hour}` }).waitFor();
  assert.equal(await freeHours(page).count(), before - 1);
  await screenshot(page, 'attendee-booked');

  await goTo(page, 'Trainings');
  await page.getByRole('article').getByText('My first time, please start easy.').waitFor();
  await page.getByText('Free to cancel until').waitFor();
  await screenshot(page, 'attendee-trainings');

  await goTo(page, 'Credits');
  const entries = page.locator('.entry');
  assert.deepEqual(await entries.locator('.amount [aria-hidden]').allTextContents(), ['−1', '+5']);
  assert.deepEqual((await entries.locator('.entry-balance').allTextContents()).map((text) => text.replace(/\D/g, '')), ['4', '5']);
});

test('the cost is told before a booking: free to cancel until a day before, or not at all', async (t) => {
  const { page } = await newAttendee(t);
  await freeHours(page).first().click();
  await dialog(page).getByText('the credit does not come back').waitFor();
  await press(page, 'Back');
  await nextWeek(page);
  await freeHours(page).first().click();
  await dialog(page).getByText(/free until/).waitFor();
});

test('canceling a day ahead is free, and says so before', async (t) => {
  const { page } = await newAttendee(t);
  await nextWeek(page);
  const hour = await bookHour(page, { nth: 1 });
  await goTo(page, 'Trainings');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await dialog(page).getByText('Canceling is free: your credit comes back.').waitFor();
  await screenshot(page, 'attendee-cancel');
  await press(page, 'Cancel training');
  await told(page, `Canceled: ${hour}.`);
  await balance(page, 5);
  await page.getByText('You have no trainings ahead.').waitFor();
  await page.getByRole('link', { name: 'Past and canceled' }).click();
  await page.getByText('Canceled by you').waitFor();
});

test('canceling within a day costs the credit, and says so before', async (t) => {
  const { page } = await newAttendee(t);
  // The next bookable hour is never a day ahead.
  await bookHour(page);
  await goTo(page, 'Trainings');
  await page.getByText('canceling does not give the credit back').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Move', exact: true }).count(), 0);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await dialog(page).getByText('your credit does not come back').waitFor();
  await press(page, 'Cancel anyway');
  await told(page, /^Canceled/);
  await balance(page, 4);
});

test('an attendee moves a training to another free hour, with other notes', async (t) => {
  const { page } = await newAttendee(t);
  await nextWeek(page);
  await bookHour(page, { nth: 2, notes: 'Bring the rope.' });
  await goTo(page, 'Trainings');
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await nextWeek(page);
  await dialog(page).getByRole('radio').nth(4).check();
  await dialog(page).getByLabel('Notes').fill('Bring the long rope.');
  await screenshot(page, 'attendee-move');
  await press(page, 'Move');
  await told(page, /^Moved to/);
  await page.getByText('Bring the long rope.').waitFor();
  await balance(page, 4);
});

test('an attendee proposes another time, replaces and withdraws it', async (t) => {
  const { page } = await newAttendee(t);
  await nextWeek(page);
  await bookHour(page, { nth: 3 });
  await goTo(page, 'Trainings');
  for (const nth of [5, 6]) {
    await page.getByRole('button', { name: 'Propose another time' }).click();
    await dialog(page).getByRole('radio').nth(nth).check();
    await press(page, 'Propose');
    await told(page, /^Proposed/);
  }
  await page.getByText('You proposed').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Agree' }).count(), 0);
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await press(page, 'Withdraw');
  await told(page, 'Proposal withdrawn.');
  assert.equal(await page.locator('.proposal').count(), 0);
});

test('an attendee declines what the trainer proposes, and agrees to the next', async (t) => {
  const { page, name } = await newAttendee(t);
  await nextWeek(page);
  const hour = await bookHour(page, { nth: 9 });
  const proposed = await freeHours(page).nth(20).getAttribute('id') ?? '';
  const body = { time: proposed.replace('hour-', ''), notes: 'It will be dry then.' };

  await asTrainer(name, 'request-reschedule', body);
  await goTo(page, 'Trainings');
  await page.getByText('Your trainer proposes').waitFor();
  await page.getByRole('button', { name: 'Decline' }).click();
  await dialog(page).getByText(hour).waitFor();
  await press(page, 'Decline');
  await told(page, 'Proposal declined.');

  await asTrainer(name, 'request-reschedule', body);
  await page.reload();
  await page.getByRole('button', { name: 'Agree' }).click();
  await screenshot(page, 'attendee-agree');
  await press(page, 'Agree and move');
  await told(page, /^Moved to/);
  await page.getByText('It will be dry then.').waitFor();
});

test('an account is closed only with the words typed, and then for good', async (t) => {
  const { page } = await newAttendee(t, 2);
  await nextWeek(page);
  await bookHour(page, { nth: 12 });
  await goTo(page, 'Account');
  await page.getByRole('button', { name: 'Close the account' }).click();
  await dialog(page).getByText('The 1 credit left can no longer be used.').waitFor();
  await dialog(page).getByRole('textbox').fill('yes');
  await press(page, 'Close for good');
  await dialog(page).waitFor();
  await dialog(page).getByRole('textbox').fill('close my account');
  await screenshot(page, 'attendee-close');
  await press(page, 'Close for good');

  await page.getByLabel('E-mail').fill(`nora${count}@example.com`);
  await page.getByLabel('Password').fill('a-long-password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').getByText('This account is closed.').waitFor();
});

test('without credits, none are lost with the account', async (t) => {
  const { page } = await newAttendee(t, 0);
  await goTo(page, 'Account');
  await page.getByRole('button', { name: 'Close the account' }).click();
  await dialog(page).getByText('Your posts, name and notes are deleted.').waitFor();
  assert.equal(await dialog(page).getByText(/can no longer be used/).count(), 0);
});

test('signing out leaves nothing behind, and a wrong password is told', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee');
  assert.equal(await page.evaluate('localStorage.length'), 0);
  await goTo(page, 'Account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Password').waitFor();
  assert.equal(await page.evaluate('sessionStorage.length'), 0);
  await page.getByLabel('E-mail').fill('attendee@example.com');
  await page.getByLabel('Password').fill('wrong-password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor();
  assert.equal(await page.getByLabel('Password').inputValue(), 'wrong-password');
});

test('times are in the zone of the browser, which is named', async (t) => {
  const berlin = await open(t, platform.url);
  await signIn(berlin, 'attendee2');
  await berlin.getByText(/Europe\/Berlin \(GMT\+[12]\)/).waitFor();
  const tokyo = await open(t, platform.url, { timezoneId: 'Asia/Tokyo' });
  await signIn(tokyo, 'attendee2');
  await tokyo.getByText('Asia/Tokyo (GMT+9)').waitFor();
  for (const [page, offset] of /** @type {const} */ ([[berlin, null], [tokyo, 9]])) {
    await nextWeek(page);
    const hour = freeHours(page).first();
    const time = new Date((await hour.getAttribute('id') ?? '').replace('hour-', ''));
    const shown = /\d\d:00$/.exec(await hour.textContent() ?? '')?.[0];
    if (offset !== null) assert.equal(shown, `${String((time.getUTCHours() + offset) % 24).padStart(2, '0')}:00`);
    assert.ok(shown);
  }
});

test('wherever there are times of day, their zone is named', async (t) => {
  const { page } = await newAttendee(t);
  for (const place of ['Trainings', 'Credits', 'Posts', 'Book']) {
    await goTo(page, place);
    assert.match(await page.locator('.zone').textContent() ?? '', /^Times are in your zone: Europe\/Berlin/);
  }
});

test('the past is listed from the latest back, range by range', async (t) => {
  const { page } = await newAttendee(t);
  await nextWeek(page);
  await bookHour(page, { nth: 16, notes: 'the first' });
  await bookHour(page, { nth: 24, notes: 'the second' });
  await goTo(page, 'Trainings');
  await page.getByRole('link', { name: 'Past and canceled' }).click();
  await page.getByText(/^None since/).waitFor();
  await page.clock.setFixedTime(new Date(Date.now() + 150 * 86_400_000));
  await page.getByRole('link', { name: 'Coming up' }).click();
  await page.getByText('You have no trainings ahead.').waitFor();
  await page.getByRole('link', { name: 'Past and canceled' }).click();
  const none = await page.getByText(/^None since/).textContent();
  await page.getByRole('button', { name: 'Show earlier' }).click();
  await page.getByText(/^Shown since/).waitFor();
  assert.notEqual(await page.getByText(/^Shown since/).textContent(), none?.replace('None', 'Shown'));
  assert.deepEqual(await page.locator('.training .notes').allTextContents(), ['the second', 'the first']);
});

test('coming trainings are listed as far ahead as hours can be booked', async (t) => {
  const { page } = await newAttendee(t);
  await nextWeek(page);
  await bookHour(page, { nth: 17, notes: 'far ahead' });
  await page.route('**/config.json', (route) => route.fulfill({ json: { signIn: { kind: 'local' }, weeksAhead: 52 } }));
  await page.reload();
  await page.locator('.hour, .day-empty').first().waitFor();
  // As if it were half a year earlier.
  await page.clock.setFixedTime(new Date(Date.now() - 180 * 86_400_000));
  await goTo(page, 'Trainings');
  await page.getByText('far ahead').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Show more' }).count(), 0);
});

test('a moment is written as its reader writes it, the same everywhere', async (t) => {
  const { page, name } = await newAttendee(t);
  await nextWeek(page);
  await bookHour(page, { nth: 15 });
  const email = `nora${name.replace('Nora ', '')}@example.com`;
  const forms = /** @type {const} */ ([
    ['en-US', /^Free to cancel until [A-Z][a-z]{2}, [A-Z][a-z]{2} \d{1,2}, \d{1,2}:00\s[AP]M\.$/, /^\d{1,2}:00\s–\s\d{1,2}:00\s[AP]M$/, /\d{4}, \d{1,2}:\d\d\s[AP]M$/],
    ['en-GB', /^Free to cancel until [A-Z][a-z]{2},? \d{1,2} [A-Z][a-z]{2,3}, \d\d:00\.$/, /^\d\d:00\s?–\s?\d\d:00$/, /\d{4}, \d\d:\d\d$/],
  ]);
  for (const [locale, freeUntil, hour, entry] of forms) {
    const there = await open(t, platform.url, { locale, timezoneId: 'America/New_York' });
    await there.getByLabel('E-mail').fill(email);
    await there.getByLabel('Password').fill('a-long-password');
    await there.getByRole('button', { name: 'Sign in', exact: true }).click();
    await balance(there, 4);
    await goTo(there, 'Trainings');
    assert.match(await there.getByText('Free to cancel until').textContent() ?? '', freeUntil);
    const heading = await there.locator('.training h3').textContent() ?? '';
    assert.match(heading.split(', ').at(-1) ?? '', hour);
    await goTo(there, 'Credits');
    assert.match(await there.locator('.entry-what small').first().textContent() ?? '', entry);
  }
});
