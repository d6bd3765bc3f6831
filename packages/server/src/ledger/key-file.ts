// A signer's key in a file that only its owner reads, made on first start (LEDGER section 5, item 19).

import { readFile } from 'node:fs/promises';
import { type Algorithm, formatSignerKey, parseSignerKey, type SignerKey, signerKey } from '@patrec/ledger';
import { AppError } from '../errors.ts';
import { replaceFile } from './signer-state.ts';

/** Whose key it is, and what to say where the file is lost, or holds the key of somebody of another name. */
export interface KeyOwner {
  readonly name: string;
  readonly algorithm: Algorithm;
  /** Something was signed with it: then it is never made anew, for it would be another signer to everybody who checks. */
  readonly used: boolean;
  readonly lost: string;
  readonly another: (name: string) => string;
}

/** Reads the key of that name, or makes one where there is no file and nothing was signed yet. Throws fault otherwise. */
export async function openKeyFile(
  file: string,
  { name, algorithm, used, lost, another }: KeyOwner,
  random: (length: number) => Uint8Array,
): Promise<SignerKey> {
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept === undefined) {
    if (used) throw new AppError('fault', lost);
    const made = signerKey(name, random(32), algorithm);
    await replaceFile(file, `${formatSignerKey(made)}\n`);
    return made;
  }
  const key = parseSignerKey(kept.trim(), algorithm);
  if (key.name === name) return key;
  throw new AppError('fault', another(key.name));
}
