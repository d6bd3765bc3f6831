/** `npm run bench`: installs and builds what is missing, then measures under Node 24. */
import { bootstrap } from './bootstrap.mjs';
import { buildWeb } from './build-web.mjs';
import { findChromium } from './chromium.mjs';
import { node } from './commands.mjs';
import { launch } from './launch.mjs';

/** @param {string[]} args @returns {Promise<number>} 1 where anything failed or did not add up */
export async function main(args) {
  await bootstrap();
  await buildWeb();
  process.env.PATREC_CHROMIUM = await findChromium();
  return launch(node, ['bench/run.ts', ...args]);
}
