/** Makes a fresh clone ready: everything that package-lock.json names is installed, once for every lock. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root, run, ScriptError, say } from './commands.mjs';

// npm's own patience, a minute and more, looks like a start that hangs; in milliseconds.
const retries = ['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];
const stamp = join(root, 'node_modules', '.patrec-lock');

/** Installs what is missing. Throws ScriptError when it cannot. */
export async function bootstrap() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing dependencies…');
  const { code, output } = await run('npm', [
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...retries,
  ]);
  if (code !== 0) throw new ScriptError(explain(output));
  if (!existsSync(node)) {
    throw new ScriptError('npm did not install Node 24: allow install scripts (npm config set ignore-scripts false).');
  }
  writeFileSync(stamp, lock);
}

/**
 * What npm's output means, in one line where it is known.
 * @param {string} output
 */
export function explain(output) {
  if (/\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/.test(output)) {
    return 'The npm registry cannot be reached. Check the network (or npm config get registry) and try again.';
  }
  if (/\b(ENOSPC|EDQUOT)\b/.test(output)) return `The disk that holds ${root} is full. Free some space and try again.`;
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output)) return `npm cannot write to ${root}. Make it writable and try again.`;
  return `${output.trim()}\nnpm ci failed; its words are above.`;
}
