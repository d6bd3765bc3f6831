// The emergency card: the patient writes what is on it, gives it a new code, ends it; anybody with the code reads it.

import { type CardAnswers, cardContentResource, emergencyCardResource } from '@patrec/fhir';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type ChainHead, lockHead } from '../ledger/append.ts';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import { type Actor, ANYBODY } from './actor.ts';
import { appendAct } from './append-act.ts';
import { codeHash, newCode, openCodes, sealCodes } from './card-code.ts';
import {
  type CardContent,
  cardByCode,
  cardContent,
  endCardRow,
  insertCard,
  lockCard,
  readCard,
  type StoredCard,
} from './card-store.ts';
import { decide, decideScan } from './decide.ts';
import type { Basis } from './decision.ts';
import { asItStands } from './guardianship-store.ts';
import type { CardParts } from './introduce.ts';
import type { EventAction } from './log-kinds.ts';
import { patientName } from './party-store.ts';
import type { Answer, Parts } from './request-access.ts';

interface Acting {
  readonly tx: Tx;
  readonly head: ChainHead;
  readonly basis: Basis;
  readonly card: StoredCard | undefined;
}

/** Writes what stands on the card; the first time it makes the card. Throws not-found where it is not the actor's. */
export async function saveCard(parts: CardParts, actor: Actor, chain: string, answers: CardAnswers): Promise<void> {
  await act(parts, actor, chain, async (acting) => {
    const { tx, head, card } = acting;
    if (!card) return makeCard(parts, actor, acting, answers);
    const { version } = await cardContent(tx, card);
    const content = await contentVersion(tx, parts.ledger, card, answers, head.recordedAt, version + 1);
    return finish(parts, actor, acting, 'change-card', [content]);
  });
}

/** Gives the card a new code, with the same on it: the printed one is worthless. */
export async function renewCard(parts: CardParts, actor: Actor, chain: string): Promise<Answer<object>> {
  return act(parts, actor, chain, async (acting) => {
    if (!acting.card) return { done: false, reason: 'not-waiting' };
    const { answers } = await cardContent(acting.tx, acting.card);
    await makeCard(parts, actor, acting, answers);
    return { done: true };
  });
}

/** Ends the card: its code is worthless from then on. */
export async function endCard(parts: Parts, actor: Actor, chain: string): Promise<Answer<object>> {
  return act(parts, actor, chain, async (acting) => {
    const { tx, head, card } = acting;
    if (!card) return { done: false, reason: 'not-waiting' };
    const ended = await cardVersion(tx, parts.ledger, card, head.recordedAt, 2);
    await endCardRow(tx, card, head.recordedAt);
    await finish(parts, actor, acting, 'end-card', [ended]);
    return { done: true };
  });
}

/** What the card of that code says, to whoever asks; undefined alike for a code that there never was and one that ended. */
export async function scanCard({ db, ledger }: Parts, code: string): Promise<CardContent | undefined> {
  const card = await cardByCode(db, codeHash(code));
  const decision = decideScan(card);
  if (!card || !decision.permit) return undefined;
  const place = { chain: card.chain, basis: decision.basis };
  return readCard(db, makeEvent(ledger, { account: ANYBODY }, 'scan-card', place), card);
}

/** The code of a card, to be printed; undefined where it cannot be read any more. */
export function printedCode(secret: string, { id, sealed, hash }: StoredCard): string | undefined {
  return openCodes(secret, sealed, id, [hash])?.[0];
}

function act<Result>(
  { db, ledger }: Parts,
  actor: Actor,
  chain: string,
  work: (acting: Acting) => Promise<Result>,
): Promise<Result> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const decision = decide(await asItStands(tx, actor), { action: 'manage-card', chain }, [], now(ledger));
    if (!decision.permit) throw new AppError('not-found', 'There is no such page.');
    return work({ tx, head, basis: decision.basis, card: await lockCard(tx, chain) });
  });
}

// The one before it ends in the same block.
async function makeCard(parts: CardParts, actor: Actor, acting: Acting, answers: CardAnswers): Promise<void> {
  const { ledger, secret } = parts;
  const { tx, head, card } = acting;
  const { chain, recordedAt: at } = head;
  const [id, contentId, code] = [newResourceId(ledger, chain), newResourceId(ledger, chain), newCode(ledger)];
  const sealed = sealCodes(secret, ledger, id, [code]);
  const made: StoredCard = { chain, id, contentId, hash: codeHash(code), sealed, madeAt: at, endedAt: null };
  const contents = card ? [await cardVersion(tx, ledger, card, at, 2)] : [];
  contents.push(await cardVersion(tx, ledger, made, at, 1), await contentVersion(tx, ledger, made, answers, at, 1));
  if (card) await endCardRow(tx, card, at); // before the new one: there is one card at a time
  await insertCard(tx, made);
  await finish(parts, actor, acting, 'make-card', contents);
}

async function finish(
  { ledger }: Parts,
  actor: Actor,
  { tx, head, basis }: Acting,
  action: EventAction,
  contents: readonly Version[],
): Promise<void> {
  const { chain, recordedAt: at } = head;
  const type = action === 'end-card' ? 'access-revocation' : 'access-decision';
  const { seq } = await appendAct(tx, ledger, head, actor, { type }, contents);
  await insertEvent(tx, makeEvent(ledger, actor, action, { chain, basis, at }), seq);
}

async function cardVersion(tx: Tx, ledger: Ledger, card: StoredCard, at: string, version: 1 | 2): Promise<Version> {
  const { chain, id, contentId, hash, madeAt } = card;
  const resource = emergencyCardResource({
    id,
    versionId: String(version),
    lastUpdated: at,
    patient: await patientName(tx, chain),
    code: hash.toString('hex'),
    contentId,
    madeAt,
    state: version === 1 ? 'active' : 'inactive',
  });
  return makeVersion(ledger, resource, { version });
}

async function contentVersion(
  tx: Tx,
  ledger: Ledger,
  { chain, contentId }: StoredCard,
  answers: CardAnswers,
  at: string,
  version: number,
): Promise<Version> {
  const patient = await patientName(tx, chain);
  const names = { id: contentId, versionId: String(version), lastUpdated: at, patient };
  return makeVersion(ledger, cardContentResource({ ...names, answers }), { version });
}
