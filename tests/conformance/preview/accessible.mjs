// Whether everybody can use the page: by keys, magnified, in both colour schemes and languages.

import assert from 'node:assert/strict';
import { axe, instead } from './scene.mjs';

/** What axe-core finds; it is run by the tools of the browser, since the page's policy lets no other script in. */
async function faults(scene, but = []) {
  await scene.page.evaluate(axe);
  return scene.page.evaluate(async (exclude) => {
    const { violations } = await globalThis.axe.run({ exclude }, { resultTypes: ['violations'] });
    return violations.map(({ id, impact, nodes }) => `${impact}: ${id}: ${nodes.slice(0, 3).map(({ html }) => html).join(' ')}`);
  }, but);
}

const audits = ['lt', 'en'].flatMap((lang) => ['light', 'dark'].map((colorScheme) => ({
  name: `axe-core finds nothing: ${lang}, ${colorScheme}`,
  lang,
  browser: { colorScheme, reducedMotion: 'reduce' },
  broken: { url: /\/[0-9a-f]{32}\/$/, change: (html) => html.replace(/id="help"[^>]*>/, 'id="help">') },
  async run(scene) {
    assert.deepEqual(await faults(scene), [], 'good');
    // The pages themselves stay as they are.
    const but = ['.sheet'];
    await scene.page.keyboard.press('?');
    await scene.page.locator('#keys').waitFor();
    assert.deepEqual(await faults(scene, but), [], 'the dialog');
    await scene.page.keyboard.press('Escape');
    await scene.next(() => scene.edit('    overview: true', '    overviev: true'));
    assert.deepEqual(await faults(scene, but), [], 'with a fault');
    await scene.page.setViewportSize({ width: 320, height: 568 });
    assert.deepEqual(await faults(scene, but), [], 'narrow');
    // Paper is paper.
    const paper = await scene.page.locator('.sheet').first().evaluate((sheet) => getComputedStyle(sheet).backgroundColor);
    assert.equal(paper, 'rgb(255, 255, 255)');
    const desk = await scene.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red] = desk.match(/\d+/).map(Number);
    assert.equal(red < 128, colorScheme === 'dark', `the desk is ${desk}`);
  },
})));

const keys = {
  name: 'is worked by keys alone',
  browser: { permissions: ['clipboard-read', 'clipboard-write'] },
  broken: instead('places.js', 'ArrowDown:', 'Down:'),
  async run(scene) {
    const { keyboard } = scene.page;
    const active = () => scene.page.evaluate(() => document.activeElement.id || document.activeElement.dataset.place || document.activeElement.className);
    await scene.next(() => scene.edit('who: [liepinyte]', 'who: [liepinytte]'));
    await scene.page.evaluate(() => document.activeElement.blur());
    await scene.page.goto(scene.address);
    await scene.shown(1);
    // From the start: every control of the bar is met, then one part of the pages, then the messages.
    await scene.page.evaluate(() => document.body.setAttribute('tabindex', '-1'));
    await scene.page.evaluate(() => document.body.focus());
    const met = [];
    for (let press = 0; press < 16; press++) {
      await keyboard.press('Tab');
      met.push(await scene.page.evaluate(() => {
        const { id, dataset, textContent, className } = document.activeElement;
        return dataset.place ? 'part' : id || dataset.format || (className.includes?.('place') ? 'place' : textContent.trim());
      }));
    }
    assert.deepEqual(met.slice(0, 13), ['Pereiti prie puslapių', 'Pereiti prie pranešimų', 'state', 'smaller', 'larger', 'fit',
      'docx', 'pdf', 'html', 'help', 'first-error', 'part', 'fold']);
    assert.ok(met.includes('place'), met.join(' '));
    // Among the parts.
    await keyboard.press('Shift+Tab');
    while (!/^content/.test(await active())) await keyboard.press('Shift+Tab');
    await keyboard.press('Home');
    const first = await active();
    await keyboard.press('ArrowDown');
    assert.notEqual(await active(), first);
    await keyboard.press('ArrowUp');
    assert.equal(await active(), first);
    await keyboard.press('End');
    const last = await active();
    assert.notEqual(last, first);
    await scene.page.waitForFunction(() => {
      const { top, bottom } = document.activeElement.getBoundingClientRect();
      return top > 0 && bottom < innerHeight;
    });
    await keyboard.press('Enter');
    await scene.page.locator('#toast').waitFor();
    assert.equal(await scene.page.evaluate(() => navigator.clipboard.readText()), last);
    const ring = await scene.page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth);
    assert.equal(ring, '2px', 'the focus is seen');
    // Messages, the size, the help.
    await keyboard.press('n');
    assert.match(await active(), /place/);
    await keyboard.press('0');
    const fit = await scene.page.locator('#scale').textContent();
    await keyboard.press('+');
    assert.notEqual(await scene.page.locator('#scale').textContent(), fit);
    await keyboard.press('0');
    assert.equal(await scene.page.locator('#scale').textContent(), fit);
    await keyboard.press('?');
    await scene.page.locator('#keys').waitFor();
    await keyboard.press('Escape');
    await scene.page.locator('#keys').waitFor({ state: 'hidden' });
    assert.match(await active(), /place/, 'the focus is where it was');
    // The skip links.
    await scene.page.locator('.skips a').nth(1).focus();
    await keyboard.press('Enter');
    assert.equal(await active(), 'messages');
  },
};

const held = {
  name: 'keeps in view what an arrow key that is held leads to',
  broken: instead('places.js', "bring(part.element, 'instant')", 'bring(part.element)'),
  async run(scene) {
    await (await scene.part('Bendrosios nuostatos')).evaluate((element) => element.focus());
    for (let press = 0; press < 80; press++) {
      await scene.page.keyboard.press('ArrowDown');
      const { top, bottom, view } = await scene.page.evaluate(() => ({
        ...document.activeElement.getBoundingClientRect().toJSON(),
        view: document.getElementById('pages').getBoundingClientRect().toJSON(),
      }));
      assert.ok(top < view.bottom && bottom > view.top, `press ${press}: ${top}–${bottom} in ${view.top}–${view.bottom}`);
    }
  },
};

const SIZES = [[1280, 800], [960, 1040], [640, 512], [640, 400], [320, 568], [320, 256]];
const reflow = {
  name: 'is usable magnified and narrow',
  broken: instead('preview.css', 'flex-wrap: wrap; align-items: center; gap: .35rem 1rem', 'align-items: center'),
  async run(scene) {
    await scene.next(() => scene.edit('    overview: true', `    overviev: true # ${'ilga pastaba '.repeat(30)}${'be-tarpų'.repeat(20)}`));
    for (const [width, height] of SIZES) {
      await scene.page.setViewportSize({ width, height });
      await scene.page.waitForTimeout(150);
      const wide = await scene.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${width}×${height}: ${wide} wide`);
      const out = await scene.page.evaluate(() => [...document.querySelectorAll('button, .button, .message')]
        .filter((element) => element.checkVisibility() && !element.closest('dialog'))
        .map((element) => [element.id || element.textContent, element.getBoundingClientRect()])
        .filter(([, box]) => box.left < 0 || box.right > innerWidth || box.height < 24 || box.width < 24)
        .map(([name, box]) => `${name} ${JSON.stringify(box)}`));
      assert.deepEqual(out, [], `${width}×${height}: all can be seen and pressed`);
      const aside = await scene.page.evaluate(() => {
        const panel = document.getElementById('messages-body');
        return panel.scrollWidth - panel.clientWidth;
      });
      assert.ok(aside <= 0, `${width}×${height}: the messages are ${aside} wider than their panel`);
      const { height: seen } = await scene.page.locator('#pages').boundingBox();
      assert.ok(seen > height * 0.3, `${width}×${height}: the pages have ${seen}`);
    }
  },
};

const print = {
  name: 'prints the pages and nothing else',
  broken: instead('preview.css', '@media print', '@media speech'),
  async run(scene) {
    const pages = await scene.page.locator('.page').count();
    const pdf = (await scene.page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, pages);
  },
};

const quiet = {
  name: 'asks nothing of others',
  broken: { url: /\/[0-9a-f]{32}\/$/, change: (html) => html.replace('<main', '<img alt="" src="https://example.org/a.png"><main') },
  run: (scene) => scene.page.waitForTimeout(300),
};

export const accessible = [...audits, keys, held, reflow, print, quiet];
