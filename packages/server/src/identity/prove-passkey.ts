// Using a passkey: to sign in without a password, and to confirm that it is oneself.

import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import type { Device } from './device.ts';
import { enter } from './enter.ts';
import { type PasskeyAnswer, parseAuthentication } from './passkey-answer.ts';
import { type ChallengeFor, newChallenge, takeChallenge } from './passkey-challenge.ts';
import { countPasskeyUse, type StoredPasskey, selectPasskey } from './passkey-store.ts';
import { isUsable } from './sign-in.ts';

/** The site that passkeys are bound to: its origin, and the host as the relying party's id (WebAuthn 5.1.2). */
export interface PasskeySite {
  readonly origin: string;
  readonly rpId: string;
}

type Parts = { readonly db: Db; readonly ledger: Ledger };
type Authentication = NonNullable<ReturnType<typeof parseAuthentication>>;

/** The site of a public address. */
export function passkeySite(publicUrl: string): PasskeySite {
  const { origin, hostname } = new URL(publicUrl);
  return { origin, rpId: hostname };
}

/** What the browser is asked for: any passkey of this site, with its person verified. */
export async function passkeyRequest({ db, ledger }: Parts, { rpId }: PasskeySite, place: ChallengeFor) {
  const challenge = await newChallenge(db, ledger, place);
  return generateAuthenticationOptions({ rpID: rpId, challenge, userVerification: 'required', allowCredentials: [] });
}

/** Whose passkey answered the challenge of this browser; undefined where nothing is proved, whatever the reason. */
export async function provePasskey(
  parts: Parts,
  site: PasskeySite,
  place: ChallengeFor,
  text: string,
): Promise<StoredPasskey | undefined> {
  const { db, ledger } = parts;
  const answer = parseAuthentication(text);
  if (!answer || !(await takeChallenge(db, ledger, answer.challenge, place))) return undefined;
  const passkey = await selectPasskey(db, answer.response.id);
  if (!passkey || !isUsable(passkey, now(ledger)) || !isNamed(answer.response, passkey)) return undefined;
  const counter = await counterOf(site, answer, passkey);
  if (counter === undefined) return undefined;
  return (await countPasskeyUse(db, passkey, counter, now(ledger))) ? passkey : undefined;
}

/** Opens a session for a passkey, which is two factors by itself; undefined where nothing is proved. */
export async function signInWithPasskey(
  parts: Parts,
  site: PasskeySite,
  owner: Buffer,
  answer: string,
  device: Device,
): Promise<string | undefined> {
  const passkey = await provePasskey(parts, site, { owner, purpose: 'sign-in' }, answer);
  return passkey && transaction(parts.db, (tx) => enter(tx, parts.ledger, passkey.account, device, true));
}

// The library throws for everything that is wrong with an answer, a counter that went back included.
async function counterOf(
  { origin, rpId }: PasskeySite,
  { response, challenge }: Authentication,
  { id, publicKey, counter }: StoredPasskey,
): Promise<number | undefined> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      credential: { id, publicKey: new Uint8Array(publicKey), counter },
      requireUserVerification: true,
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    return undefined;
  }
}

// A discoverable passkey says whose it is (WebAuthn 7.2, step 6).
function isNamed({ response }: PasskeyAnswer<Authentication['response']>['response'], { account }: StoredPasskey) {
  return response.userHandle === Buffer.from(account).toString('base64url');
}
