// An author's signature of a statement: Ed25519 (RFC 8032) over a label and the statement's hash, made where the author's
// key is. The statement names the key, the header holds the signature; whose key it is, the log's key blocks say.
import { ed25519Sign, ed25519Verify, sha256 } from '#primitives';
import { base64, concat, fromBase64, utf8 } from './bytes.ts';
import { isProperPoint } from './ed25519-point.ts';
import { ProofError } from './proof-error.ts';

// Domain separation: a signature of a statement is no signature of anything else.
const LABEL = utf8('patrec/statement/v1\0');

/** Gives the bytes that an author signs for the bytes of a statement, as WebCrypto takes them. */
export function statementMessage(statement: Uint8Array): Uint8Array {
  return concat([LABEL, sha256(statement)]);
}

/** Signs the bytes of a statement with a 32-byte seed: base64, as headers hold it. */
export function signStatement(statement: Uint8Array, seed: Uint8Array): string {
  return base64(ed25519Sign(seed, statementMessage(statement)));
}

/**
 * Checks what a header says of a statement's signature: none where the statement names no key, else that key's. Key and
 * signature are base64. Throws ProofError `signature`, or `encoding`.
 */
export function checkAuthorSignature(
  statement: Uint8Array,
  authorKey: string | undefined,
  signature: string | undefined,
): void {
  if (authorKey === undefined && signature === undefined) return;
  if (authorKey === undefined) throw refused('it names no key, and the header holds a signature');
  if (signature === undefined) throw refused('it names a key, and the header holds no signature');
  const [key, bytes] = [fromBase64(authorKey), fromBase64(signature)];
  if (!isProperPoint(key)) throw refused('the key that it names is no Ed25519 key, or one of small order');
  if (!ed25519Verify(key, statementMessage(statement), bytes)) throw refused('the signature is not its key’s');
}

function refused(why: string): ProofError {
  return new ProofError('signature', `the statement is not signed by its author: ${why}.`);
}
