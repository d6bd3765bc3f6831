// Signed notes, C2SP signed-note: a text, a blank line, and one line for each signature. Whoever opens a note says which
// keys are known; a line by any other key is kept apart and says nothing.
//
//     log.example/patrec            the text: any lines, the last one ended too
//     70000
//     sIdM9zB24fjjD91/Q/Fj3j9Nryh+dlJmMv2VLJWbioI=
//                                   the blank line
//     — log.example/patrec Az3grl…  name, and base64 of key id and signature
import { ed25519Sign, ed25519Verify } from '#primitives';
import { base64, concat, fromBase64, fromHex, hex, utf8 } from './bytes.ts';
import { ProofError } from './proof-error.ts';
import { isKeyName, type SignerKey, type VerifierKey } from './verifier-key.ts';

const EM_DASH = '\u2014';

const KEY_ID_LENGTH = 4; // bytes

// The name, and base64 of key id and signature, between single spaces.
const LINE = /^\u2014 ([^ ]+) ([^ ]+)$/u;

/** One signature line: `signature` is what follows the key id. What it signs is for its algorithm to say. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** Makes the signature of a note's text by one key. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: string;
  readonly sign: (text: Uint8Array) => Uint8Array;
}

/** Checks the signature of a note's text by one key. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: string;
  readonly verify: (text: Uint8Array, signature: Uint8Array) => boolean;
}

/** A note whose known signatures hold: at least one does. `unknown` are lines by keys that nobody asked about. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
  readonly unknown: readonly NoteSignature[];
}

/** Gives what signs notes with an Ed25519 key (type 0x01: the signature is over the text itself). */
export function noteSigner({ name, keyId, seed }: SignerKey): NoteSigner {
  return { name, keyId, sign: (text) => ed25519Sign(seed, text) };
}

/** Gives what checks an Ed25519 key's signatures of notes. */
export function noteVerifier({ name, keyId, publicKey }: VerifierKey): NoteVerifier {
  return { name, keyId, verify: (text, signature) => ed25519Verify(publicKey, text, signature) };
}

/** Gives the note of a text, signed by each signer in turn. Throws ProofError `note` for what cannot be a note's text. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  checkText(text);
  if (signers.length === 0) throw malformed('nobody signs it');
  const bytes = utf8(text);
  const signed = signers.map(({ name, keyId, sign }) => ({ name, keyId, signature: sign(bytes) }));
  return `${text}\n${signed.map(formatSignature).join('')}`;
}

/** Gives the line of one signature, with its newline, as a cosignature is added to a note. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  return `${EM_DASH} ${name} ${base64(concat([fromHex(keyId), signature]))}\n`;
}

/**
 * Gives a note's text once it is known to be signed. Throws ProofError `note` or `encoding` for a malformed note, and
 * `signature` when a known key's signature fails, even beside one that holds, or when no known key signed.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): Note {
  const { text, lines } = splitNote(note);
  const bytes = utf8(text);
  const signatures: NoteSignature[] = [];
  const unknown: NoteSignature[] = [];
  for (const line of lines) {
    const verifier = verifiers.find((one) => isBy(line, one));
    if (verifier && !verifier.verify(bytes, line.signature)) throw failed(line);
    (verifier ? signatures : unknown).push(line);
  }
  if (signatures.length === 0) throw new ProofError('signature', 'No known key has signed the note.');
  return { text, signatures, unknown };
}

/** Tells whether a line says that it is by that key. Name and id both: ids are 4 bytes, and another name may have the same. */
export function isBy(line: NoteSignature, { name, keyId }: Pick<NoteVerifier, 'name' | 'keyId'>): boolean {
  return line.name === name && line.keyId === keyId;
}

/** Gives the text of a note of which nothing is checked: to find out whose it would be. Empty where there is none. */
export function noteText(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1);
}

// The text may hold blank lines itself; signature lines cannot, so the last blank line ends the text.
function splitNote(note: string): { text: string; lines: readonly NoteSignature[] } {
  const end = note.lastIndexOf('\n\n');
  if (end === -1 || !note.endsWith('\n')) throw malformed('it has no blank line before its signatures');
  const text = note.slice(0, end + 1);
  checkText(text);
  return {
    text,
    lines: note
      .slice(end + 2, -1)
      .split('\n')
      .map(parseSignature),
  };
}

function parseSignature(line: string): NoteSignature {
  const [, name, encoded] = LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined || !isKeyName(name)) throw malformed('a signature line is not one');
  const bytes = fromBase64(encoded);
  if (bytes.length <= KEY_ID_LENGTH) throw malformed('a signature is too short');
  return { name, keyId: hex(bytes.subarray(0, KEY_ID_LENGTH)), signature: bytes.slice(KEY_ID_LENGTH) };
}

// "The text MUST end in newline" and holds no other control character: so a carriage return cannot hide in one.
function checkText(text: string): void {
  if (!text.endsWith('\n')) throw malformed('its text does not end with a newline');
  if (!text.isWellFormed() || /[^\P{Cc}\n]/u.test(text)) throw malformed('its text holds control characters');
}

function malformed(why: string): ProofError {
  return new ProofError('note', `Not a signed note: ${why}.`);
}

function failed({ name, keyId }: NoteSignature): ProofError {
  return new ProofError('signature', `The signature by ${name} (${keyId}) does not hold.`);
}
