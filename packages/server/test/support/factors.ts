// Second factors set up as their owners do, in one call each.

import { generateSync } from 'otplib';
import type { Actor } from '../../src/access/actor.ts';
import { transaction } from '../../src/db/transaction.ts';
import { confirmTotp, draftTotp, makeCodes } from '../../src/identity/change-factor.ts';
import { addPasskey } from '../../src/identity/change-passkeys.ts';
import { newChallenge } from '../../src/identity/passkey-challenge.ts';
import { passkeySite } from '../../src/identity/prove-passkey.ts';
import { type FactorParts, useCode } from '../../src/identity/second-factor.ts';
import { type SoftwarePasskey, softwarePasskey } from './software-passkey.ts';

const SITE = 'http://localhost:3000';
const NO_SESSION = '';

/** The code that an app shows at the ledger's time, that many steps of 30 seconds later. */
export function totpCode({ ledger }: Pick<FactorParts, 'ledger'>, key: string, steps = 0): string {
  return generateSync({ secret: key, epoch: Math.floor(ledger.clock() / 1000) + 30 * steps });
}

/** Sets up an app for somebody; gives its key. The code of one step ago is used up by it. */
export async function giveApp(parts: FactorParts, owner: Actor): Promise<string> {
  const draft = draftTotp(parts, owner);
  if (!(await confirmTotp(parts, owner, draft, totpCode(parts, draft.key, -1), NO_SESSION)))
    throw new Error('The app was not set up.');
  return draft.key;
}

/** Makes printed codes for somebody. */
export function giveCodes(parts: FactorParts, owner: Actor): Promise<string[]> {
  return makeCodes(parts, owner, NO_SESSION);
}

/** Uses a code up, as signing in does. */
export async function spendCode(parts: FactorParts, owner: Actor, code = ''): Promise<void> {
  const used = await transaction(parts.db, (tx) => useCode(tx, parts, owner, code));
  if (!used) throw new Error('The code was not right.');
}

/** Adds a passkey in software for somebody. */
export async function givePasskey(parts: FactorParts, owner: Actor, name = 'Phone'): Promise<SoftwarePasskey> {
  const passkey = softwarePasskey(owner.account, SITE);
  const browser = Buffer.alloc(32);
  const challenge = await newChallenge(parts.db, parts.ledger, { owner: browser, purpose: 'add' });
  const answer = passkey.make(Buffer.from(challenge).toString('base64url'));
  if (!(await addPasskey(parts, owner, passkeySite(SITE), { name, answer, owner: browser })))
    throw new Error('The passkey was not added.');
  return passkey;
}
