/** Writes what the page takes from the API's description. With `--check` it only says which file is not up to date. */

import { readFile, writeFile } from 'node:fs/promises';
import { generated } from './generated.js';

const WEB = new URL('../', import.meta.url);
const isCheck = process.argv.includes('--check');

const description = JSON.parse(await readFile(new URL('api/openapi.json', WEB), 'utf8'));
for (const [path, text] of Object.entries(generated(description))) {
  const file = new URL(path, WEB);
  if (!isCheck) {
    await writeFile(file, text);
  } else if (await readFile(file, 'utf8').catch(() => '') !== text) {
    console.error(`web/${path} is not what web/api/openapi.json says: run npm run generate`);
    process.exitCode = 1;
  }
}
