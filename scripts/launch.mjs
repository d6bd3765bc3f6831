/** Runs the server and passes signals on to it, each one once. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { environment, root } from './commands.mjs';

// Ctrl-C comes from the terminal, and again from npm, which passes on what it got itself: within this time (in
// milliseconds) they are one.
const together = 1000;

/**
 * Runs a program on this terminal until it ends. It is in a session of its own, so that the terminal's Ctrl-C comes to
 * us alone; a closed terminal (SIGHUP) asks it to stop like any other.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>} its exit code; 128 and the signal's number when a signal ended it
 */
export async function launch(command, args) {
  const child = spawn(command, args, { cwd: root, detached: true, env: environment(), stdio: 'inherit' });
  let last = 0;
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    if (Date.now() - last < together) return;
    last = Date.now();
    child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, passOn);
  const [code, signal] = /** @type {[number | null, NodeJS.Signals | null]} */ (await once(child, 'exit'));
  for (const name of signals) process.off(name, passOn);
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
