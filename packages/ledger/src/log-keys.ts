// The keys of a log that has had more than one: which checkpoints each of them counts for. While a log changes its key, two of
// them sign; the log's own `key` blocks say from which size on, and until which. In a policy that is a line that other
// programs take for a comment:
//
//     log log.example/patrec+d2ae…+AX2x…
//     log log.example/patrec+51c0…+AbR0…
//     #patrec-key log.example/patrec+d2ae…+AX2x… until 70312
//     #patrec-key log.example/patrec+51c0…+AbR0… from 70001
import { openCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { isBy, type NoteVerifier, noteVerifier } from './note.ts';
import { ProofError } from './proof-error.ts';
import { isPosition } from './subtree.ts';
import { formatVerifierKey, type VerifierKey } from './verifier-key.ts';

/** The word that a policy's line about the sizes of a key begins with. */
export const KEY_SPAN = '#patrec-key';

/**
 * A key of a log, and the smallest and the largest size of a checkpoint that it counts for. Of a key without either nothing is
 * known: it counts for any.
 */
export interface LogKeySpan {
  readonly key: VerifierKey;
  readonly from?: number;
  readonly until?: number;
}

/** A checkpoint with the keys of its log that count for it and have signed it. */
export interface LogCheckpoint extends SignedCheckpoint {
  readonly keys: readonly VerifierKey[];
}

/**
 * Gives the checkpoint of a note by the keys of its log. Some key that counts for its size has signed it, and so has each that
 * is said to count for it: while two are in use, one of them alone is not enough. Throws as openCheckpoint does, and
 * ProofError `signature` for a key before its time or after it.
 */
export function openLogCheckpoint(
  note: string,
  origin: string,
  keys: readonly LogKeySpan[],
  others: readonly NoteVerifier[] = [],
): LogCheckpoint {
  const own = keys.filter(({ key }) => key.name === origin);
  const opened = openCheckpoint(
    note,
    origin,
    own.map(({ key }) => noteVerifier(key)),
    others,
  );
  const { size } = opened;
  const hasSigned = ({ key }: LogKeySpan) => opened.note.signatures.some((line) => isBy(line, key));
  const counting = own.filter((span) => countsFor(span, size));
  const signed = counting.filter(hasSigned);
  if (signed.length === 0) throw untimely(own.filter(hasSigned), size);
  const absent = counting.find((span) => isSaid(span) && !hasSigned(span));
  if (!absent) return { ...opened, keys: signed.map(({ key }) => key) };
  const { keyId } = absent.key;
  throw new ProofError(
    'signature',
    `The log's key ${keyId} has not signed the checkpoint of size ${size}, and should have.`,
  );
}

/** Tells whether a key counts for checkpoints of that size. */
export function countsFor({ from = 0, until = Number.MAX_SAFE_INTEGER }: LogKeySpan, size: number): boolean {
  return from <= size && size <= until;
}

/** Gives a policy's line that says for which sizes a key counts; undefined for one of which nothing is known. */
export function formatKeySpan(span: LogKeySpan): string | undefined {
  const { key } = span;
  return isSaid(span) ? [KEY_SPAN, formatVerifierKey(key.name, key.publicKey), ...wordsOf(span)].join(' ') : undefined;
}

/** Gives the sizes that the words of such a line after its key say; undefined where they say none. */
export function parseKeySpan(words: readonly string[]): Omit<LogKeySpan, 'key'> | undefined {
  const sizeAfter = (word: string) => (words.includes(word) ? Number(words[words.indexOf(word) + 1]) : undefined);
  const [from, until] = [sizeAfter('from'), sizeAfter('until')];
  const span = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
  const sizes = Object.values(span);
  const strict = sizes.length > 0 && sizes.every(isPosition) && wordsOf(span).join(' ') === words.join(' ');
  return strict && (from ?? 0) <= (until ?? Number.MAX_SAFE_INTEGER) ? span : undefined;
}

function wordsOf({ from, until }: Omit<LogKeySpan, 'key'>): string[] {
  return [...(from === undefined ? [] : ['from', `${from}`]), ...(until === undefined ? [] : ['until', `${until}`])];
}

function isSaid({ from, until }: LogKeySpan): boolean {
  return from !== undefined || until !== undefined;
}

function untimely(signed: readonly LogKeySpan[], size: number): ProofError {
  const said = signed.map(({ key, from = 0, until }) => `${key.keyId} for ${from} to ${until ?? 'any'}`).join(', ');
  return new ProofError(
    'signature',
    `The checkpoint is of size ${size}; the log's keys that signed it count otherwise: ${said}.`,
  );
}
