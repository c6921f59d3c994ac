import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, findings, goTo, open, screenshot, signIn, told } from './support/browser.js';
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

test('a post is published once, and the trainer reads it', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee');
  await goTo(page, 'Posts');
  await page.getByText('No posts yet.').waitFor();
  await page.getByLabel('Title').fill('Knots that hold');
  await page.getByLabel('Text').fill('Begin with the figure eight.\nThen do it again.');
  await page.getByRole('button', { name: 'Publish' }).dblclick();
  await told(page, 'Published.');
  assert.equal(await page.getByRole('article').count(), 1);
  assert.equal(await page.getByLabel('Title').inputValue(), '');
  assert.deepEqual(await findings(page), []);
  await screenshot(page, 'posts');

  const trainer = await open(t, platform.url);
  await signIn(trainer, 'trainer');
  await goTo(trainer, 'People');
  await trainer.getByRole('link', { name: 'Posts of Adam Attendee' }).click();
  await trainer.getByRole('article', { name: 'Knots that hold' }).waitFor();
  await trainer.getByText('Adam Attendee').waitFor();
});

test('markup in a post is text', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee2');
  await goTo(page, 'Posts');
  await page.getByLabel('Title').fill('<img src=x onerror=alert(1)>');
  await page.getByLabel('Text').fill('<b>bold</b>');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('heading', { name: '<img src=x onerror=alert(1)>' }).waitFor();
  await page.getByText('<b>bold</b>').waitFor();
});

test('a post that is refused stays in the form', async (t) => {
  const page = await open(t, platform.url);
  await signIn(page, 'attendee2');
  await goTo(page, 'Posts');
  await page.getByLabel('Title').fill(' ');
  await page.getByLabel('Text').fill('Do not lose this.');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('alert').getByText('A post needs a title').waitFor();
  assert.equal(await page.getByLabel('Text').inputValue(), 'Do not lose this.');
});
