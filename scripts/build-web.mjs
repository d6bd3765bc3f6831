/** Builds the pages when their sources changed since the last build. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, ScriptError, say } from './commands.mjs';

const stamp = join(root, 'packages', 'web', 'dist', '.sources');

/** Builds packages/web/dist where it is not of these sources. Throws ScriptError, with what Vite said, when it fails. */
export async function buildWeb() {
  const sources = hashSources(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say('Building the pages…');
  rmSync(stamp, { force: true });
  const { code, output } = await run('npm', ['run', 'build', '-w', '@patrec/web']);
  if (code !== 0) throw new ScriptError(`${output.trim()}\nThe pages could not be built; the reason is above.`);
  writeFileSync(stamp, sources);
}

/**
 * A hash of the names and bytes of everything that goes into the pages, tests apart.
 * @param {string} root
 */
export function hashSources(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const path of sourcePaths(root)) hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/** @param {string} root */
function sourcePaths(root) {
  const folders = ['ledger', 'fhir', 'web'].map((name) => join('packages', name, 'src'));
  const deep = folders.flatMap((folder) => filesIn(root, folder, true));
  const paths = [...deep, ...filesIn(root, join('packages', 'web'), false)];
  return paths.filter((path) => !/\.test\.tsx?$/.test(path)).sort();
}

/** @param {string} root @param {string} folder @param {boolean} recursive */
function filesIn(root, folder, recursive) {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { recursive, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
