// Drives the page of the preview in Chromium, as a user would.
//
//     node tests/conformance/preview/judge.mjs target/release/aktas [--self-test] [NAME…]
//
// Each check has a fault of the page or of the server that it must find: with `--self-test` it is shown that.
// NAMEs choose checks by a part of their name.

import { argv, exit, stdout } from 'node:process';
import { performance } from 'node:perf_hooks';
import { Scene, browser } from './scene.mjs';
import { accessible } from './accessible.mjs';
import { editing } from './editing.mjs';
import { leading } from './leading.mjs';
import { lasting } from './lasting.mjs';

const [binary, ...rest] = argv.slice(2);
const isSelfTest = rest.includes('--self-test');
const names = rest.filter((argument) => !argument.startsWith('--'));
const all = [...editing, ...leading, ...accessible, ...lasting];
const checks = all.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));

/** Runs a check; returns what was wrong, or null. A fault that changes nothing is none that was found. */
async function run(check, broken) {
  const scene = new Scene(binary, check, broken);
  try {
    await scene.open();
    await check.run(scene);
    scene.isQuiet();
    return null;
  } catch (error) {
    return broken && !scene.isSpoilt ? null : error;
  } finally {
    await scene.close();
  }
}

let failures = 0;
for (const check of checks) {
  const began = performance.now();
  const error = await run(check, isSelfTest ? check.broken : undefined);
  const isGood = isSelfTest ? error !== null : error === null;
  failures += isGood ? 0 : 1;
  const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  stdout.write(`${isGood ? 'ok  ' : 'FAIL'} ${check.name}${isSelfTest ? ' (broken)' : ''}  ${took}\n`);
  if (isSelfTest && isGood) stdout.write(`       found: ${error.message.split('\n')[0].slice(0, 140)}\n`);
  if (!isGood) stdout.write(`${error?.stack ?? 'the fault was not found'}\n`);
}
await (await browser()).close();
stdout.write(`${checks.length - failures} of ${checks.length} checks passed\n`);
exit(failures === 0 && checks.length > 0 ? 0 : 1);
