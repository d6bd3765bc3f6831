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

/** Reads the key of that log, or makes one from `random` where there is no file yet. Throws on another log's key. */
export async function openLogKey(
  file: string,
  origin: string,
  random: (length: number) => Uint8Array,
): Promise<LogKey> {
  const text = (await readKeyFile(file)) ?? (await makeKeyFile(file, origin, random));
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
