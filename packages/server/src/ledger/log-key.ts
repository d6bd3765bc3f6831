// The log's key, and the text by which anybody checks what it signs.

import { ED25519, formatVerifierKey, type NoteSigner, noteSigner } from '@patrec/ledger';
import { type KeyOwner, openKeyFile } from './key-file.ts';

/** What signs the log's checkpoints, and the text by which anybody checks them. */
export interface LogKey {
  readonly signer: NoteSigner;
  readonly verifierKey: string;
}

/** Reads the key of that log, or makes one where nothing was `published` yet. Throws as openKeyFile does. */
export async function openLogKey(
  file: string,
  origin: string,
  { random, published }: { random: (length: number) => Uint8Array; published: boolean },
): Promise<LogKey> {
  const owner: KeyOwner = {
    name: origin,
    algorithm: ED25519,
    used: published,
    lost: `The log was signed with a key that is not in ${file}. Put the key back from a copy.`,
    another: (name) => `The key in ${file} is that of the log ${name}; PATREC_LOG_ORIGIN says ${origin}.`,
  };
  const key = await openKeyFile(file, owner, random);
  return { signer: noteSigner(key), verifierKey: formatVerifierKey(key.name, key.publicKey) };
}
