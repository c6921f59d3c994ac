/**
 * Makes the pictures of the README: what the page looks like to those who use it. `npm run pictures` puts them into
 * docs/pictures; as one of the tests it leaves them with the other screenshots.
 */

import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bookHour, closeBrowser, dialog, freeHours, goTo, nextWeek, open, press, signIn, told } from './support/browser.js';
import { Platform } from './support/platform.js';

const FOLDER = fileURLToPath(new URL(process.env['PICTURES'] === 'docs' ? '../../docs/pictures/' : '../screenshots/', import.meta.url));
const SIZE = { width: 1100, height: 720 };

/** @type {Platform} */
let platform;
before(async () => {
  platform = await Platform.start();
  await mkdir(FOLDER, { recursive: true });
});
after(async () => {
  await closeBrowser();
  await platform.stop();
});

/** @param {import('playwright-core').Page} page @param {string} name */
const picture = async (page, name) => {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: `${FOLDER}${name}.png` });
};

test('the pictures of the README can be made', async (t) => {
  const attendee = await open(t, platform.url, { viewport: SIZE });
  await signIn(attendee, 'attendee');
  await nextWeek(attendee);
  for (const [nth, notes] of /** @type {const} */ ([[12, 'First time on rock, please start easy.'], [30, ''], [47, 'Legs, please.']])) {
    await bookHour(attendee, { nth, notes });
  }
  await attendee.getByText(/^Booked/).waitFor({ state: 'detached' });
  await freeHours(attendee).nth(23).hover();
  await picture(attendee, 'book');

  await goTo(attendee, 'Trainings');
  await attendee.getByRole('button', { name: 'Propose another time' }).first().click();
  await dialog(attendee).getByRole('radio').nth(15).check();
  await press(attendee, 'Propose');
  await told(attendee, /^Proposed/);

  const trainer = await open(t, platform.url, { viewport: SIZE, colorScheme: 'dark' });
  await signIn(trainer, 'trainer');
  await goTo(trainer, 'Trainings');
  await trainer.getByText('Waiting for your answer').waitFor();
  await picture(trainer, 'answer');

  const phone = await open(t, platform.url, { viewport: { width: 360, height: 720 }, isMobile: true, hasTouch: true });
  await signIn(phone, 'attendee');
  await nextWeek(phone);
  await freeHours(phone).nth(5).click();
  await dialog(phone).waitFor();
  await picture(phone, 'phone');
});
