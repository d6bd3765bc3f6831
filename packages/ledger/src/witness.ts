// What a witness decides, C2SP tlog-witness `add-checkpoint`: whether a log's new checkpoint follows from the last one that it
// cosigned. Pure: who keeps that state, by compare-and-swap and before the answer goes out, is the caller.
//
//     old 20852014
//     PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=      the consistency proof
//                                                       a blank line, and the checkpoint
import { sha256Hex } from '#primitives';
import { type Hash, utf8 } from './bytes.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { checkConsistency } from './consistency.ts';
import { formatHashLines, MOST_HASHES, parseHashLines } from './hash-lines.ts';
import { type LogKeySpan, openLogCheckpoint } from './log-keys.ts';
import { EMPTY_ROOT } from './merkle.ts';
import { noteText } from './note.ts';
import { ProofError } from './proof-error.ts';
import { isPosition } from './subtree.ts';

const OLD = 'old ';

/** What a log sends: the size that it believes the witness to know, the proof from there, and its signed checkpoint. */
export interface WitnessRequest {
  readonly oldSize: number;
  readonly proof: readonly Hash[];
  readonly note: string;
}

/** The tree that a witness cosigned last: of size 0 before the first. */
export type WitnessState = Pick<Checkpoint, 'size' | 'root'>;

/** A witness's state of a log that it has not seen yet. */
export const UNSEEN: WitnessState = { size: 0, root: EMPTY_ROOT };

/**
 * What a witness answers: the checkpoint to cosign, or why not. `stale` brings the size that it knows. `inconsistent` is, as
 * the log has signed it, the proof that the log forked.
 */
export type WitnessVerdict =
  | { readonly kind: 'cosign'; readonly checkpoint: Checkpoint; readonly text: string }
  | { readonly kind: 'unknown-log' | 'not-signed' | 'larger-old-size' | 'inconsistent' }
  | { readonly kind: 'stale'; readonly size: number };

/** Gives how a witness names a log in its addresses: SHA-256 of the origin, in hexadecimal. */
export function logNameAtWitness(origin: string): string {
  return sha256Hex(utf8(origin));
}

/** Gives the body of a request. Throws ProofError `witness-request` or `hash`. */
export function formatWitnessRequest({ oldSize, proof, note }: WitnessRequest): string {
  if (!isPosition(oldSize)) throw malformed('its old size is not a whole number below 2^53');
  if (proof.length > MOST_HASHES) throw malformed(`its proof has more than ${MOST_HASHES} hashes`);
  return `${[OLD + oldSize, ...formatHashLines(proof)].join('\n')}\n\n${note}`;
}

/** Gives the parts of a body. Strict as parseTlogProof; throws ProofError `witness-request`, `encoding` or `hash`. */
export function parseWitnessRequest(body: string): WitnessRequest {
  const end = body.indexOf('\n\n');
  const [old, ...hashes] = body.slice(0, Math.max(end, 0)).split('\n');
  if (old?.startsWith(OLD) !== true) throw malformed('it does not begin with the old size');
  if (hashes.length > MOST_HASHES) throw malformed(`its proof has more than ${MOST_HASHES} hashes`);
  const request = {
    oldSize: Number(old.slice(OLD.length)),
    proof: parseHashLines(hashes),
    note: body.slice(end + 2),
  };
  if (formatWitnessRequest(request) !== body) throw malformed('it is not in its one canonical form');
  return request;
}

/**
 * Decides on a request. `logs` are the keys of the logs that are known, by their origins, which are the keys' names; `stateOf`
 * gives what was cosigned of a log last. Throws ProofError for what is no checkpoint at all.
 */
export function considerCheckpoint(
  { oldSize, proof, note }: WitnessRequest,
  logs: readonly LogKeySpan[],
  stateOf: (origin: string) => WitnessState,
): WitnessVerdict {
  const text = noteText(note);
  const { origin } = parseCheckpoint(text);
  if (!logs.some(({ key }) => key.name === origin)) return { kind: 'unknown-log' };
  const checkpoint = opened(note, origin, logs);
  if (!checkpoint) return { kind: 'not-signed' };
  if (oldSize > checkpoint.size) return { kind: 'larger-old-size' };
  const state = stateOf(origin);
  if (oldSize !== state.size) return { kind: 'stale', size: state.size };
  return follows(state, checkpoint, proof) ? { kind: 'cosign', checkpoint, text } : { kind: 'inconsistent' };
}

function opened(note: string, origin: string, logs: readonly LogKeySpan[]): Checkpoint | undefined {
  try {
    const { size, root } = openLogCheckpoint(note, origin, logs);
    return { origin, size, root };
  } catch (error) {
    if (error instanceof ProofError && error.check === 'signature') return undefined;
    throw error;
  }
}

function follows(state: WitnessState, { size, root }: Checkpoint, proof: readonly Hash[]): boolean {
  try {
    checkConsistency(state.size, state.root, size, root, proof);
    return true;
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
}

function malformed(why: string): ProofError {
  return new ProofError('witness-request', `Not a request to a witness: ${why}.`);
}
