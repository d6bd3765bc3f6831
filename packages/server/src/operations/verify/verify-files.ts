// The bytes of every file, read, opened and held against what the block says of them; and what lies in the store of files
// and belongs to nothing. The rows are held against the chains by verify-store.ts.

import type { Db } from '../../db/pool.ts';
import { type Statement, statement } from '../../db/statement.ts';
import type { Files } from '../../files/files.ts';
import { checkFile, type FileState, type StoredFile } from '../../files/stored-files.ts';
import type { Problem } from './problem.ts';

/** How many files were read, and what does not hold. */
export interface FilesReport {
  readonly files: number;
  readonly problems: readonly Problem[];
}

type Row = StoredFile & { readonly number: string | null };

const PAGE = 100;
const WORDS: Record<Exclude<FileState, 'whole'>, string> = {
  missing: 'Its file is gone from the store of files.',
  altered: 'Its file is not what was recorded: stored bytes were changed, or its row was.',
};

const FILES = `SELECT f.chain, f.id, f.record, f.block_seq AS "blockSeq", f.media_type AS "mediaType", f.length, f.salt,
     encode(f.commitment, 'hex') AS commitment, f.object, f.sealed_key AS "sealedKey", p.number
   FROM file f LEFT JOIN patient p ON p.chain = f.chain
   WHERE (f.chain, f.id) > ($1, $2)`;
const selectFiles = statement('verify.files', `${FILES} ORDER BY f.chain, f.id LIMIT ${PAGE}`);
const selectFilesOf = statement(
  'verify.files-of-chain',
  `${FILES} AND f.chain = $1 ORDER BY f.chain, f.id LIMIT ${PAGE}`,
);
// A file that was erased after its page of rows was read is no finding.
const selectStill = statement('verify.file-still', 'SELECT FROM file WHERE chain = $1 AND id = $2');
const selectUnnamed = statement(
  'verify.unnamed-objects',
  `SELECT s.name FROM unnest($1::text[]) AS s (name)
   WHERE NOT EXISTS (SELECT FROM file f WHERE f.object = s.name)
     AND NOT EXISTS (SELECT FROM upload u WHERE u.object = s.name)
     AND NOT EXISTS (SELECT FROM erased_object e WHERE e.object = s.name)`,
);

/** Reads every file; `onProgress` is told after each and may make the walk wait. Throws where the store cannot be asked. */
export async function verifyFiles(
  db: Db,
  files: Pick<Files, 'store' | 'key'>,
  onProgress?: (files: number) => void | Promise<void>,
): Promise<FilesReport> {
  const read = await checkFiles(db, files, storedFiles(db, selectFiles, ''), onProgress);
  return { ...read, problems: [...read.problems, ...(await unnamedObjects(db, files))] };
}

/** As `verifyFiles`, of one chain. */
export function verifyFilesOf(
  db: Db,
  files: Pick<Files, 'store' | 'key'>,
  chain: string,
  onProgress?: (files: number) => void | Promise<void>,
): Promise<FilesReport> {
  return checkFiles(db, files, storedFiles(db, selectFilesOf, chain), onProgress);
}

async function checkFiles(
  db: Db,
  files: Pick<Files, 'store' | 'key'>,
  rows: AsyncIterable<Row>,
  onProgress: (files: number) => void | Promise<void> = () => undefined,
): Promise<FilesReport> {
  const problems: Problem[] = [];
  let count = 0;
  for await (const row of rows) {
    const state = await checkFile(files, row);
    const where = `${row.number ?? `chain ${row.chain}`}-REC${row.record}`;
    if (state !== 'whole' && (await db.rows(selectStill, [row.chain, row.id])).length > 0)
      problems.push({ where, check: 'file', message: WORDS[state] });
    count += 1;
    await onProgress(count);
  }
  return { files: count, problems };
}

async function* storedFiles(db: Db, select: Statement, chain: string): AsyncGenerator<Row> {
  for (let after = { chain, id: '' }; ; ) {
    const page = await db.rows<Row>(select, [after.chain, after.id]);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last;
  }
}

// A row comes before its object and goes after it, that of an erased file too, so that an object without one was put there by hand, or the database
// is older than the files.
/** What lies in the store of files and belongs to nothing. */
export async function unnamedObjects(db: Db, { store }: Pick<Files, 'store'>): Promise<Problem[]> {
  const problems: Problem[] = [];
  for await (const names of pages(store.list())) {
    for (const { name } of await db.rows<{ name: string }>(selectUnnamed, [names])) {
      if ((await store.stat(name)) === undefined) continue; // an old upload, removed meanwhile
      problems.push({ where: 'the store of files', check: 'file', message: `Nothing names the object ${name}.` });
    }
  }
  return problems;
}

async function* pages(names: AsyncIterable<string>): AsyncGenerator<string[]> {
  let page: string[] = [];
  for await (const name of names) {
    if (page.push(name) < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
