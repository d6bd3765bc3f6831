// Starts that cannot succeed end with one clear line and exit code 1.

import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeTestDirectory, type TestDirectory } from '../src/db/embedded/test-directory.ts';
import { freePort, runMain } from './support/child-server.ts';

let directory: TestDirectory;

beforeAll(async () => {
  directory = await makeTestDirectory();
});
afterAll(() => directory.remove());

async function refusal(env: Record<string, string>): Promise<string> {
  const { code, stderr } = await runMain({ PATREC_DATA: directory.path, PORT: String(await freePort()), ...env });
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  return stderr;
}

test('a taken port', async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  expect(await refusal({ PORT: String(port) })).toMatch(/port .* taken.*PORT/i);
  await new Promise((resolve) => other.close(resolve));
});

test('a data directory that is a file', async () => {
  const file = `${directory.path}-file`;
  await writeFile(file, '');
  expect(await refusal({ PATREC_DATA: file })).toContain(file);
});

test('a database that does not answer, and one that refuses', async () => {
  const port = await freePort();
  const lost = await refusal({ DATABASE_URL: `postgres://someone:hidden@127.0.0.1:${port}/patrec` });
  expect(lost).toContain('DATABASE_URL');
  expect(lost).not.toContain('hidden');
  const { host, user } = inject('postgres');
  const unknown = `postgres://${user}@localhost/no_such_database?host=${encodeURIComponent(host)}`;
  expect(await refusal({ DATABASE_URL: unknown })).toContain('DATABASE_URL');
});

test.each([
  [{ PORT: 'ninety' }, 'PORT'],
  [{ HOST: '0.0.0.0' }, 'HOST'],
  [{ NODE_ENV: 'production' }, 'PATREC_URL'],
  [{ NODE_ENV: 'production', PATREC_URL: 'http://clinic.example' }, 'PATREC_URL'],
  [{ NODE_ENV: 'production', PATREC_URL: 'https://clinic.example' }, 'PATREC_LOG_ORIGIN'],
  [
    { NODE_ENV: 'production', PATREC_URL: 'https://clinic.example', PATREC_LOG_ORIGIN: 'clinic.example/log' },
    'PATREC_SECRET',
  ],
])('a wrong setting: %o', async (env, variable) => {
  expect(await refusal(env as Record<string, string>)).toContain(variable);
});
