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
  owner: KeyOwner,
  random: (length: number) => Uint8Array,
): Promise<SignerKey> {
  const kept = await readKeyFile(file, owner);
  if (kept) return kept;
  if (owner.used) throw new AppError('fault', owner.lost);
  const made = signerKey(owner.name, random(32), owner.algorithm);
  await replaceFile(file, `${formatSignerKey(made)}\n`);
  return made;
}

/** Reads the key of that name; undefined where there is no file. Throws fault where it is somebody else's. */
export async function readKeyFile(
  file: string,
  { name, algorithm, another }: Pick<KeyOwner, 'name' | 'algorithm' | 'another'>,
): Promise<SignerKey | undefined> {
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept === undefined) return undefined;
  const key = parseSignerKey(kept.trim(), algorithm);
  if (key.name === name) return key;
  throw new AppError('fault', another(key.name));
}
