import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { bookHour, closeBrowser, dialog, findings, freeHours, goTo, nextWeek, nothingSticksOut, open, screenshot, signIn, told } from './support/browser.js';
import { Platform } from './support/platform.js';

/** @typedef {import('playwright-core').Page} Page */

const VIEWS = {
  attendee: ['Book', 'Trainings', 'Credits', 'Posts', 'Account'],
  trainer: ['Calendar', 'Trainings', 'People', 'Report', 'Posts', 'Account'],
};
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1200, height: 800 };
/** From a phone to a desk, with what lies around the width at which columns become rows. */
const WIDTHS = [320, 360, 600, 900, 960, 1000, 1024, 1100, 1280];

/** @type {Platform} */
let platform;
before(async () => {
  platform = await Platform.start();
  // Something to show: a training with a proposal of the attendee's, one with the trainer's, a canceled one.
  const day = (/** @type {number} */ days, /** @type {number} */ hour) =>
    `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${hour}:00:00Z`;
  for (const [days, notes] of /** @type {const} */ ([[3, 'Start easy, please.'], [4, ''], [5, 'Ropes.']])) {
    await platform.api('attendee', 'POST', '/trainings', { time: day(days, 14), notes });
  }
  /** @type {{trainings: {uuid: string}[]}} */
  const { trainings } = await platform.api('attendee', 'GET', '/trainings');
  const [own, other, gone] = trainings.map(({ uuid }) => uuid);
  await platform.api('attendee', 'PUT', `/trainings/${own}/request-reschedule`, { time: day(3, 16) });
  await platform.api('trainer', 'PUT', `/trainings/${other}/request-reschedule`, { time: day(4, 16) });
  await platform.api('attendee', 'DELETE', `/trainings/${gone}`);
});
after(async () => {
  await closeBrowser();
  await platform.stop();
});

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const [size, viewport] of /** @type {const} */ ([['phone', PHONE], ['desk', DESK]])) {
    describe(`axe-core finds nothing, and nothing sticks out: ${colorScheme}, ${size}`, () => {
      for (const who of /** @type {const} */ (['attendee', 'trainer'])) {
        test(`all views of the ${who}`, async (t) => {
          const page = await open(t, platform.url, { colorScheme, viewport });
          await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
          assert.deepEqual(await findings(page), [], 'entrance');
          await nothingSticksOut(page);
          await screenshot(page, `${size}-${colorScheme}-entrance`);
          await signIn(page, who);
          for (const view of VIEWS[who]) {
            await goTo(page, view);
            assert.deepEqual(await findings(page), [], view);
            await nothingSticksOut(page);
            await screenshot(page, `${size}-${colorScheme}-${who}-${view.toLowerCase()}`);
          }
        });
      }

      test('its dialogs', async (t) => {
        const page = await open(t, platform.url, { colorScheme, viewport });
        await signIn(page, 'attendee');
        await nextWeek(page);
        await freeHours(page).first().click();
        assert.deepEqual(await findings(page), [], 'book');
        await screenshot(page, `${size}-${colorScheme}-book`);
        await page.keyboard.press('Escape');
        await goTo(page, 'Trainings');
        for (const name of ['Move', 'Propose another time', 'Cancel', 'Agree', 'Decline']) {
          await page.getByRole('button', { name, exact: true }).first().click();
          await dialog(page).locator('[aria-busy]').waitFor({ state: 'detached' });
          assert.deepEqual(await findings(page), [], name);
          await screenshot(page, `${size}-${colorScheme}-${name.split(' ')[0]?.toLowerCase()}`);
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        }
      });
    });
  }
}

for (const locale of ['en-GB', 'en-US']) {
  test(`hours stay within their day at every width, a booked one among them: ${locale}`, async (t) => {
    for (const who of /** @type {const} */ (['attendee', 'trainer'])) {
      const page = await open(t, platform.url, { locale });
      await signIn(page, who);
      await nextWeek(page);
      if (who === 'attendee') await bookHour(page, { nth: 30 });
      await page.locator('.hour.is-own').first().waitFor();
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        await screenshot(page, `${width}-${locale}-${who}-hours`);
        await nothingSticksOut(page);
      }
    }
  });
}

test('the keyboard alone is enough to sign in, book and cancel, and the focus is never lost', async (t) => {
  const page = await open(t, platform.url);
  const { keyboard } = page;
  /** What has the focus, as a screen reader would call it. */
  const focused = () => page.evaluate(`(() => {
    const element = document.activeElement;
    return element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent.trim();
  })()`);
  /** @param {RegExp} name @param {string} [key] */
  const tabTo = async (name, key = 'Tab') => {
    for (let presses = 0; presses < 120; presses += 1) {
      if (name.test(String(await focused()))) return;
      await keyboard.press(key);
    }
    assert.fail(`${name} is not reached`);
  };

  await tabTo(/^E-mail$/);
  await keyboard.type('attendee2@example.com');
  await tabTo(/^Password$/);
  await keyboard.type('wild-workouts');
  await keyboard.press('Enter');
  await page.locator('.hour').first().waitFor();

  await keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to content');
  await keyboard.press('Enter');
  assert.equal(await focused(), 'Book a training');
  await tabTo(/^Next week$/);
  const week = await page.locator('.pager-title').textContent();
  await keyboard.press('Enter');
  await page.waitForFunction((text) => document.querySelector('.pager-title')?.textContent !== text, week);
  await page.locator('.hour').first().waitFor();
  assert.equal(await focused(), 'Next week', 'the focus stays on the button');

  await tabTo(/^Book /);
  await keyboard.press('Enter');
  await dialog(page).waitFor();
  await tabTo(/^Notes/);
  await keyboard.type('By keyboard.');
  await tabTo(/^Book for 1 credit$/);
  await keyboard.press('Enter');
  await told(page, /^Booked/);
  assert.match(String(await focused()), /^Your training, /, 'the focus is where the hour was');

  await tabTo(/^Trainings$/, 'Shift+Tab');
  await keyboard.press('Enter');
  await page.getByText('By keyboard.').waitFor();
  assert.equal(await focused(), 'Your trainings', 'the focus is at the top of the new view');
  await tabTo(/^Move$/);
  await keyboard.press('Enter');
  await dialog(page).getByRole('radio').first().waitFor();
  await tabTo(/^\d\d:00$/);
  await keyboard.press('Space');
  await keyboard.press('ArrowRight');
  assert.equal(await dialog(page).getByRole('radio', { checked: true }).count(), 1);
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await tabTo(/^Cancel$/);
  await keyboard.press('Enter');
  await tabTo(/^Cancel training$/);
  await keyboard.press('Space');
  await told(page, /^Canceled/);
});

test('on a phone everything of a booking is in reach', async (t) => {
  const page = await open(t, platform.url, { viewport: PHONE, hasTouch: true, isMobile: true });
  await signIn(page, 'attendee2');
  await nextWeek(page);
  await bookHour(page, { nth: 50, notes: 'From the tram.' });
  await screenshot(page, 'phone-booked');
  await goTo(page, 'Trainings');
  await page.getByText('From the tram.').waitFor();
  // Large enough for a thumb.
  for (const button of await page.getByRole('main').getByRole('button').all()) {
    const box = await button.boundingBox();
    assert.ok(box && box.height >= 32 && box.width >= 32, await button.textContent() ?? '');
  }
});
