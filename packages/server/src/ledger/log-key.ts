// The files of the log's key, and of the one that is to follow it: what signs, and the text by which anybody checks.

import { rename, rm } from 'node:fs/promises';
import { ED25519, formatVerifierKey, type NoteSigner, noteSigner, type SignerKey, signStatement } from '@patrec/ledger';
import { AppError } from '../errors.ts';
import { type KeyOwner, openKeyFile, readKeyFile } from './key-file.ts';
import { flushFolder } from './signer-state.ts';

/** What signs the log's checkpoints, and the text by which anybody checks them. */
export interface LogKey {
  readonly signer: NoteSigner;
  readonly verifierKey: string;
  /** The key as statements name it, and what signs the bytes of one: for what the log says of its keys. */
  readonly publicKey: Uint8Array;
  readonly signStatement: (statement: Uint8Array) => string;
}

type Random = (length: number) => Uint8Array;

/** Reads the key of that log, or makes one where nothing was `published` yet. Throws as openKeyFile does. */
export async function openLogKey(
  file: string,
  origin: string,
  { random, published }: { random: Random; published: boolean },
): Promise<LogKey> {
  return logKey(await openKeyFile(file, owner(file, origin, published), random));
}

/** The file of the key that is to follow the one in `file`. */
export function nextKeyFile(file: string): string {
  return `${file}.next`;
}

/** Makes the key that is to follow, or reads it where it is made already. */
export async function makeNextKey(file: string, origin: string, random: Random): Promise<LogKey> {
  return openLogKey(nextKeyFile(file), origin, { random, published: false });
}

/** Reads the key that is to follow; undefined where none is made. */
export async function readNextKey(file: string, origin: string): Promise<LogKey | undefined> {
  const next = nextKeyFile(file);
  const key = await readKeyFile(next, owner(next, origin, true));
  return key && logKey(key);
}

/** The keys that this machine can sign with, as they are in the files now, the log's key first. Throws fault without that. */
export async function keysAtHand(file: string, origin: string): Promise<[LogKey, ...LogKey[]]> {
  // The next first: where it takes the other's place meanwhile it is read twice, and never not at all.
  const next = await readNextKey(file, origin);
  const whose = owner(file, origin, true);
  const key = await readKeyFile(file, whose);
  if (!key) throw new AppError('fault', whose.lost);
  return next ? [logKey(key), next] : [logKey(key)];
}

/** Puts the next key in the place of the one before it, which is gone with that. On return it is on the disk. */
export async function takeNextKey(file: string): Promise<void> {
  await rename(nextKeyFile(file), file);
  await flushFolder(file);
}

/** Removes the next key. On return it is gone from the disk. */
export async function dropNextKey(file: string): Promise<void> {
  await rm(nextKeyFile(file), { force: true });
  await flushFolder(file);
}

function logKey(key: SignerKey): LogKey {
  const { name, publicKey, seed } = key;
  return {
    signer: noteSigner(key),
    verifierKey: formatVerifierKey(name, publicKey),
    publicKey,
    signStatement: (statement) => signStatement(statement, seed),
  };
}

function owner(file: string, origin: string, used: boolean): KeyOwner {
  return {
    name: origin,
    algorithm: ED25519,
    used,
    lost: `The log was signed with a key that is not in ${file}. Put the key back from a copy.`,
    another: (name) => `The key in ${file} is that of the log ${name}; PATREC_LOG_ORIGIN says ${origin}.`,
  };
}
