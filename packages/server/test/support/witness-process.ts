// A witness as people run one: a process of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const COMMAND = join(import.meta.dirname, '..', '..', '..', 'cli', 'src', 'patrec.ts');

export interface WitnessProcess {
  readonly process: ChildProcess;
  /** What a policy's line says of it: its key and its address. */
  readonly line: string;
}

/** Starts a witness of the log with that key, or of a policy's file, its state in a folder; gives it when it listens. */
export async function startWitness(
  folder: string,
  name: string,
  log: string,
  by: '--log' | '--policy' = '--log',
): Promise<WitnessProcess> {
  const flags = ['--data', join(folder, name), '--name', `${name}.example/w`, by, log, '--port', '0'];
  const child = spawn(process.execPath, [COMMAND, 'witness', ...flags]);
  let said = '';
  for await (const text of child.stdout) {
    said += text;
    const [, line] = /^witness NAME (\S+ \S+)$/m.exec(said) ?? [];
    if (line !== undefined) return { process: child, line };
  }
  throw new Error(`The witness did not start: ${said}`);
}
