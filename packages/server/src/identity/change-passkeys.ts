// Adding and removing passkeys. Each is an act in the owner's chain; removing one ends all other sessions.

import { createHash } from 'node:crypto';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import { lockOwnerChain } from './account-event.ts';
import { stateOwnAct } from './own-act.ts';
import { parseRegistration } from './passkey-answer.ts';
import { newChallenge, takeChallenge } from './passkey-challenge.ts';
import { deletePasskey, insertPasskey, type NewPasskey, passkeysOf } from './passkey-store.ts';
import type { PasskeySite } from './prove-passkey.ts';
import { tokenHash } from './session.ts';
import { deleteOtherSessions } from './session-store.ts';

type Parts = { readonly db: Db; readonly ledger: Ledger };

const MOST = 20;
// EdDSA, ES256, RS256 (COSE): every device knows one. Named, for what the library takes by itself depends on the runtime.
const ALGORITHMS = [-8, -7, -257];

/** What the browser is asked to make: a discoverable passkey whose person is verified at each use. */
export async function newPasskeyRequest(
  { db, ledger }: Parts,
  { account, login, name }: Actor,
  { rpId }: PasskeySite,
  owner: Buffer,
) {
  const [challenge, known] = await Promise.all([
    newChallenge(db, ledger, { owner, purpose: 'add' }),
    passkeysOf(db, account),
  ]);
  return generateRegistrationOptions({
    rpName: 'Patrec',
    rpID: rpId,
    userID: new Uint8Array(Buffer.from(account)),
    userName: login,
    userDisplayName: name,
    challenge,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** What was made and what its owner calls it; `owner` is what the challenge was bound to. */
export interface MadePasskey {
  readonly name: string;
  readonly answer: string;
  readonly owner: Buffer;
}

/** Keeps a passkey; false where the answer proves nothing, or the passkey is known. Throws conflict beyond twenty. */
export async function addPasskey(parts: Parts, actor: Actor, site: PasskeySite, made: MadePasskey): Promise<boolean> {
  const { db, ledger } = parts;
  requireOwn(parts, actor);
  const passkey = await checked(parts, actor, site, made);
  if (!passkey) return false;
  return transaction(db, async (tx) => {
    const head = await lockOwnerChain(tx, ledger, actor);
    if ((await passkeysOf(tx, actor.account)).length >= MOST)
      throw new AppError('conflict', 'There are twenty passkeys. Remove one first.');
    if (!(await insertPasskey(tx, passkey, now(ledger)))) return false;
    const { id, name, publicKey } = passkey;
    const key = createHash('sha256').update(publicKey).digest('hex');
    await stateOwnAct(tx, ledger, head, actor, 'passkey-added', { passkey: id, key, name });
    return true;
  });
}

/** Removes a passkey of one's own; false where one has none of that id: it is gone, or somebody else's, alike. */
export function removePasskey(parts: Parts, actor: Actor, id: string, token: string): Promise<boolean> {
  requireOwn(parts, actor);
  return transaction(parts.db, async (tx) => {
    const head = await lockOwnerChain(tx, parts.ledger, actor);
    if (!(await deletePasskey(tx, actor.account, id))) return false;
    await stateOwnAct(tx, parts.ledger, head, actor, 'passkey-removed', { passkey: id });
    await deleteOtherSessions(tx, actor.account, tokenHash(token));
    return true;
  });
}

async function checked(
  { db, ledger }: Parts,
  { account }: Actor,
  { origin, rpId }: PasskeySite,
  { name, answer: text, owner }: MadePasskey,
): Promise<NewPasskey | undefined> {
  const answer = parseRegistration(text);
  if (!answer || !(await takeChallenge(db, ledger, answer.challenge, { owner, purpose: 'add' }))) return undefined;
  const credential = await credentialOf(answer, origin, rpId);
  if (!credential) return undefined;
  const { id, publicKey, counter } = credential;
  return { id, account, name, publicKey, counter };
}

// The library throws for everything that is wrong with an answer.
async function credentialOf(
  { response, challenge }: NonNullable<ReturnType<typeof parseRegistration>>,
  expectedOrigin: string,
  expectedRPID: string,
) {
  try {
    const expected = { expectedChallenge: challenge, expectedOrigin, expectedRPID, supportedAlgorithmIDs: ALGORITHMS };
    return (await verifyRegistrationResponse({ response, ...expected })).registrationInfo?.credential;
  } catch {
    return undefined;
  }
}

function requireOwn({ ledger }: Parts, actor: Actor): void {
  const decision = decide(actor, { action: 'manage-account', account: actor.account }, [], now(ledger));
  if (!decision.permit) throw new AppError('not-found', 'There is no such account.');
}
