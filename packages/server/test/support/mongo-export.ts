// Exports of the teaching project as mongoexport writes them, and an import of one that collects what it tells.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { problemText } from '../../src/http/exchange/import-words.ts';
import { importMongo } from '../../src/operations/mongo/import-mongo.ts';
import type { MongoOutcome } from '../../src/operations/mongo/outcome.ts';
import { openExport } from '../../src/operations/mongo/read-export.ts';
import type { TestStore } from './test-store.ts';

export const MONGO_SECRET = 'a secret of the tests, long enough';

/** Documents as lines; text stands as it is. */
export function lines(...documents: (object | string)[]): string {
  return documents.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
}

/** A block of a patient's collection. */
export function block(id: string, prev: string | null, more: object = {}) {
  return {
    _id: { $oid: '64b7f3c2a1d4e5f60718293a' },
    block_id: id,
    type: 'General information',
    hash: `hash of ${id}`,
    prev,
    creator: 'DOC1',
    timestamp: { $date: '2023-07-19T14:33:06.123Z' },
    ...more,
  };
}

/** An entry of Blockhead. */
export function person(id: string, name: string, more: object = {}) {
  return { _id: id, name, gender: 'F', dob: { $date: '1991-04-30T00:00:00Z' }, ...more };
}

/** Writes the files into a folder of their own below `folder`; gives its path. */
export async function writeExport(folder: string, files: Record<string, string>): Promise<string> {
  const path = await mkdtemp(join(folder, 'export-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return path;
}

/** Imports it; gives what was told. It is stopped after so many. */
export async function runMongo(
  { db, ledger }: Pick<TestStore, 'db' | 'ledger'>,
  path: string,
  { dryRun = false, administrators = false, stopAfter = 1e9 } = {},
): Promise<MongoOutcome[]> {
  const told: MongoOutcome[] = [];
  const stop = new AbortController();
  const tell = (outcome: MongoOutcome) => {
    told.push(outcome);
    if (told.length >= stopAfter) stop.abort();
  };
  const source = await openExport(path);
  const parts = { db, ledger, secret: MONGO_SECRET, source, dryRun, administrators, words: problemText };
  await importMongo(parts, tell, stop.signal);
  return told;
}

/** Why that was rejected. */
export function problemsOf(told: readonly MongoOutcome[], id: string): readonly string[] {
  return told.flatMap((one) => (one.id === id && one.outcome === 'rejected' ? one.problems : []));
}
