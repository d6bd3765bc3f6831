// A patient makes a code for a doctor, or ends what a code opened. A new code takes the place of one that nobody used.

import { introductionResource } from '@patrec/fhir';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { newReadableCode } from '../identity/readable-code.ts';
import { lockHead } from '../ledger/append.ts';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import type { Actor } from './actor.ts';
import { announceLists } from './announce.ts';
import { appendAct } from './append-act.ts';
import { codeHash, newCode, openCodes, sealCodes } from './card-code.ts';
import { decide } from './decide.ts';
import type { Basis } from './decision.ts';
import { asItStands } from './guardianship-store.ts';
import { CODE_MS, isOpen } from './introduction.ts';
import {
  insertIntroduction,
  lockIntroduction,
  lockUnused,
  type StoredIntroduction,
  updateIntroduction,
} from './introduction-store.ts';
import { party, patientName } from './party-store.ts';
import type { Answer, Parts } from './request-access.ts';

/** What the acts of cards are given; `secret` is the installation's. */
export interface CardParts extends Parts {
  readonly secret: string;
}

const TYPED_GROUPS = 3;

/** Makes a code that works once, for ten minutes. Throws not-found where the chart is not the actor's. */
export async function introduce({ db, ledger, secret }: CardParts, actor: Actor, chain: string): Promise<void> {
  await transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const at = head.recordedAt;
    const basis = await own(tx, ledger, actor, chain);
    const unused = await lockUnused(tx, chain);
    const replaced = unused && { ...unused, endedAt: at };
    const made = newIntroduction(ledger, secret, chain, at);
    const contents = replaced ? [await versionOf(tx, ledger, replaced, at)] : [];
    contents.push(await versionOf(tx, ledger, made, at));
    const { seq } = await appendAct(tx, ledger, head, actor, { type: 'access-decision' }, contents);
    if (replaced) await updateIntroduction(tx, replaced); // before the new one: there is one unused code at a time
    await insertIntroduction(tx, made);
    await insertEvent(tx, makeEvent(ledger, actor, 'make-introduction', { chain, basis, at }), seq);
    await announceLists(tx, chain, []);
  });
}

/** Ends an introduction at once, used or not. Throws not-found where it is not the actor's to end. */
export async function endIntroduction(
  { db, ledger }: Parts,
  actor: Actor,
  chain: string,
  id: string,
): Promise<Answer<object>> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const at = head.recordedAt;
    const basis = await own(tx, ledger, actor, chain);
    const found = await lockIntroduction(tx, chain, id);
    if (!found) throw new AppError('not-found', 'There is no such code.');
    if (!isOpen(found, at)) return { done: false, reason: 'not-waiting' };
    const ended = { ...found, endedAt: at };
    const contents = [await versionOf(tx, ledger, ended, at)];
    const { seq } = await appendAct(tx, ledger, head, actor, { type: 'access-revocation' }, contents);
    await Promise.all([
      updateIntroduction(tx, ended),
      insertEvent(tx, makeEvent(ledger, actor, 'end-introduction', { chain, basis, at }), seq),
      announceLists(tx, chain, ended.openedBy === null ? [] : [ended.openedBy]),
    ]);
    return { done: true };
  });
}

/** The codes of an introduction as its patient shows them; undefined where they cannot be read any more. */
export function shownCodes(secret: string, one: StoredIntroduction): { scanned: string; typed: string } | undefined {
  const [scanned, typed] = openCodes(secret, one.sealed, one.id, one.hashes) ?? [];
  return scanned === undefined || typed === undefined ? undefined : { scanned, typed };
}

/** The Consent of an introduction as it stands, as the version that it is then. */
export async function versionOf(tx: Tx, ledger: Ledger, one: StoredIntroduction, at: string): Promise<Version> {
  const { chain, id, hashes, openedBy, openedAt, endedAt, madeAt, until } = one;
  const version = 1 + (openedAt === null ? 0 : 1) + (endedAt === null ? 0 : 1);
  const doctor = openedBy === null ? undefined : (await party(tx, chain, openedBy)).practitioner;
  const resource = introductionResource({
    id,
    versionId: String(version),
    lastUpdated: at,
    patient: await patientName(tx, chain),
    codes: [hashes[0].toString('hex'), hashes[1].toString('hex')],
    ...(doctor && { doctor }),
    state: endedAt !== null ? 'ended' : openedAt === null ? 'waiting' : 'opened',
    madeAt,
    openedAt,
    until,
  });
  return makeVersion(ledger, resource, { version });
}

async function own(tx: Tx, ledger: Ledger, actor: Actor, chain: string): Promise<Basis> {
  const decision = decide(await asItStands(tx, actor), { action: 'introduce', chain }, [], now(ledger));
  if (!decision.permit) throw new AppError('not-found', 'There is no such page.');
  return decision.basis;
}

function newIntroduction(ledger: Ledger, secret: string, chain: string, at: string): StoredIntroduction {
  const id = newResourceId(ledger, chain);
  const codes = [newCode(ledger), newReadableCode(ledger, TYPED_GROUPS)] as const;
  return {
    chain,
    id,
    hashes: [codeHash(codes[0]), codeHash(codes[1])],
    sealed: sealCodes(secret, ledger, id, codes),
    madeAt: at,
    until: new Date(Date.parse(at) + CODE_MS).toISOString(),
    openedBy: null,
    openedAt: null,
    endedAt: null,
  };
}
