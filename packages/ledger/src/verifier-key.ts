// Keys of signed notes, C2SP signed-note "Verifier keys" and "Signatures": a name, an id that is a short hash of name and key,
// and the key. The signer's form is that of Go's sumdb/note.
import { ed25519PublicKey, sha256Hex } from '#primitives';
import { base64, concat, fromBase64, utf8 } from './bytes.ts';
import { isProperPoint } from './ed25519-point.ts';
import { ProofError } from './proof-error.ts';

/** The signature type of plain notes: RFC 8032's Ed25519 over the note's text. */
export const ED25519 = 0x01;

/** The signature type of cosignature/v1 (C2SP tlog-cosignature): Ed25519 over a time and the note's text. */
export const COSIGNATURE = 0x04;

export type Algorithm = typeof ED25519 | typeof COSIGNATURE;

const KEY_LENGTH = 32; // bytes, of a public key and of a seed

const PRIVATE = 'PRIVATE+KEY+';

// Name, id, base64. A name holds no plus; base64 may.
const FORM = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/;

/** Who signs, and what: `keyId` is eight hexadecimal characters. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: string;
  readonly algorithm: Algorithm;
  readonly publicKey: Uint8Array;
}

/** A verifier key and the 32-byte seed behind it. */
export interface SignerKey extends VerifierKey {
  readonly seed: Uint8Array;
}

/** Gives the id of a key: the first 4 bytes of SHA-256(name ‖ newline ‖ algorithm ‖ key), in hexadecimal. */
export function keyId(name: string, publicKey: Uint8Array, algorithm: Algorithm = ED25519): string {
  return sha256Hex(utf8(`${name}\n`), Uint8Array.of(algorithm), publicKey).slice(0, 8);
}

/** Gives the text of a verifier key. Throws ProofError `verifier-key` for a name or a key that cannot be one. */
export function formatVerifierKey(name: string, publicKey: Uint8Array, algorithm: Algorithm = ED25519): string {
  if (!isKeyName(name)) throw new ProofError('verifier-key', 'A key name has no white space and no plus sign.');
  if (publicKey.length !== KEY_LENGTH) throw new ProofError('verifier-key', 'An Ed25519 key is 32 bytes long.');
  if (!isProperPoint(publicKey)) throw new ProofError('verifier-key', 'Of small order or not canonical: nobody’s key.');
  return `${name}+${keyId(name, publicKey, algorithm)}+${base64(concat([Uint8Array.of(algorithm), publicKey]))}`;
}

/**
 * Gives the key of a text, of a log (the default) or of a witness. Strict: what formatVerifierKey would not give, and a key
 * of the other algorithm, throws ProofError `verifier-key` or `encoding`.
 */
export function parseVerifierKey(text: string, algorithm: Algorithm = ED25519): VerifierKey {
  const { name, id, key } = splitKey(text, algorithm);
  if (formatVerifierKey(name, key, algorithm) !== text)
    throw new ProofError('verifier-key', 'The key does not have its own id.');
  return { name, keyId: id, algorithm, publicKey: key };
}

/**
 * Gives the SHA-256 of a key's text in hexadecimal: what people compare over the telephone. The id in the text is too short for
 * that; keys with the same one can be searched for.
 */
export function keyFingerprint({ name, publicKey, algorithm }: VerifierKey): string {
  return sha256Hex(utf8(formatVerifierKey(name, publicKey, algorithm)));
}

/** Gives the signer's key for a name and a seed of 32 random bytes. */
export function signerKey(name: string, seed: Uint8Array, algorithm: Algorithm = ED25519): SignerKey {
  return { ...parseVerifierKey(formatVerifierKey(name, ed25519PublicKey(seed), algorithm), algorithm), seed };
}

/** Gives the text of a signer's key: a secret, for a file that only its owner reads. */
export function formatSignerKey({ name, keyId: id, algorithm, seed }: SignerKey): string {
  return `${PRIVATE}${name}+${id}+${base64(concat([Uint8Array.of(algorithm), seed]))}`;
}

/**
 * Gives the signer's key of a text. Strict as parseVerifierKey: the id is of the public key, so a wrong seed shows. No
 * message holds the secret.
 */
export function parseSignerKey(text: string, algorithm: Algorithm = ED25519): SignerKey {
  if (!text.startsWith(PRIVATE)) throw new ProofError('verifier-key', `A signer's key starts with ${PRIVATE}.`);
  const { name, key } = splitKey(text.slice(PRIVATE.length), algorithm);
  const signer = signerKey(name, key, algorithm);
  if (formatSignerKey(signer) !== text)
    throw new ProofError('verifier-key', "The signer's key does not have its own id.");
  return signer;
}

/** Tells whether a text can name a key: not empty, without white space, control characters and plus signs. */
export function isKeyName(name: string): boolean {
  return /^[^\s\p{Cc}+]+$/u.test(name) && name.isWellFormed();
}

function splitKey(text: string, wanted: Algorithm): { name: string; id: string; key: Uint8Array } {
  const [, name, id, encoded] = FORM.exec(text) ?? [];
  if (name === undefined || id === undefined || encoded === undefined) {
    throw new ProofError('verifier-key', 'A key is name+id+base64.');
  }
  const [algorithm, ...key] = fromBase64(encoded);
  if (algorithm !== wanted || key.length !== KEY_LENGTH) {
    throw new ProofError('verifier-key', `Not an Ed25519 key of 32 bytes for signatures of type ${wanted}.`);
  }
  return { name, id, key: Uint8Array.from(key) };
}
