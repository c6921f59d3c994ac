/** The local platform as a process of its own: what `cargo run` starts. */

import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BINARY = process.env['WILD_WORKOUTS'] ?? join(process.env['CARGO_TARGET_DIR'] ?? join(ROOT, 'target'), 'debug/wild-workouts');

/** A platform with demo users, hours and credits, which ends with the test. */
export class Platform {
  /** @type {import('node:child_process').ChildProcess | null} */
  #process = null;
  #arguments;
  #port = '0';
  url = '';

  /** @param {string[]} given */
  constructor(given) {
    this.#arguments = given;
  }

  /** In memory. */
  static async start() {
    const platform = new Platform(['--in-memory', '--template', join(ROOT, 'template.yaml')]);
    await platform.go();
    return platform;
  }

  /** With its data in a folder, so that it can go away and come back. @param {import('node:test').TestContext} test */
  static async startKept(test) {
    const folder = await mkdtemp(join(tmpdir(), 'wild-workouts-'));
    for (const part of ['template.yaml', 'templates', 'web/page']) await cp(join(ROOT, part), join(folder, part), { recursive: true });
    const platform = new Platform(['--template', join(folder, 'template.yaml')]);
    test.after(async () => {
      await platform.stop();
      await rm(folder, { recursive: true });
    });
    await platform.go();
    return platform;
  }

  /** Starts it, the second time on the port of the first. */
  async go() {
    const child = spawn(BINARY, [...this.#arguments, '--port', this.#port], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    this.url = await new Promise((resolve, reject) => {
      let said = '';
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`it ended by itself with ${code}:\n${said}`)));
      child.stdout.on('data', (chunk) => {
        said = (said + chunk).slice(-4000);
        const url = /listens on (http:\S+)/.exec(said)?.[1];
        if (url) resolve(url);
      });
    });
    this.#port = new URL(this.url).port;
  }

  async stop() {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
  }

  /** A token as the page gets one. @param {string} who */
  async token(who) {
    const response = await fetch(`${this.url}/local/sign-in`, {
      method: 'POST', body: JSON.stringify({ email: `${who}@example.com`, password: 'wild-workouts' }),
    });
    return String((await response.json()).idToken);
  }

  /**
   * A request past the page, to bring something about.
   * @param {string} who
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   */
  async api(who, method, path, body) {
    const headers = { Authorization: `Bearer ${await this.token(who)}`, 'Content-Type': 'application/json' };
    const response = await fetch(`${this.url}/api${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }
}
