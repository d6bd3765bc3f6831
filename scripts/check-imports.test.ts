import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkImports } from './check-imports.mjs';
import { rules } from './import-rules.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'patrec-imports-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const packages = Object.fromEntries(
  ['fhir', 'ledger', 'web', 'server'].map((name) => {
    const exports = { '.': './src/index.ts', ...(name === 'fhir' ? { './validate': './src/validate.ts' } : {}) };
    return [`packages/${name}/package.json`, JSON.stringify({ name: `@patrec/${name}`, exports })];
  }),
);

function plant(files: Record<string, string>): string[] {
  for (const [path, source] of Object.entries({ ...packages, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
  return checkImports(root, rules);
}

describe('checkImports', () => {
  it('accepts what ARCHITECTURE.md allows', () => {
    const problems = plant({
      'packages/server/src/main.ts': "import { listen } from './http/server.ts';",
      'packages/server/src/http/server.ts':
        "import { create } from '../records/create.ts'; import { page } from '@patrec/web';",
      'packages/server/src/records/create.ts':
        "import { decide } from '../access/decide.ts'; import fs from 'node:fs';",
      'packages/server/src/access/decide.ts':
        "import type { Tx } from '../db/pool.ts'; import { AppError } from '../errors.ts';",
      'packages/server/src/db/pool.ts': "import pg from 'pg'; export type Tx = pg.Client;",
      'packages/server/src/errors.ts': 'export class AppError extends Error {}',
      'packages/web/src/page.tsx': "import { parseJson } from '@patrec/fhir'; export const page = <p>{parseJson}</p>;",
      'packages/cli/src/start.ts':
        "import { start } from '@patrec/server'; import { validate } from '@patrec/fhir/validate';",
      'packages/server/src/db/pool.test.ts': "import { create } from '../records/create.ts';",
    });
    expect(problems).toEqual([]);
  });

  it.each([
    ['packages/ledger/src/a.ts', "import { parseJson } from '@patrec/fhir';"],
    ['packages/fhir/src/a.ts', "import type { Hash } from '@patrec/ledger';"],
    ['packages/web/src/a.tsx', "import { start } from '@patrec/server';"],
    ['packages/server/src/records/a.ts', "import { route } from '../http/routes.ts';"],
    ['packages/server/src/records/a.ts', "import { page } from '@patrec/web';"],
    ['packages/server/src/operations/a.ts', "export * from '../http/routes.ts';"],
    ['packages/server/src/access/a.ts', "export { read } from '../records/read.ts';"],
    ['packages/server/src/db/a.ts', "const { decide } = await import('../access/decide.ts');"],
    ['packages/server/src/db/a.ts', "export type Decide = import('../access/decide.ts').Decide;"],
    ['packages/server/src/errors.ts', "import './db/pool.ts';"],
    ['packages/server/src/http/a.ts', "import { main } from '../main.ts';"],
  ])('finds that %s must not %s', (file, source) => {
    expect(plant({ [file]: source })).toEqual([expect.stringMatching(new RegExp(`^${file} must not import `))]);
  });

  it('finds another package imported by its path or by its inside', () => {
    expect(plant({ 'packages/cli/src/a.ts': "import { b } from '../../server/src/index.ts';" })).toEqual([
      'packages/cli/src/a.ts imports another package by its path: ../../server/src/index.ts',
    ]);
    expect(plant({ 'packages/cli/src/a.ts': "import { b } from '@patrec/server/src/b.ts';" })).toEqual([
      'packages/cli/src/a.ts imports the inside of a package: @patrec/server/src/b.ts',
    ]);
  });

  it('finds a circle, of types too', () => {
    const problems = plant({
      'packages/ledger/src/a.ts': "import { b } from './b.ts';",
      'packages/ledger/src/b.ts': "export * from './deep/c.ts';",
      'packages/ledger/src/deep/c.ts': "import type { A } from '../a.ts';",
    });
    expect(problems).toEqual([
      'imports go in a circle: packages/ledger/src/a.ts → packages/ledger/src/b.ts → packages/ledger/src/deep/c.ts → packages/ledger/src/a.ts',
    ]);
  });

  it('finds a file in a folder that has no rule', () => {
    expect(plant({ 'packages/new/src/a.ts': "import { b } from './b.ts';" })).toEqual([
      'packages/new/src/a.ts is in no zone; add it to scripts/import-rules.mjs',
    ]);
  });
});
