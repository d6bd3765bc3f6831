#!/usr/bin/env node
// Starts the command under the project's own Node.js, whatever version called it.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url));
const command = fileURLToPath(new URL('../src/patrec.ts', import.meta.url));
const child = spawn(existsSync(own) ? own : process.execPath, [command, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
child.on('exit', (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1);
});
