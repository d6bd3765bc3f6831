// A key that a doctor signs with, in software: what the browser's island does, for tests over HTTP and on a store.

import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { fromBase64, statementMessage } from '@patrec/ledger';
import type { LightMyRequestResponse } from 'fastify';
import type { Actor } from '../../src/access/actor.ts';
import { registerKey } from '../../src/identity/change-signing-keys.ts';
import { now } from '../../src/ledger/ledger.ts';
import { drainLog } from '../../src/ledger/run-log.ts';
import { randomFrom, SignatureNeeded, type Signing } from '../../src/ledger/sign.ts';
import type { Browser } from './test-server.ts';
import type { TestStore } from './test-store.ts';

export interface SoftwareKey {
  readonly publicKey: string;
  /** The signature (base64) of a statement's bytes (base64). */
  readonly sign: (statement: string) => string;
}

/** A new key. */
export function softwareKey(): SoftwareKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { publicKey: rawOf(publicKey), sign: (statement) => signature(privateKey, statement) };
}

function rawOf(key: KeyObject): string {
  return Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url').toString('base64');
}

function signature(key: KeyObject, statement: string): string {
  return sign(null, statementMessage(fromBase64(statement)), key).toString('base64');
}

const JSON_WANTED = { accept: 'application/json' };
const BLANK = { signTicket: '', signature: '' }; // as the page's form holds them before there is a signature

/** The first step of a form: what is to be signed. */
export async function askToSign(
  browser: Browser,
  url: string,
  form: Record<string, string>,
  key: SoftwareKey,
): Promise<{ signTicket: string; statement: string }> {
  const answer = await browser.post(url, { ...form, ...BLANK, signKey: key.publicKey }, JSON_WANTED);
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${answer.body}`);
  const { ticket, statement } = answer.json<{ ticket: string; statement: string }>();
  return { signTicket: ticket, statement };
}

/** Both steps. */
export async function postSigned(
  browser: Browser,
  url: string,
  form: Record<string, string>,
  key: SoftwareKey,
): Promise<LightMyRequestResponse> {
  const { signTicket, statement } = await askToSign(browser, url, form, key);
  return browser.post(url, { ...form, signTicket, signature: key.sign(statement) });
}

type Parts = Pick<TestStore, 'db' | 'ledger'>;

/** Writes on a store what is signed: `write` is run up to the signature, and again with it. */
export async function signedWith<Written>(
  { db, ledger }: Parts,
  key: SoftwareKey,
  write: (parts: Parts, signing: Signing) => Promise<Written>,
): Promise<Written> {
  const seed = randomBytes(32);
  const signing = { key: key.publicKey, at: now(ledger) };
  const attempt = (more: Pick<Signing, 'signature'> | object) =>
    write({ db, ledger: { ...ledger, random: randomFrom(seed) } }, { ...signing, ...more });
  try {
    return await attempt({});
  } catch (error) {
    if (!(error instanceof SignatureNeeded)) throw error;
    return attempt({ signature: key.sign(error.statement) });
  }
}

/** Registers a new key of a doctor; it is in the log then. */
export async function giveKey(store: Parts & Pick<TestStore, 'signer'>, owner: Actor): Promise<SoftwareKey> {
  const key = softwareKey();
  await signedWith(store, key, (parts, signing) => registerKey(parts, owner, signing));
  await drainLog(store.db, store.ledger, store.signer);
  return key;
}
