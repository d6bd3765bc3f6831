// A block whose author signs it: the statement is made as far as the signature, shown to the author, and made again, the
// same to the byte, when the signature has come.

import { createCipheriv } from 'node:crypto';
import { base64, ProofError, type Statement, statementBytes } from '@patrec/ledger';
import type { Ledger } from './ledger.ts';

/**
 * The author's part of a block: their key (base64), when they began, and their signature once it is there, or what gives that
 * of the statement's bytes where the key is at hand.
 */
export interface Signing {
  readonly key: string;
  readonly at: string;
  readonly signature?: string | ((statement: Uint8Array) => string);
}

/** Thrown where all stands but the signature: nothing is written. */
export class SignatureNeeded extends Error {
  override readonly name = 'SignatureNeeded';
  /** The statement's bytes in base64. */
  readonly statement: string;

  constructor(statement: Statement) {
    super('The author has to sign.');
    this.statement = base64(statementBytes(statement));
  }
}

/**
 * Why something is not written: it has to be signed; nothing was signed; the key is not the author's, or does not stand; it
 * is registered already; the signature came too late, or is not that of the statement.
 */
export class SigningError extends Error {
  override readonly name = 'SigningError';
  readonly code: 'sign-required' | 'sign-again' | 'sign-key' | 'key-known' | 'sign-late' | 'sign-wrong';

  constructor(code: SigningError['code']) {
    super(code);
    this.code = code;
  }
}

/** What the header says of the signature. Throws SignatureNeeded where the statement names a key and nobody has signed. */
export function signatureOf(statement: Statement, signing: Signing | undefined): { statementSig?: string } {
  if (signing === undefined) return {};
  const { signature } = signing;
  if (signature === undefined) throw new SignatureNeeded(statement);
  return { statementSig: typeof signature === 'string' ? signature : signature(statementBytes(statement)) };
}

/** Gives what `seal` gives. Throws SigningError where the signature is not that of the statement by its key. */
export function sealSigned<Sealed>(seal: () => Sealed): Sealed {
  try {
    return seal();
  } catch (error) {
    if (error instanceof ProofError && (error.check === 'signature' || error.check === 'encoding'))
      throw new SigningError('sign-wrong');
    throw error;
  }
}

/** The same random bytes each time for the same 32 bytes, to nobody else's knowledge: AES-256 in counter mode. */
export function randomFrom(seed: Uint8Array): Ledger['random'] {
  const stream = createCipheriv('aes-256-ctr', seed, new Uint8Array(16));
  return (length) => stream.update(new Uint8Array(length));
}
