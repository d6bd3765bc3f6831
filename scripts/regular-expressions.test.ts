// Every regular expression of the program takes time in proportion to the text, however hostile it is: none backtracks
// without end (ReDoS). They are found by parsing all source files, and checked by recheck.

import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';
import { beforeAll, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = 'packages/*/src/**/*.{ts,tsx}';
process.env.RECHECK_SYNC_BACKEND = 'pure'; // else a Java or a native program, where there is one
const { checkSync } = await import('recheck');

interface Found {
  readonly pattern: string;
  readonly flags: string;
  readonly file: string;
}

const found = new Map<string, Found>();
const made: string[] = [];
beforeAll(async () => {
  for await (const file of glob(SOURCES, { cwd: ROOT })) if (!/\.(test|fixture)\.tsx?$/.test(file)) collect(file);
});

function collect(file: string): void {
  const { program, errors } = parseSync(file, readFileSync(join(ROOT, file), 'utf8'));
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const note = ({ callee }: ESTree.CallExpression | ESTree.NewExpression) => {
    if (callee.type === 'Identifier' && callee.name === 'RegExp') made.push(file);
  };
  new Visitor({
    Literal(node) {
      if ('regex' in node && node.regex) found.set(node.raw ?? '', { ...node.regex, file });
    },
    NewExpression: note,
    CallExpression: note,
  }).visit(program);
}

// Exactly where that can be (no look-around, no reference back), else by trying. Never for want of time on a busy machine.
function check(pattern: string, flags: string) {
  const exact = checkSync(pattern, flags, { checker: 'automaton', timeout: null });
  return exact.status === 'unknown' ? checkSync(pattern, flags, { timeout: null }) : exact;
}

it('finds them', () => {
  expect(found.size).toBeGreaterThan(80);
  expect([...found.keys()]).toContain('/^[\\w-]{1,1400}$/');
});

it('makes none from a text while it runs', () => {
  expect(made).toEqual([]);
});

it('has none that a hostile text holds up', { timeout: 120_000 }, () => {
  const slow = [...found.values()].flatMap(({ pattern, flags, file }) => {
    const result = check(pattern, flags);
    if (result.status === 'safe') return [];
    return [
      `${file}: /${pattern}/${flags} is ${result.status === 'vulnerable' ? result.complexity.summary : 'unknown'}`,
    ];
  });
  expect(slow).toEqual([]);
});

it('tells a slow one from a fast one', () => {
  expect(checkSync('^(a+)+$', '').status).toBe('vulnerable');
  expect(checkSync('a+b', '').status).toBe('vulnerable');
  expect(checkSync('^a+b$', '').status).toBe('safe');
});
