import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { explain } from './bootstrap.mjs';
import { hashSources } from './build-web.mjs';

const path = fileURLToPath(new URL('./run.cjs', import.meta.url));

function runUnder(version: string) {
  const disguise = `Object.defineProperty(process, 'version', { value: '${version}' }); require('${path}');`;
  return spawnSync(process.execPath, ['-e', disguise, 'no-such-command'], { encoding: 'utf8' });
}

describe('run.cjs', () => {
  it.each(['v0.10.48', 'v8.17.0', 'v18.20.8', 'v19.9.0'])('tells Node %s in one line what is needed', (version) => {
    const { status, stderr, stdout } = runUnder(version);
    const line = `Patrec needs Node.js 20 or later; this is ${version}. Install it from https://nodejs.org and try again.\n`;
    expect([status, stderr, stdout]).toEqual([1, line, '']);
  });

  it.each(['v20.0.0', 'v100.1.0'])('goes on under Node %s', (version) => {
    expect(runUnder(version).stderr).toContain('.mjs');
  });

  it('can be parsed by the oldest Node: ECMAScript 5', async () => {
    const { parseAst } = await import('vite');
    const tree = JSON.stringify(parseAst(readFileSync(path, 'utf8')));
    const allowed = ['Program', 'VariableDeclaration', 'VariableDeclarator', 'IfStatement', 'BlockStatement'];
    const expressions = [
      'ExpressionStatement',
      'CallExpression',
      'MemberExpression',
      'BinaryExpression',
      'ArrayExpression',
    ];
    const leaves = ['Identifier', 'Literal'];
    const types = new Set([...tree.matchAll(/"type":"(\w+)"/g)].map((match) => match[1]));
    expect([...types].filter((type) => ![...allowed, ...expressions, ...leaves].includes(type ?? ''))).toEqual([]);
    expect(tree).not.toMatch(/"kind":"(const|let)"/);
    expect(readFileSync(path, 'utf8')).not.toMatch(/,\s*\)/);
  });
});

describe('explain', () => {
  it.each([
    ['npm error code ECONNREFUSED\nnpm error FetchError: request failed', /^The npm registry cannot be reached\./],
    ['npm error network request to https://x failed, reason: getaddrinfo ENOTFOUND x', /^The npm registry cannot/],
    ['npm error code ENOSPC', /^The disk that holds .* is full\./],
    ['npm error code EACCES', /^npm cannot write to /],
  ])('says in one line what %j means', (output, line) => {
    expect(explain(output)).toMatch(line);
    expect(explain(output)).not.toContain('\n');
  });

  it('shows what it does not know', () => {
    expect(explain('npm error something new\n')).toBe('npm error something new\nnpm ci failed; its words are above.');
  });
});

describe('hashSources', () => {
  it('changes with a source, its name and the lock, not with a test or the build', () => {
    const root = mkdtempSync(join(tmpdir(), 'patrec-sources-'));
    const write = (file: string, text: string) => writeFileSync(join(root, file), text);
    mkdirSync(join(root, 'packages/web/src/pages'), { recursive: true });
    mkdirSync(join(root, 'packages/web/dist'), { recursive: true });
    write('package-lock.json', '{}');
    write('packages/web/vite.config.ts', '');
    const hashes = [hashSources(root)];
    for (const [file, text] of [
      ['packages/web/src/pages/home.tsx', 'one'],
      ['packages/web/src/pages/home.tsx', 'two'],
      ['packages/web/vite.config.ts', 'export default {}'],
      ['package-lock.json', '{"lockfileVersion":3}'],
    ] as const) {
      write(file, text);
      hashes.push(hashSources(root));
    }
    expect(new Set(hashes).size).toBe(hashes.length);
    write('packages/web/src/pages/home.test.tsx', 'a test');
    write('packages/web/dist/index.js', 'built');
    expect(hashSources(root)).toBe(hashes.at(-1));
    rmSync(root, { recursive: true });
  });
});

describe('the continuous integration', () => {
  it('calls npm test and nothing else', () => {
    const file = fileURLToPath(new URL('../.ci/run', import.meta.url));
    execFileSync('bash', ['-n', file]);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.slice(1)).toEqual(['set -euo pipefail', expect.stringMatching(/^cd /), 'exec npm test']);
  });
});
