import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeDocument } from '../../test/support/document-record.ts';
import { type People, registerPeople } from '../../test/support/people.ts';
import { pdfFile } from '../../test/support/sample-files.ts';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { filesOf } from '../files/files.ts';
import { openFiles } from './open-files.ts';

let store: TestStore;
let people: People;
let dataDirectory: string;

beforeAll(async () => {
  store = await openTestStore();
  people = await registerPeople(store);
  dataDirectory = await mkdtemp(join(tmpdir(), 'patrec-open-files-'));
});
afterAll(async () => {
  await store.close();
  await rm(dataDirectory, { recursive: true });
});

const file = () => join(dataDirectory, 'files.key');
const open = (key = { from: 'file', path: file(), create: true } as Parameters<typeof openFiles>[0]['files']['key']) =>
  openFiles({ dataDirectory, files: { limit: 1024 * 1024, key, bucket: undefined } }, store.db);

it('makes the key once, for its owner alone, and opens with it again', async () => {
  const first = await open();
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  expect((await open()).secret).toBe(first.secret);
  expect(first.secret).toBe((await readFile(file(), 'utf8')).trim());
});

it('refuses a key that others may read', async () => {
  await chmod(file(), 0o644);
  await expect(open()).rejects.toThrow('can be read by others');
  await chmod(file(), 0o600);
});

it('refuses another key, and makes none, once there are files', async () => {
  const files = filesOf(await open());
  await writeDocument({ ...store, files }, people.doctor, people.chart, pdfFile());
  await expect(open()).resolves.toBeDefined();
  const other = { from: 'environment', value: 'c07d5a924e68b3f1c07d5a924e68b3f1' } as const;
  await expect(open(other)).rejects.toThrow('The files were sealed under another key.');
  await rm(file());
  await expect(open()).rejects.toThrow('PATREC_FILES_KEY_FILE');
});
