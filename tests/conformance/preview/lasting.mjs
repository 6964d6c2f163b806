// Time and memory, and what happens when the program ends.

import assert from 'node:assert/strict';
import { stdout } from 'node:process';
import { instead } from './scene.mjs';

/** Another number of people in the text of the third section. */
const counted = (scene, count) => scene.save(scene.read().replace(/dalyvavo \d+ bendruomenės/, `dalyvavo ${count} bendruomenės`));

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const fast = {
  name: 'shows a save soon',
  broken: { url: '**/state', change: (text) => new Promise((done) => { setTimeout(done, 400, `${text} `); }) },
  async run(scene) {
    await scene.page.evaluate(() => {
      const desk = document.getElementById('pages');
      globalThis.seen = [];
      new MutationObserver(() => {
        // After the next frame the new page is on the screen.
        requestAnimationFrame(() => setTimeout(() => globalThis.seen.push(Date.now())));
      }).observe(desk, { attributeFilter: ['data-version'] });
    });
    const times = [];
    for (let save = 1; save <= 30; save++) {
      await scene.page.waitForTimeout(60);
      const began = Date.now();
      counted(scene, 300 + save);
      await scene.page.waitForFunction((count) => globalThis.seen.length >= count, save, { polling: 10 });
      times.push(await scene.page.evaluate(() => globalThis.seen.at(-1)) - began);
    }
    assert.match(await scene.words(), /dalyvavo 330 bendruomenės/);
    const [least, most] = [Math.min(...times), Math.max(...times)];
    stdout.write(`     from the save to the page: median ${median(times)} ms, ${least}–${most} ms\n`);
    assert.ok(median(times) < 300, `median ${median(times)} ms`);
  },
};

const steady = {
  name: 'keeps nothing of old versions',
  broken: instead('pages.js', 'before = allParts();', 'before = allParts(); (globalThis.kept ??= []).push(...before);'),
  async run(scene) {
    const tools = await scene.context.newCDPSession(scene.page);
    await tools.send('Performance.enable');
    const measure = async () => {
      await tools.send('HeapProfiler.collectGarbage');
      const { metrics } = await tools.send('Performance.getMetrics');
      return ['JSHeapUsedSize', 'Nodes'].map((wanted) => metrics.find(({ name }) => name === wanted).value);
    };
    const saves = async (from, to) => {
      for (let save = from; save < to; save++) await scene.next(() => counted(scene, 300 + save));
      await scene.page.waitForTimeout(2500);
    };
    await saves(0, 10);
    const [heap, nodes] = await measure();
    await saves(10, 110);
    const [heapAfter, nodesAfter] = await measure();
    const mb = (bytes) => (bytes / 1e6).toFixed(1);
    stdout.write(`     after 10 and 110 saves: ${mb(heap)} and ${mb(heapAfter)} MB, ${nodes} and ${nodesAfter} nodes\n`);
    assert.ok(heapAfter < heap * 1.3 + 1e6, 'the heap does not grow');
    assert.ok(nodesAfter < nodes * 1.3, 'nodes are not kept');
  },
};

const ends = {
  name: 'says that the program ended',
  broken: instead('preview.js', "addEventListener('end'", "addEventListener('over'"),
  async run(scene) {
    const events = ['event: state\ndata: 1', 'event: end\ndata:', ''].join('\n\n');
    await scene.page.route('**/events', (route) => route.fulfill({ contentType: 'text/event-stream', body: events }));
    await scene.page.goto(scene.address);
    await scene.page.locator('#ended').waitFor();
    await scene.shown(1);
    assert.match(await scene.words(), /Bendrosios nuostatos/);
    assert.match(await scene.page.locator('#spoken').textContent(), /Peržiūra baigta|Atnaujinta/);
  },
};

const lost = {
  name: 'says that the program does not answer',
  broken: instead('preview.js', "tell('lost')", 'void 0'),
  async run(scene) {
    scene.program.kill('SIGKILL');
    await scene.ended;
    await scene.page.locator('#lost, #ended').filter({ visible: true }).waitFor();
    assert.match(await scene.words(), /Bendrosios nuostatos/);
    assert.match(await scene.page.locator('#spoken').textContent(), /Puslapiai lieka/);
    assert.equal(await scene.page.locator('#state-text').textContent(), 'Nėra ryšio', 'nothing says that all is up to date');
    // The browser itself says that nobody answers.
    scene.noises = scene.noises.filter((noise) => !/ERR_|EventSource/.test(noise));
  },
};

export const lasting = [fast, steady, ends, lost];
