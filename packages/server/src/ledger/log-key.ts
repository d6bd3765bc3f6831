// The log's key: a file that only its owner reads, made on first start (LEDGER section 5, item 19).

import { readFile } from 'node:fs/promises';
import {
  formatSignerKey,
  formatVerifierKey,
  type NoteSigner,
  noteSigner,
  parseSignerKey,
  signerKey,
} from '@patrec/ledger';
import { AppError } from '../errors.ts';
import { replaceFile } from './signer-state.ts';

/** What signs the log's checkpoints, and the text by which anybody checks them. */
export interface LogKey {
  readonly signer: NoteSigner;
  readonly verifierKey: string;
}

/**
 * Reads the key of that log, or makes one where there is no file and nothing was `published` yet. Throws on another log's
 * key, and on a lost one: a log that goes on under a new key is another log to everybody who checks it.
 */
export async function openLogKey(
  file: string,
  origin: string,
  { random, published }: { random: (length: number) => Uint8Array; published: boolean },
): Promise<LogKey> {
  const kept = await readKeyFile(file);
  if (kept === undefined && published) {
    throw new AppError('fault', `The log was signed with a key that is not in ${file}. Put the key back from a copy.`);
  }
  const text = kept ?? (await makeKeyFile(file, origin, random));
  const key = parseSignerKey(text.trim());
  if (key.name !== origin) {
    throw new AppError('fault', `The key in ${file} is that of the log ${key.name}; PATREC_LOG_ORIGIN says ${origin}.`);
  }
  return { signer: noteSigner(key), verifierKey: formatVerifierKey(key.name, key.publicKey) };
}

async function readKeyFile(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function makeKeyFile(file: string, origin: string, random: (length: number) => Uint8Array): Promise<string> {
  const text = formatSignerKey(signerKey(origin, random(32)));
  await replaceFile(file, `${text}\n`);
  return text;
}
