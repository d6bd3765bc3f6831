// Cosignatures, C2SP tlog-cosignature, Ed25519 type: a witness's word that, at a time, this checkpoint was the largest it
// had seen of a log that only ever grew. The signature in a note's line is the time, eight bytes, and 64 bytes of Ed25519.
import { ed25519Sign, ed25519Verify } from '#primitives';
import { concat, utf8 } from './bytes.ts';
import type { NoteSignature, NoteSigner, NoteVerifier } from './note.ts';
import { ProofError } from './proof-error.ts';
import { isPosition } from './subtree.ts';
import { COSIGNATURE, type SignerKey, type VerifierKey } from './verifier-key.ts';

const TIME_LENGTH = 8; // bytes
const HEADER = 'cosignature/v1\n';

/**
 * Gives what cosigns checkpoints at `time`, in whole seconds since 1970. Throws RangeError for another time, and ProofError
 * `verifier-key` for a key that is not a witness's.
 */
export function cosigner(key: SignerKey, time: number): NoteSigner {
  checkKey(key);
  if (!isPosition(time)) throw new RangeError('The time of a cosignature is a whole number of seconds.');
  const { name, keyId, seed } = key;
  return { name, keyId, sign: (text) => concat([timeBytes(time), ed25519Sign(seed, messageOf(time, text))]) };
}

/** Gives what checks a witness's cosignatures. Throws ProofError `verifier-key` for a key that is not a witness's. */
export function cosignatureVerifier(key: VerifierKey): NoteVerifier {
  checkKey(key);
  const { name, keyId, publicKey } = key;
  return {
    name,
    keyId,
    verify(text, signature) {
      const time = timeOf(signature);
      if (time === undefined) return false;
      return ed25519Verify(publicKey, messageOf(time, text), signature.subarray(TIME_LENGTH));
    },
  };
}

/**
 * Gives when a cosignature was made, in seconds since 1970. It is the witness's word only where the signature was checked.
 * Throws ProofError `signature` for what is no cosignature.
 */
export function cosignatureTime({ signature }: NoteSignature): number {
  const time = timeOf(signature);
  if (time === undefined) throw new ProofError('signature', 'Not a cosignature: it has no time.');
  return time;
}

function messageOf(time: number, text: Uint8Array): Uint8Array {
  return concat([utf8(`${HEADER}time ${time}\n`), text]);
}

function timeBytes(time: number): Uint8Array {
  const bytes = new Uint8Array(TIME_LENGTH);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
  return bytes;
}

// What lies beyond 2^53 seconds is no time of anybody's.
function timeOf(signature: Uint8Array): number | undefined {
  if (signature.length <= TIME_LENGTH) return undefined;
  const { buffer, byteOffset } = signature;
  const time = Number(new DataView(buffer, byteOffset, TIME_LENGTH).getBigUint64(0));
  return isPosition(time) ? time : undefined;
}

function checkKey({ algorithm }: VerifierKey): void {
  if (algorithm !== COSIGNATURE) throw new ProofError('verifier-key', 'The key is a log’s and not a witness’s.');
}
