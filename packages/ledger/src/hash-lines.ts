// A proof as lines of text, one hash in base64 on each: how tlog-proof and tlog-witness write it.
import { base64, checkHash, fromBase64, type Hash } from './bytes.ts';

/** No tree of at most 2^63 leaves has a longer path. */
export const MOST_HASHES = 63;

/** Gives a line for each hash. Throws ProofError `hash` for what is not 32 bytes long. */
export function formatHashLines(hashes: readonly Hash[]): string[] {
  return hashes.map((hash) => base64(checkHash(hash, 'A hash of the proof')));
}

/** Gives the hashes of the lines; their length is checked when they are formatted again. Throws ProofError `encoding`. */
export function parseHashLines(lines: readonly string[]): Hash[] {
  return lines.map(fromBase64);
}
