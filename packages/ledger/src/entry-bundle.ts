// Entry bundles, C2SP tlog-tiles "Log Entries": the entries of one level-0 tile, each after its length as a big-endian
// uint16. Bundles grow by appending: the bundle of more entries begins with that of fewer.
import { concat } from './bytes.ts';
import { ProofError } from './proof-error.ts';
import { TILE_WIDTH } from './tile-path.ts';

const MAX_ENTRY = 0xffff; // bytes: what a uint16 can say

/** Gives the bytes of a bundle, or of entries to append to one. Throws RangeError for an entry over 65,535 bytes. */
export function formatEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concat(entries.flatMap((entry) => [lengthOf(entry), entry]));
}

function lengthOf(entry: Uint8Array): Uint8Array {
  if (entry.length > MAX_ENTRY) throw new RangeError(`An entry is at most ${MAX_ENTRY} bytes long.`);
  return Uint8Array.of(Math.floor(entry.length / 256), entry.length % 256);
}

/** Gives the `width` entries, 1 to 256, of a bundle. Throws ProofError `entry-bundle` for one entry more or less. */
export function parseEntryBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  if (!(width >= 1 && width <= TILE_WIDTH)) throw new RangeError(`A bundle holds 1 to ${TILE_WIDTH} entries.`);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < width) {
    const entry = entryAt(bytes, at);
    entries.push(entry);
    at += 2 + entry.length;
  }
  // What follows the last entry would be served as part of the log, and be in no leaf.
  if (at !== bytes.length) throw new ProofError('entry-bundle', `The bundle goes on after its ${width} entries.`);
  return entries;
}

function entryAt(bytes: Uint8Array, at: number): Uint8Array {
  const [high, low] = bytes.subarray(at, at + 2);
  if (high === undefined || low === undefined) throw new ProofError('entry-bundle', 'The bundle ends before an entry.');
  const entry = bytes.slice(at + 2, at + 2 + high * 256 + low);
  if (entry.length === high * 256 + low) return entry;
  throw new ProofError('entry-bundle', 'The bundle ends within an entry.');
}
