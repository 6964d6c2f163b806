// A picture of the preview, with a fault beside the last good pages: `node docs/pictures/preview.mjs AKTAS FILE.png`.

import { argv } from 'node:process';
import { Scene, browser } from '../../tests/conformance/preview/scene.mjs';

const [binary, file] = argv.slice(2);
const scene = new Scene(binary, {
  lang: 'lt',
  browser: { viewport: { width: 1180, height: 760 }, colorScheme: 'light', reducedMotion: 'reduce' },
});
try {
  await scene.open();
  await scene.next(() => scene.edit('who: [liepinyte]', 'who: [liepinytte]'));
  await (await scene.part('Pakviesti 1 klasių')).evaluate((cell) => cell.closest('.page, .sheet').scrollIntoView());
  await scene.page.waitForTimeout(500);
  await scene.page.screenshot({ path: file });
} finally {
  await scene.close();
  await (await browser()).close();
}
