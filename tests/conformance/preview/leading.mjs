// From what is on the page to its place in a file, and to the files.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAN, instead } from './scene.mjs';

const CELL = 'Pakviesti 1 klasių mokinius';
const COPYING = { browser: { permissions: ['clipboard-read', 'clipboard-write'] } };

const copied = (scene) => scene.page.evaluate(() => navigator.clipboard.readText());

/** The line of the project that a place names. */
function lineAt(scene, place) {
  const [, file, line] = /^(.+?):(\d+):\d+$/.exec(place) ?? assert.fail(`no place: ${place}`);
  return readFileSync(join(scene.folder, file), 'utf8').split('\n')[line - 1];
}

async function click(scene, text) {
  await scene.center(text);
  await (await scene.part(text)).click();
  await scene.page.locator('#toast').waitFor();
  return copied(scene);
}

const copies = {
  name: 'copies the place of a cell that is clicked',
  ...COPYING,
  broken: { url: '**/pages/*.svg', change: (svg) => svg.replace(/(\.yaml:)(\d+)/g, (_, file, line) => file + (Number(line) + 1)) },
  async run(scene) {
    const place = await click(scene, CELL);
    assert.ok(place.startsWith(`${PLAN}:${scene.lineOf(CELL) - 1}:`) || place.startsWith(`${PLAN}:${scene.lineOf(CELL)}:`), place);
    assert.match(lineAt(scene, place), /what: >-|Pakviesti 1 klasių mokinius/);
    assert.ok((await scene.page.locator('#toast').textContent()).includes(place));
    // After lines were added above, the page that looks as before leads to the new line.
    await scene.next(() => scene.save(`# nauja\n# eilutė\n${scene.read()}`));
    const line = (text) => Number(/:(\d+):/.exec(text)[1]);
    assert.equal(line(await click(scene, CELL)), line(place) + 2);
    // A heading is on one line.
    assert.match(lineAt(scene, await click(scene, 'Tikslai, uždaviniai ir priemonės')), /heading: Tikslai, uždaviniai ir priemonės/);
  },
};

const data = {
  name: 'leads to the data of a report',
  ...COPYING,
  document: 'content/library-report-2026.yaml',
  broken: instead('places.js', 'jumpTo(part);\n});', '});'),
  async run(scene) {
    const places = await scene.page.evaluate(() => [...document.querySelectorAll('[data-place]')].map((part) => part.dataset.place));
    const files = new Set(places.map((place) => place.replace(/:.*/, '')));
    assert.ok(files.has(scene.document), [...files].join(' '));
    assert.ok([...files].every((file) => file.startsWith('content/')), `only what the author wrote: ${[...files]}`);
    const part = await scene.page.evaluate(() => [...document.querySelectorAll('[data-place]')]
      .find((part) => part.textContent.trim().length > 40).textContent.slice(0, 12));
    assert.match(await click(scene, part), /^content\/library-report-2026\.yaml:\d+:\d+$/);
    assert.ok(await scene.page.locator('.sheet image, .sheet path').count() > 0, 'charts and pictures are shown');
  },
};

const selecting = {
  name: 'does not take the end of a selection for a click',
  ...COPYING,
  broken: instead('places.js', "&& !moved && getSelection().type !== 'Range'", ''),
  async run(scene) {
    const text = 'Biblioteka aptarnauja';
    await scene.center(text);
    const { x, y, width } = await (await scene.part(text)).boundingBox();
    await scene.page.mouse.move(x + 60, y + 8);
    await scene.page.mouse.down();
    await scene.page.mouse.move(x + width - 60, y + 30, { steps: 5 });
    await scene.page.mouse.up();
    await scene.page.waitForTimeout(300);
    assert.ok((await scene.page.evaluate(() => getSelection().toString())).length > 20, 'text is selected');
    assert.ok(await scene.page.locator('#toast').isHidden(), 'nothing was copied');
    // A click takes the selection away, and the next one leads to the place.
    await scene.page.mouse.click(x + 80, y + 8);
    await scene.page.waitForTimeout(500);
    await scene.page.mouse.click(x + 80, y + 8);
    await scene.page.locator('#toast').waitFor();
  },
};

const words = {
  name: 'copies words as they are written',
  ...COPYING,
  broken: instead('pages.js', "addEventListener('copy'", "addEventListener('copied'"),
  async run(scene) {
    const part = await scene.part('Biblioteka aptarnauja');
    assert.match(await part.evaluate((element) => element.textContent), /\u00ad/, 'a line break divides a word');
    await part.evaluate((element) => getSelection().selectAllChildren(element));
    await scene.page.keyboard.press('Control+c');
    assert.match(await copied(scene), /^Biblioteka aptarnauja 1–8 ir I–IV gimnazijos klasių mokinius, mokytojus, švietimo pagalbos specialistus/);
  },
};

/** Paragraphs of one long text. */
const PARAGRAPHS = ['Biblioteka aptarnauja', 'Plano įgyvendinimą', 'Spalio mėnesį atvėrus', 'Apklausos duomenimis'];
const paragraphs = {
  name: 'leads every paragraph of a text to its own line',
  ...COPYING,
  broken: { url: '**/pages/*.svg', change: (svg) => svg.replace(/data-place="([^"]*:)\d+:\d+"/g, 'data-place="$138:7"') },
  async run(scene) {
    for (const text of PARAGRAPHS) assert.ok(lineAt(scene, await click(scene, text)).includes(text), text);
  },
};

const refused = {
  name: 'gives the place to copy where the browser refuses to',
  broken: instead('places.js', "toast(say('refused'), place)", "toast(say('refused'))"),
  async run(scene) {
    await scene.page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); });
    await scene.center(CELL);
    await (await scene.part(CELL)).click();
    const field = scene.page.locator('#toast-field');
    await field.waitFor();
    assert.match(await field.inputValue(), /^content\/.*:\d+:\d+$/);
    assert.equal(await scene.page.evaluate(() => getSelection().toString()), await field.inputValue());
    await scene.page.keyboard.press('Escape');
    await field.waitFor({ state: 'hidden' });
  },
};

const editor = {
  name: 'opens the place in the editor',
  options: ['--editor', 'vscode'],
  broken: { url: '**/pages/*.svg', change: (svg) => svg.replace(/vscode:\/\/file\//g, 'vscode://') },
  async run(scene) {
    // Chromium asks nobody in a test: what it was to open is in the protocol of its tools.
    const tools = await scene.context.newCDPSession(scene.page);
    const wanted = new Promise((done) => { tools.on('Page.frameRequestedNavigation', ({ url }) => done(url)); });
    await tools.send('Page.enable');
    await scene.center(CELL);
    await (await scene.part(CELL)).click();
    const late = new Promise((done) => { setTimeout(done, scene.patience, 'nothing'); });
    const link = await Promise.race([wanted, late]);
    const path = scene.path.split('/').map(encodeURIComponent).join('/');
    assert.ok(link.startsWith(`vscode://file${path}:`), link);
    assert.match(lineAt(scene, `${PLAN}${link.slice(`vscode://file${path}`.length)}`), /what: >-|Pakviesti/);
    // The page is still there.
    assert.match(await scene.words(), /Bendrosios nuostatos/);
    await scene.next(() => scene.edit('    overview: true', '    overviev: true'));
    const href = await scene.page.locator('.message .place').first().getAttribute('href');
    assert.ok(href.startsWith(`vscode://file${path}:${scene.lineOf('overviev')}:`), href);
  },
};

const messages = {
  name: 'leads from a message to its part and its place',
  ...COPYING,
  broken: instead('messages.js', 'reveal(to.dataset.to);', ''),
  async run(scene) {
    await scene.next(() => scene.edit('who: [liepinyte]', 'who: [liepinytte]'));
    const place = scene.page.locator('.message[data-is="error"] .place').first();
    await place.click();
    assert.equal(await copied(scene), await place.textContent());
    await scene.page.locator('.shown').waitFor({ state: 'attached' });
    await scene.page.waitForFunction(() => document.getElementById('pages').scrollTop > 300);
  },
};

const files = {
  name: 'gives the files',
  browser: { acceptDownloads: true },
  broken: instead('preview.js', 'href = `files/', 'href = `pages/'),
  async run(scene) {
    // While the document has a fault the files are those of the last good pages.
    await scene.next(() => scene.edit('    overview: true', '    overviev: true'));
    for (const format of ['docx', 'pdf', 'html']) {
      const [download] = await Promise.all([
        scene.page.waitForEvent('download'),
        scene.page.locator(`[data-format="${format}"]`).click(),
      ]);
      assert.equal(download.suggestedFilename(), `library-plan-2027.${format}`);
      const path = await download.path();
      const start = readFileSync(path).subarray(0, 15).toString('latin1');
      if (format === 'docx') execFileSync('python3', ['-m', 'zipfile', '--test', path], { stdio: 'pipe' });
      if (format === 'pdf') assert.match(start, /^%PDF-/);
      if (format === 'html') assert.match(start, /^<!doctype html>/i);
    }
  },
};

export const leading = [copies, data, selecting, words, paragraphs, refused, editor, messages, files];
