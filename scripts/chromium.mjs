/** The Chromium that drives the browser tests, and fonts for what it draws: found, or installed where we may. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, ScriptError, say } from './commands.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const packages = ['chromium', 'fonts-noto-core'];

/**
 * The path of Chromium: PATREC_CHROMIUM, or the first on the PATH, or apt's after installing it.
 * Throws ScriptError that says what to install when there is none.
 */
export async function findChromium() {
  const present = process.env.PATREC_CHROMIUM || onPath(names);
  if (present && (await hasFonts())) return present;
  await install();
  const found = process.env.PATREC_CHROMIUM || onPath(names);
  if (found) return found;
  throw new ScriptError(
    'The browser tests need Chromium: install chromium and fonts-noto-core (or set PATREC_CHROMIUM to its path), then run npm test again.',
  );
}

/** @param {string[]} programs @returns {string | undefined} */
function onPath(programs) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return programs.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// Where fontconfig is missing nothing can be known, and nothing is asked for.
async function hasFonts() {
  for (const language of ['hi', 'ta']) {
    const { code, output } = await run('fc-list', [`:lang=${language}`, 'family']);
    if (code === 0 && output.trim() === '') return false;
  }
  return true;
}

// What fails here shows afterwards, when there is still no Chromium.
async function install() {
  if (!onPath(['apt-get'])) return;
  const root = process.getuid?.() === 0;
  if (!root && (await run('sudo', ['-n', 'true'])).code !== 0) return;
  say('Installing Chromium…');
  const prefix = [...(root ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  const [command = 'env', ...args] = prefix;
  await run(command, [...args, 'update']);
  await run(command, [...args, 'install', '-y', '--no-install-recommends', ...packages]);
}
