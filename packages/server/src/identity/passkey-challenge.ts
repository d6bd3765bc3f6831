// What a passkey is asked to sign (WebAuthn level 3, 13.4.3): 256 random bits for one browser and one purpose, once,
// within five minutes.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Ledger } from '../ledger/ledger.ts';

const VALID_MS = 5 * 60_000;

/** Whose challenge it is and for what. `owner` is a hash of what only that browser has. */
export interface ChallengeFor {
  readonly owner: Buffer;
  readonly purpose: 'add' | 'confirm' | 'sign-in';
}

const insert = statement(
  'passkey-challenge.insert',
  'INSERT INTO passkey_challenge (challenge, owner, purpose, expires_at) VALUES ($1, $2, $3, $4)',
);
const take = statement(
  'passkey-challenge.take',
  `DELETE FROM passkey_challenge WHERE challenge = $1 AND owner = $2 AND purpose = $3
   RETURNING expires_at > $4 AS valid`,
);

/** A new challenge. */
export async function newChallenge(
  db: Db,
  { clock, random }: Pick<Ledger, 'clock' | 'random'>,
  { owner, purpose }: ChallengeFor,
): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = Buffer.from(random(32));
  await db.rows(insert, [challenge.toString('base64url'), owner, purpose, new Date(clock() + VALID_MS)]);
  return new Uint8Array(challenge);
}

/** Uses a challenge up; false where there is none for that, it was used, or its time is over. */
export async function takeChallenge(
  db: Db,
  { clock }: Pick<Ledger, 'clock'>,
  challenge: string,
  { owner, purpose }: ChallengeFor,
): Promise<boolean> {
  const [row] = await db.rows<{ valid: boolean }>(take, [challenge, owner, purpose, new Date(clock())]);
  return row?.valid ?? false;
}
