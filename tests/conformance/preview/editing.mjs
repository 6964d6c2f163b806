// What the page does while the document is edited.

import assert from 'node:assert/strict';
import { instead, state } from './scene.mjs';

const FIRST = 'Plano įgyvendinimą organizuoja';
/** A cell far down, and the line before which pages are added. */
const FAR = 'Pakviesti 1 klasių mokinius į ekskursiją';
const HEADING = '  - heading: 2026 metų veiklos analizė\n';

const near = (one, other, what) => assert.ok(Math.abs(one - other) <= 1.5, `${what}: ${one}, then ${other}`);

const opens = {
  name: 'opens the document',
  broken: { url: '**/pages/*.svg', change: (svg) => svg.replace(/<text/g, '<text display="none"').replace(/>1\.</g, '>7.<').replace(/nuostatos/g, 'nuostata') },
  async run(scene) {
    assert.match(await scene.words('.page:nth-of-type(1)'), /Bendrosios nuostatos.*Plano įgyvendinimą/);
    const pages = await scene.page.locator('.sheet svg').count();
    assert.ok(pages >= 7, `${pages} pages`);
    assert.equal(await scene.page.locator('#folio').textContent(), `1 puslapis iš ${pages}`);
    assert.equal(await scene.page.title(), 'Bibliotekos 2027 metų veiklos planas');
    assert.equal(await scene.page.locator('#state-text').textContent(), 'Atnaujinta');
    assert.equal(await scene.page.locator('html').getAttribute('lang'), 'lt');
    // The letters are of the fonts of the document.
    const faces = await scene.page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family);
    });
    assert.ok(faces.includes('aktas-regular'), `fonts: ${faces}`);
    const { width } = await (await scene.part('Bendrosios nuostatos')).boundingBox();
    assert.ok(width > 50 && width < 400, `a heading is ${width} wide`);
  },
};

const fresh = {
  name: 'shows the new text, and keeps its place',
  broken: instead('pages.js', 'return old;\n}', 'return old;\n}\nsetInterval(() => { desk.scrollTop += 9; }, 20);'),
  async run(scene) {
    await scene.center('2027 metų prioritetai ir tikslai');
    const [top, scrolled] = [await scene.top('2027 metų prioritetai ir tikslai'), await scene.scrolled()];
    assert.ok(scrolled > 300, `it is scrolled: ${scrolled}`);
    await scene.next(() => scene.edit('286 bendruomenės nariai', '287 bendruomenės nariai'));
    assert.match(await scene.words(), /dalyvavo 287 bendruomenės nariai/);
    near(scrolled, await scene.scrolled(), 'scrolled');
    near(top, await scene.top('2027 metų prioritetai ir tikslai'), 'the heading is at');
    // What changed is marked for a moment.
    assert.ok(await scene.page.locator('.fresh').count() > 0, 'the change is marked');
    await scene.page.waitForFunction(() => document.querySelectorAll('.fresh').length === 0);
  },
};

const above = {
  name: 'stays with what is read when pages are added above',
  broken: instead('pages.js', 'desk.scrollTop += part', 'desk.dataset.nothing = part'),
  async run(scene) {
    await scene.center(FAR);
    const [top, scrolled] = [await scene.top(FAR), await scene.scrolled()];
    const pages = await scene.page.locator('.page').count();
    const paragraph = '      Prirašyta pastraipa, kuri pasako tai, ko plane dar nebuvo, ir užima kelias eilutes puslapyje.\n\n';
    await scene.next(() => scene.edit(HEADING, `${paragraph.repeat(60)}${HEADING}`));
    const now = await scene.page.locator('.page').count();
    assert.ok(now > pages, `pages: ${pages}, then ${now}`);
    near(top, await scene.top(FAR), 'the cell is at');
    assert.ok(await scene.scrolled() > scrolled + 300, 'it is scrolled further');
    // And back again.
    await scene.next(() => scene.save(scene.read().replace(paragraph.repeat(60), '')));
    near(top, await scene.top(FAR), 'the cell is at');
    near(scrolled, await scene.scrolled(), 'scrolled');
  },
};

const offered = {
  name: 'offers to go to a change that is out of view',
  broken: instead('preview.js', "at('changed').hidden = !change", "at('changed').hidden = true"),
  async run(scene) {
    await scene.page.evaluate(() => { document.getElementById('pages').scrollTop = 1e6; });
    await scene.next(() => scene.edit(FIRST, 'Plano vykdymą organizuoja'));
    const offer = scene.page.locator('#changed');
    await offer.waitFor();
    assert.match(await offer.textContent(), /^Pakito 1 puslapis ↑$/);
    await offer.click();
    await scene.page.waitForFunction(() => document.getElementById('pages').scrollTop < 600);
    await offer.waitFor({ state: 'hidden' });
  },
};

const selected = {
  name: 'keeps what is selected and focused',
  broken: instead('pages.js', 'selection.setBaseAndExtent(', 'void ('),
  async run(scene) {
    const part = await scene.part('Biblioteka aptarnauja');
    await part.evaluate((element) => element.focus({ preventScroll: true }));
    await part.evaluate((element) => getSelection().setBaseAndExtent(element, 0, element, element.childNodes.length));
    const before = await scene.page.evaluate(() => getSelection().toString());
    await scene.next(() => scene.edit(FIRST, 'Plano vykdymą organizuoja'));
    assert.ok(before.includes('aptarnauja'), before);
    assert.equal(await scene.page.evaluate(() => getSelection().toString()), before);
    assert.match(await scene.page.evaluate(() => document.activeElement.textContent), /Biblioteka aptarnauja/);
  },
};

const focused = {
  name: 'leaves the focus where the work is',
  broken: instead('preview.js', '!focused?.checkVisibility()', 'false'),
  async run(scene) {
    const active = () => scene.page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
    await (await scene.part('Biblioteka aptarnauja')).evaluate((element) => element.focus());
    await scene.next(() => scene.edit('Biblioteka aptarnauja', 'Mūsų biblioteka aptarnauja'));
    assert.match(await active(), /^Mūsų biblioteka/, 'the paragraph that was edited has it');
    // What is hidden has no focus: it goes to the pages, not to nothing.
    await scene.next(() => scene.edit('who: [liepinyte]', 'who: [liepinytte]'));
    await scene.page.locator('#first-error').focus();
    await scene.next(() => scene.edit('who: [liepinytte]', 'who: [liepinyte]'));
    assert.equal(await active(), 'pages');
  },
};

const fault = {
  name: 'keeps the last good page and says why',
  broken: state((told) => ({ ...told, messages: told.messages.map((m) => ({ ...m, place: 'content/library-plan-2027.yaml:1:1' })) })),
  async run(scene) {
    const before = await scene.words();
    await scene.next(() => scene.edit('    overview: true', '    overviev: true'));
    const line = scene.lineOf('overviev');
    const message = scene.page.locator('.message[data-is="error"]').first();
    await message.waitFor();
    assert.match(await message.locator('.sentence').textContent(), /overviev/);
    assert.match(await message.locator('.place').first().textContent(), new RegExp(`^content/library-plan-2027\\.yaml:${line}:\\d+$`));
    assert.match(await message.locator('.line').textContent(), /overviev: true/);
    assert.match(await message.locator('.kind').textContent(), /klaida/);
    await scene.page.locator('#stale').waitFor();
    assert.match(await scene.page.locator('#state-text').textContent(), /^1 klaida/);
    assert.match(await scene.page.locator('#spoken').textContent(), /paskutiniai geri puslapiai/);
    assert.equal(await scene.words(), before, 'the old pages stay');
    // Mended, nothing of it is left.
    await scene.next(() => scene.edit('overviev: true', 'overview: true'));
    await scene.page.locator('#stale').waitFor({ state: 'hidden' });
    assert.equal(await scene.page.locator('.message[data-is="error"]').count(), 0);
    assert.equal(await scene.page.locator('#spoken').textContent(), 'Atnaujinta');
  },
};

const empty = {
  name: 'says that a document that was never good has no pages',
  broken: instead('preview.js', "at('empty').hidden = !isEmpty", "at('empty').hidden = true"),
  prepare: (scene) => scene.edit('kind: activity-plan', 'kind: [activity-plan'),
  async run(scene) {
    await scene.page.locator('#empty').waitFor();
    assert.equal(await scene.page.locator('.page').count(), 0);
    assert.equal(await scene.page.locator('h1').textContent(), scene.document);
    assert.equal(await scene.page.locator('.files a[href]').count(), 0, 'no files can be had');
    await scene.next(() => scene.edit('kind: [activity-plan', 'kind: activity-plan'));
    await scene.page.locator('#empty').waitFor({ state: 'hidden' });
    assert.match(await scene.words(), /Bendrosios nuostatos/);
    assert.equal(await scene.page.locator('.files a[href]').count(), 3);
  },
};

const hostile = {
  name: 'shows what looks like markup as the text that it is',
  broken: instead('words.js', 'code.textContent = piece', 'code.innerHTML = piece'),
  async run(scene) {
    const text = '<img src=x onerror=alert(1)>';
    await scene.next(() => scene.edit('    overview: true', `    "${text}": true`));
    const message = scene.page.locator('.message').first();
    assert.ok((await message.textContent()).includes(text));
    await scene.next(() => scene.edit(`    "${text}": true`, '    overview: true'));
    await scene.next(() => scene.edit('heading: Bendrosios nuostatos', `heading: "Bendrosios ${text}"`));
    assert.ok((await scene.words()).includes(text));
    assert.equal(await scene.page.locator('img').count(), 0);
  },
};

export const editing = [opens, fresh, above, offered, selected, focused, fault, empty, hostile];
