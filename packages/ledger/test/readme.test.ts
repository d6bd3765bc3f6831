// Runs the README's snippet as a reader would, with the primitives of Node and with those of browsers, and compares what
// it prints with what the README says.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import * as ledger from '../src/index.ts';

const folder = join(import.meta.dirname, '..');
const readme = await readFile(join(folder, 'README.md'), 'utf8');

function fenced(language: string): string {
  const [, text] = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(readme) ?? [];
  if (text === undefined) throw new Error(`The README has no ${language} block.`);
  return text;
}

test.each([
  ['Node', []],
  ['browsers', ['--import', './test/portable.ts']],
])('the snippet prints what the README says, with the primitives of %s', async (_, preload) => {
  const args = [...preload, '--input-type=module-typescript', '--eval', fenced('ts')];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  expect(stdout).toBe(fenced('text'));
});

test('the README lists every export', () => {
  const [, listed = ''] = /## What it gives\n(.*?)\n## /s.exec(readme) ?? [];
  const named = [...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(named).toStrictEqual(expect.arrayContaining(Object.keys(ledger)));
});
