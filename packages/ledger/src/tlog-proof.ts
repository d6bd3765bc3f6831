// Proofs in one text, C2SP tlog-proof: where an entry is in the log, the hashes that lead from it to a root, and the signed
// checkpoint that has this root.
//
//     c2sp.org/tlog-proof@v1
//     index 73894
//     gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=      from the leaf's sibling to the root's child
//                                                       a blank line, and the checkpoint as it is
import { base64, fromBase64, type Hash } from './bytes.ts';
import { formatHashLines, MOST_HASHES, parseHashLines } from './hash-lines.ts';
import { ProofError } from './proof-error.ts';
import { isPosition } from './subtree.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';
const INDEX = 'index ';

/** `extra` is authenticated by nothing, and is there for whoever wrote it; absent, the proof has no such line. */
export interface TlogProof {
  readonly index: number;
  readonly hashes: readonly Hash[];
  readonly checkpoint: string;
  readonly extra?: Uint8Array;
}

/** Gives the text of a proof. Throws ProofError `tlog-proof` or `hash` for what is none. */
export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  if (!isPosition(index)) throw malformed('its index is not a whole number below 2^53');
  if (hashes.length > MOST_HASHES) throw malformed('it has more hashes than any tree is high');
  if (extra?.length === 0) throw malformed('its extra data are empty');
  const lines = [HEADER, ...(extra ? [EXTRA + base64(extra)] : []), INDEX + index];
  return `${[...lines, ...formatHashLines(hashes)].join('\n')}\n\n${checkpoint}`;
}

/**
 * Gives the parts of a proof's text; its checkpoint is not opened here. Strict: what does not format back to the same text
 * throws ProofError `tlog-proof`, or `encoding` or `hash` for a hash.
 */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  if (end === -1) throw malformed('it has no blank line before its checkpoint');
  const [header, ...rest] = text.slice(0, end).split('\n');
  if (header !== HEADER) throw malformed(`its first line is not ${HEADER}`);
  const extra = rest[0]?.startsWith(EXTRA) ? rest.shift()?.slice(EXTRA.length) : undefined;
  const [index, ...path] = rest;
  if (index?.startsWith(INDEX) !== true) throw malformed('it has no line with its index');
  if (path.length > MOST_HASHES) throw malformed('it has more hashes than any tree is high');
  const proof = {
    // Number() is lenient; the round trip refuses what it forgives.
    index: Number(index.slice(INDEX.length)),
    hashes: parseHashLines(path),
    checkpoint: text.slice(end + 2),
    ...(extra === undefined ? {} : { extra: fromBase64(extra) }),
  };
  if (formatTlogProof(proof) !== text) throw malformed('it is not in its one canonical form');
  return proof;
}

function malformed(why: string): ProofError {
  return new ProofError('tlog-proof', `Not a proof of logging: ${why}.`);
}
