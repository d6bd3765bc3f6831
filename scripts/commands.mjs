/** Running other programs: with Node 24 first on their PATH, quietly or on the terminal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Node 24, which npm installs here as a dependency. */
export const node = join(root, 'node_modules', 'node', 'bin', 'node');

/** What a person can mend: its message is all that is printed. */
export class ScriptError extends Error {
  /** @override */
  name = 'ScriptError';
}

/** @returns {NodeJS.ProcessEnv} this environment with Node 24 and the installed tools first on the PATH */
export function environment() {
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  return { ...process.env, PATH: path };
}

/**
 * Runs a program in the root; `show` leaves it the terminal, else what it says is kept.
 * @param {string} command
 * @param {string[]} args
 * @param {{ show?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>} code 127: it could not be run; 128 and more: a signal ended it
 */
export async function run(command, args, { show = false } = {}) {
  const stdio = show ? 'inherit' : 'pipe';
  const child = spawn(command, args, { cwd: root, env: environment(), stdio: ['ignore', stdio, stdio] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  try {
    const [code] = await once(child, 'close');
    return { code: code ?? 128, output };
  } catch (error) {
    return { code: 127, output: /** @type {Error} */ (error).message };
  }
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}
