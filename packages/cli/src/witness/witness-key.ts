// A witness's key: a file that only its owner reads, made on first start.

import { readFile } from 'node:fs/promises';
import { COSIGNATURE, formatSignerKey, parseSignerKey, type SignerKey, signerKey } from '@patrec/ledger';
import { AppError, replaceFile } from '@patrec/server';

/**
 * Reads the key of that name, or makes one where there is no file and nothing was cosigned yet. Throws on another witness's
 * key, and on a lost one: with a new key it would be another witness.
 */
export async function openWitnessKey(
  file: string,
  name: string,
  { random, used }: { random: (length: number) => Uint8Array; used: boolean },
): Promise<SignerKey> {
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept === undefined && used) {
    throw new AppError(
      'fault',
      `Checkpoints were cosigned with a key that is not in ${file}. Put it back from a copy.`,
    );
  }
  if (kept === undefined) {
    const made = signerKey(name, random(32), COSIGNATURE);
    await replaceFile(file, `${formatSignerKey(made)}\n`);
    return made;
  }
  const key = parseSignerKey(kept.trim(), COSIGNATURE);
  if (key.name === name) return key;
  throw new AppError('fault', `The key in ${file} is that of the witness ${key.name}, not of ${name}.`);
}
