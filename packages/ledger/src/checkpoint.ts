// Checkpoints, C2SP tlog-checkpoint: the log's origin, size and root in three lines, signed as a note. No extension
// lines: whoever checks knows all that was signed.
import { base64, checkHash, fromBase64, type Hash } from './bytes.ts';
import { line } from './members.ts';
import { isBy, type Note, type NoteVerifier, openNote } from './note.ts';
import { ProofError } from './proof-error.ts';
import { isPosition } from './subtree.ts';

/** A tree head: which log, how many leaves, and the root over them. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

/** A checkpoint with the note it came in: its signatures, and the lines by unknown keys. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: Note;
}

/** Gives the three lines of a checkpoint: the text to sign. Throws ProofError `checkpoint` or `hash`. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!line.holds(origin)) throw malformed('its origin is not one line of text');
  if (!isPosition(size)) throw malformed('its size is not a whole number below 2^53');
  return `${origin}\n${size}\n${base64(checkHash(root, 'A root'))}\n`;
}

/**
 * Gives the checkpoint of its text. Strict: what does not format back to the same text throws ProofError `checkpoint`,
 * or `encoding` or `hash` for its root.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...rest] = text.split('\n');
  if (origin === undefined || size === undefined || root === undefined || rest.length !== 1) {
    throw malformed('it does not have three lines');
  }
  // Number() is lenient (0x10, 1e3, spaces, nothing at all); comparing with the canonical form is what refuses those.
  const checkpoint = { origin, size: Number(size), root: fromBase64(root) };
  if (formatCheckpoint(checkpoint) !== text) throw malformed('it is not in its one canonical form');
  return checkpoint;
}

/**
 * Gives the checkpoint of a note that one of the log's keys has signed. Throws as openNote and parseCheckpoint do, `signature`
 * when only `others`, such as witnesses, have signed, and `checkpoint` for another log's. For which sizes a key counts,
 * openLogCheckpoint knows.
 */
export function openCheckpoint(
  note: string,
  origin: string,
  log: readonly NoteVerifier[],
  others: readonly NoteVerifier[] = [],
): SignedCheckpoint {
  // The signatures before the words: nothing of an unsigned checkpoint is believed, not even that it is malformed.
  const opened = openNote(note, [...log, ...others]);
  if (!log.some((key) => opened.signatures.some((line) => isBy(line, key)))) {
    throw new ProofError('signature', 'The log itself has not signed the checkpoint.');
  }
  const checkpoint = parseCheckpoint(opened.text);
  if (checkpoint.origin !== origin) throw malformed(`it is of the log ${checkpoint.origin}, not ${origin}`);
  return { ...checkpoint, note: opened };
}

function malformed(why: string): ProofError {
  return new ProofError('checkpoint', `Not a checkpoint: ${why}.`);
}
