// A project in a folder of its own, `aktas preview` on it, and Chromium before it.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const require = createRequire(join(root, 'target/conformance/npm/'));
const { chromium } = require('playwright-core');
export const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const PLAN = 'content/library-plan-2027.yaml';
/** How long something may take that is bound to come, in milliseconds; a fault is waited for as long. */
const PATIENCE = { sound: 15_000, broken: 2500 };

let running;
/** The browser, which all scenes share. */
export const browser = () => (running ??= chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
    '--no-first-run', '--js-flags=--expose-gc'],
}));

export class Scene {
  /**
   * `check` says what stands where: `document`, `lang`, `options` of `aktas preview`, `context` of the browser,
   * `prepare` of the folder. `broken` is a fault: `{ url, change }` changes what is served.
   */
  constructor(binary, check, broken) {
    this.binary = resolve(binary);
    this.document = PLAN;
    this.lang = 'lt';
    this.options = [];
    Object.assign(this, check);
    this.broken = broken;
    this.patience = broken ? PATIENCE.broken : PATIENCE.sound;
    this.folder = mkdtempSync(join(tmpdir(), 'aktas-preview-'));
    this.noises = [];
  }

  async open() {
    cpSync(join(root, 'content'), join(this.folder, 'content'), { recursive: true });
    execFileSync('git', ['init', '--quiet'], { cwd: this.folder });
    this.prepare?.(this);
    await this.start();
    this.context = await (await browser()).newContext({ viewport: { width: 1280, height: 800 }, ...this.browser });
    this.page = await this.context.newPage();
    this.page.setDefaultTimeout(this.patience);
    this.listen();
    if (this.broken) await this.page.route(this.broken.url, (route) => this.spoil(route));
    await this.page.goto(this.address);
    await this.shown(1);
  }

  /** Starts the program, and waits for the address that it says. */
  async start() {
    const args = ['preview', this.document, '--no-open', '--lang', this.lang, ...this.options];
    this.program = spawn(this.binary, args, { cwd: this.folder, stdio: ['ignore', 'pipe', 'inherit'] });
    this.ended = new Promise((done) => this.program.once('exit', done));
    const lines = createInterface({ input: this.program.stdout })[Symbol.asyncIterator]();
    const { value } = await Promise.race([lines.next(), this.ended.then(() => ({}))]);
    assert.match(value ?? '', /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/, 'the first line is the address');
    this.address = value;
  }

  /** What must not be heard: errors of scripts, refusals of the policy, requests to elsewhere. */
  listen() {
    const { origin } = new URL(this.address);
    this.page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.noises.push(`console: ${message.text()}`);
    });
    this.page.on('pageerror', (error) => this.noises.push(`script: ${error.message}`));
    this.page.on('request', (request) => {
      const url = new URL(request.url());
      if (['http:', 'https:', 'ws:'].includes(url.protocol) && url.origin !== origin) this.noises.push(`request: ${url}`);
    });
  }

  isQuiet() {
    assert.deepEqual(this.noises, [], 'the page is quiet');
  }

  /** Answers with the fault of the self-test in what is served. */
  async spoil(route) {
    const response = await route.fetch();
    const text = await response.text();
    const body = await this.broken.change(text);
    this.isSpoilt ||= body !== text;
    // The scene may have been closed meanwhile.
    await route.fulfill({ response, body }).catch(() => {});
  }

  // --- The file ---------------------------------------------------------------------------------

  get path() {
    return join(this.folder, this.document);
  }

  read() {
    return readFileSync(this.path, 'utf8');
  }

  /** Saves the document, as an editor that writes beside and renames does. */
  save(text) {
    writeFileSync(`${this.path}.tmp~`, text);
    renameSync(`${this.path}.tmp~`, this.path);
  }

  /** Saves the document with one text in place of another, which it must have. */
  edit(from, to) {
    const text = this.read();
    assert.ok(text.includes(from), `the document has „${from}“`);
    this.save(text.replace(from, to));
  }

  /** The number of the line that has a text. */
  lineOf(text) {
    return this.read().split('\n').findIndex((line) => line.includes(text)) + 1;
  }

  // --- The page ---------------------------------------------------------------------------------

  /** Waits until the page shows a version, or a later one. */
  async shown(version) {
    await this.page.waitForFunction((least) => Number(document.getElementById('pages').dataset.version) >= least, version);
  }

  version() {
    return this.page.evaluate(() => Number(document.getElementById('pages').dataset.version));
  }

  /** Does something after which there is a new version, and waits for it. */
  async next(act) {
    const version = await this.version();
    await act();
    await this.shown(version + 1);
  }

  /** The words of the pages, without what is between them. */
  async words(selector = '.page') {
    const texts = await this.page.locator(selector).allTextContents();
    return texts.map((text) => text.replace(/\u00ad/g, '').replace(/\s+/g, ' ')).join('\f');
  }

  /** The part of the pages that has a text. */
  async part(text) {
    const found = await this.page.waitForFunction((wanted) => {
      const plain = (element) => element.textContent.replace(/\u00ad/g, '').replace(/\s+/g, ' ');
      return [...document.querySelectorAll('[data-place]')].find((element) => plain(element).includes(wanted));
    }, text);
    return found.asElement();
  }

  /** Scrolls until a part is in the middle of the view. */
  async center(text) {
    await (await this.part(text)).evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await this.page.waitForTimeout(100);
  }

  /** How far the part with a text is from the upper edge of the window. */
  async top(text) {
    return (await this.part(text)).evaluate((element) => element.getBoundingClientRect().top);
  }

  scrolled() {
    return this.page.evaluate(() => document.getElementById('pages').scrollTop);
  }

  async close() {
    await this.context?.close();
    this.program?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A fault: in a file of the page, other words. */
export const instead = (file, from, to) => ({
  url: `**/${file}`,
  change: (text) => text.replaceAll(from, to),
});

/** A fault: the server tells another state. */
export const state = (change) => ({
  url: '**/state',
  change: (text) => JSON.stringify(change(JSON.parse(text))),
});
