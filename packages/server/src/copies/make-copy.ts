// Makes copies: takes the one that waits longest, writes its parts to the database, and says how far it is. A process that
// ends in the middle leaves a lease that runs out; the next one begins anew, at most three times.

import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ZipFile } from 'yazl';
import { transaction } from '../db/transaction.ts';
import { checkFile, filesOfBlocks } from '../files/stored-files.ts';
import { now } from '../ledger/ledger.ts';
import { INSTITUTION_ZONE } from '../records/clinical-time.ts';
import { copyExtent } from './copied-store.ts';
import { type CopiedFile, type CopyEntry, type CopyParts, copyEntries } from './copy-entries.ts';
import { advanceCopy, claimCopy, finishCopy, keepPart, removeExpiredCopies, type StoredCopy } from './copy-store.ts';
import { KEPT_MS } from './take-copy.ts';

const LEASE_MS = 30_000;
const ATTEMPTS = 3;
const PART_BYTES = 512 * 1024;
const PAUSE_MS = 1000;

/** Thrown inside where the copy was stopped, or somebody else makes it: not a failure. */
class NotOurs extends Error {}

/**
 * Makes one copy, if one is to be made; false where there was none. It throws where that failed. `signal` ends it in the
 * middle, for another process to begin anew.
 */
export async function makeNextCopy(parts: CopyParts, signal?: AbortSignal): Promise<boolean> {
  const { db, ledger } = parts;
  const copy = await claimCopy(db, now(ledger), leaseFrom(parts));
  if (!copy) return false;
  try {
    if (copy.attempt > ATTEMPTS) await finish(parts, copy, 'failed', 0);
    else await finish(parts, copy, 'ready', await make(parts, copy, signal));
  } catch (error) {
    if (error instanceof NotOurs) return true;
    await finish(parts, copy, 'failed', 0);
    throw error;
  }
  return true;
}

// Gives the size of the file.
async function make(parts: CopyParts, copy: StoredCopy, signal: AbortSignal | undefined): Promise<number> {
  const { db, ledger } = parts;
  const { chain } = copy;
  const extent = await copyExtent(db, chain);
  if (!extent) throw new Error('The patient of a copy is gone.');
  const stored = await filesOfBlocks(db, chain, 0, extent.head);
  const total = extent.head + 1 + extent.records + stored.length;
  let done = 0;
  const advance = async (more: number) => {
    done += more;
    if (signal?.aborted || !(await advanceCopy(db, copy, { done, total, leasedUntil: leaseFrom(parts) })))
      throw new NotOurs();
  };
  await advance(0);
  const lang = copy.lang === 'hi' || copy.lang === 'ta' ? copy.lang : 'en';
  const context = { lang, timeZone: INSTITUTION_ZONE, now: now(ledger) } as const;
  const files: CopiedFile[] = [];
  for (const file of stored) {
    files.push({ file, state: await checkFile(parts.files, file) });
    await advance(0);
  }
  const entries = copyEntries(parts, { chain, extent, files, context, advance });
  let size = 0;
  let place = 0;
  for await (const part of gathered(zipped(entries, new Date(context.now)))) {
    if (!(await keepPart(db, copy, place, part))) throw new NotOurs();
    size += part.length;
    place += 1;
  }
  return size;
}

// The archive is read while its files are made; an error of one of them ends it, and the archive's end ends the file.
function zipped(entries: readonly CopyEntry[], mtime: Date): Readable {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  out.setMaxListeners(entries.length + 10); // each file listens for the end of all
  zip.on('error', (error: Error) => out.destroy(error));
  for (const { name, content, packed = false } of entries) {
    zip.addReadStreamLazy(name, { mtime, mode: 0o100600, compress: !packed }, (give) => {
      const file = Readable.from(bytesOf(content()), { objectMode: false });
      file.on('error', (error) => out.destroy(error));
      out.once('close', () => file.destroy());
      give(null, file);
    });
  }
  zip.end();
  return out;
}

async function* bytesOf(content: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const piece of content) if (piece.length > 0) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}

async function* gathered(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    length += piece.length;
    if (length < PART_BYTES) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(pieces);
}

async function finish({ db, ledger }: CopyParts, copy: StoredCopy, state: 'ready' | 'failed', size: number) {
  const expiresAt = new Date(ledger.clock() + KEPT_MS).toISOString();
  await transaction(db, (tx) => finishCopy(tx, copy, { state, size, expiresAt }));
}

function leaseFrom({ ledger }: CopyParts): string {
  return new Date(ledger.clock() + LEASE_MS).toISOString();
}

/** Starts the loop that makes copies and deletes those of yesterday. `stop` ends it. */
export function runCopies(parts: CopyParts, onProblem: (error: unknown) => void): { stop: () => Promise<void> } {
  const stopping = new AbortController();

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await removeExpiredCopies(parts.db, parts.ledger).catch(onProblem);
      const made = await makeNextCopy(parts, stopping.signal).catch(onProblem);
      if (made !== true) await sleep(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
