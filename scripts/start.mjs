/** `npm start`: installs and builds what is missing, then runs the server under Node 24. */
import { bootstrap } from './bootstrap.mjs';
import { buildWeb } from './build-web.mjs';
import { node } from './commands.mjs';
import { launch } from './launch.mjs';

/** @param {string[]} args @returns {Promise<number>} the server's exit code */
export async function main(args) {
  await bootstrap();
  await buildWeb();
  return launch(node, ['packages/server/src/main.ts', ...args]);
}
