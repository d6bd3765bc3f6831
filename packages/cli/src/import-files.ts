// `patrec import FILE...`: each file is one Bundle, a transaction or a document, imported whole or not at all.

import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BundleError } from '@patrec/fhir/bundle';
import {
  AppError,
  type Config,
  drainLog,
  filesOf,
  hashPassword,
  importFile,
  type NewAccount,
  openFiles,
} from '@patrec/server';
import { withStore } from './with-store.ts';

/** Imports the files one after another; gives 1 when any of them was refused. */
export async function importFiles(files: string[]): Promise<number> {
  if (files.length === 0) {
    process.stderr.write('Name at least one file: npx patrec import FILE...\n');
    return 1;
  }
  return withStore(async (opened, config) => {
    const store = { ...opened, files: filesOf(await openFiles(config, opened.db)) };
    const account = await newAccount(config.mode);
    const total = { files: 0, records: 0, resources: 0 };
    for (const [i, file] of files.entries()) {
      process.stdout.write(`${i + 1}/${files.length} ${basename(file)}: `);
      const done = await importOne(store, file, account);
      if (!done) continue;
      total.files += 1;
      total.records += done.records;
      total.resources += done.resources;
      process.stdout.write(`${done.patient}, ${done.records} records, ${done.resources} resources\n`);
    }
    await drainLog(store.db, store.ledger, store.signer);
    process.stdout.write(
      `Imported ${total.files} of ${files.length} files: ${total.records} records, ${total.resources} resources.\n`,
    );
    return total.files === files.length ? 0 : 1;
  });
}

// In a demonstration imported patients sign in as the others do; elsewhere they are given a password at the desk.
async function newAccount(mode: Config['mode']): Promise<NewAccount> {
  const demo = mode === 'demo';
  return { passwordHash: demo ? await hashPassword('password') : null, demo };
}

async function importOne(store: Parameters<typeof importFile>[0], file: string, account: NewAccount) {
  try {
    return await importFile(store, bytesOf(file), account);
  } catch (error) {
    const reason = refusal(error);
    if (reason === undefined) throw error;
    process.stdout.write('refused, nothing of it was imported\n');
    process.stderr.write(`${reason}\n`);
    return undefined;
  }
}

// What is the file's fault is told and the next file goes on; anything else ends the command.
function refusal(error: unknown): string | undefined {
  if (error instanceof BundleError) return error.message;
  if (error instanceof AppError && error.kind === 'invalid') return new BundleError(error.issues).message;
  if (error instanceof AppError && (error.kind === 'conflict' || error.kind === 'too-large'))
    return `  ${error.message}`;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code?.startsWith('Z_')) return `  The gzip file cannot be read: ${message}`;
  return code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES'
    ? `  The file cannot be read (${code}).`
    : undefined;
}

// What gzip opens to is held to the limits of the import, as a plain file is.
async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer: magic } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    const bytes = handle.createReadStream({ start: 0 });
    const zipped = magic.equals(Buffer.of(0x1f, 0x8b));
    yield* zipped ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
  } finally {
    await handle.close();
  }
}
