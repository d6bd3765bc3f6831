// An administrator proposes an erasure, or takes the proposal back; a second one refuses it. Each is a block of the patient's
// chain. Consent is in consent-to-erasure.ts.

import { type ErasureBasis, type ErasureState, erasureTask } from '@patrec/fhir';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { announceLists } from '../access/announce.ts';
import { appendAct } from '../access/append-act.ts';
import { decide } from '../access/decide.ts';
import type { Basis } from '../access/decision.ts';
import { guardiansOf } from '../access/guardianship-store.ts';
import type { ErasureIntent } from '../access/intent.ts';
import type { EventAction } from '../access/log-kinds.ts';
import { patientName } from '../access/party-store.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type ChainHead, lockHead } from '../ledger/append.ts';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import { type Ledger, newResourceId, now, routeOf } from '../ledger/ledger.ts';
import { notify, notifyPatient } from '../notifications/notify.ts';
import { erasureExtent } from './erasure-extent.ts';
import {
  endErasure,
  erasureById,
  erasureOf,
  insertErasure,
  type ListedErasure,
  proposedErasure,
  type StoredErasure,
} from './erasure-store.ts';
import type { Parts } from './open-chart.ts';

/** How long a proposal waits for a second administrator. */
export const ERASURE_WAITS_MS = 14 * 86_400_000;

/** What the administrator states. `extent` is the hash of what they saw would go. */
export interface ErasureProposal {
  readonly chain: string;
  readonly record: number | null;
  readonly basis: ErasureBasis;
  readonly reference: string;
  readonly reason: string;
  readonly extent: string;
}

/** What became of it: `changed` where something else would go by now, `waiting` where another proposal waits already. */
export type Proposed = { readonly done: 'proposed' | 'waiting'; readonly id: string } | { readonly done: 'changed' };

type Store = Pick<Parts, 'db' | 'ledger'>;
type Ended = Exclude<ErasureState, 'proposed'>;

/** Proposes; the patient and guardians are told. Throws not-found for anybody but an administrator. */
export async function proposeErasure(
  { db, ledger }: Store,
  actor: Actor,
  proposal: ErasureProposal,
): Promise<Proposed> {
  const { chain } = proposal;
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const at = head.recordedAt;
    const basis = permitted(actor, { action: 'propose-erasure' }, ledger);
    const before = await proposedErasure(tx, chain);
    if (before && !isLapsed(before, at)) return { done: 'waiting', id: before.id };
    const { hash, records } = await erasureExtent(tx, chain, proposal.record);
    if (hash !== proposal.extent || records.length === 0) return { done: 'changed' };
    const one: StoredErasure = {
      ...proposal,
      id: newResourceId(ledger, chain),
      proposedBy: actor.account,
      proposedAt: at,
      until: new Date(Date.parse(at) + ERASURE_WAITS_MS).toISOString(),
      state: 'proposed',
      endedBy: null,
      endedAt: null,
    };
    const lapsed = before ? [await closed(tx, ledger, before, { state: 'lapsed', at, actor })] : [];
    await insertErasure(tx, one);
    const contents = [...lapsed, await erasureVersion(tx, ledger, one, { proposer: actor.login, ender: null })];
    await append(tx, ledger, head, actor, { action: 'propose-erasure', basis, record: one.record }, contents);
    await tell(tx, ledger, chain, at, 'erasure-proposed');
    return { done: 'proposed', id: one.id };
  });
}

/** Ends a proposal without erasing. Throws not-found where it is not the actor's to end, conflict where it ended meanwhile. */
export async function endProposal(
  parts: Store,
  actor: Actor,
  id: string,
  state: Extract<Ended, 'withdrawn' | 'refused'>,
): Promise<void> {
  const { chain } = (await findErasure(parts, actor, id)).erasure;
  const { db, ledger } = parts;
  const kind = state === 'withdrawn' ? 'withdraw-erasure' : 'answer-erasure';
  await transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const at = head.recordedAt;
    const one = await standingErasure(tx, chain, id, at);
    const basis = permitted(actor, { action: kind, proposedBy: one.proposedBy }, ledger);
    const contents = [await closed(tx, ledger, one, { state, at, actor })];
    const action = state === 'withdrawn' ? 'withdraw-erasure' : 'refuse-erasure';
    await append(tx, ledger, head, actor, { action, basis, record: one.record }, contents);
  });
}

/** An erasure for an administrator. Throws not-found for anybody else, and where there is none. */
export async function findErasure(
  { db, ledger }: Store,
  actor: Actor,
  id: string,
): Promise<{ erasure: ListedErasure; basis: Basis }> {
  const erasure = await erasureById(db, routeOf(id) ?? '', id);
  if (!erasure) throw noErasure();
  const basis = permitted(actor, { action: 'propose-erasure' }, ledger);
  return { erasure, basis };
}

/** The proposal, which waits at `at`. Throws conflict where it does not any more. */
export async function standingErasure(tx: Tx, chain: string, id: string, at: string): Promise<ListedErasure> {
  const one = await erasureOf(tx, chain, id);
  if (one?.state !== 'proposed' || isLapsed(one, at))
    throw new AppError(
      'conflict',
      'This proposal does not wait any more: it was answered or withdrawn, or it has lapsed.',
    );
  return one;
}

/** True where nobody answered it in time. */
export function isLapsed({ until }: Pick<StoredErasure, 'until'>, at: string): boolean {
  return until <= at;
}

/** By what right it is done. Throws not-found where there is none, forbidden where it would be the same person twice. */
export function permitted(actor: Actor, intent: ErasureIntent, ledger: Pick<Ledger, 'clock'>): Basis {
  const decision = decide(actor, intent, [], now(ledger));
  if (decision.permit) return decision.basis;
  if (decision.reason === 'same-person')
    throw new AppError('forbidden', 'You proposed this erasure: another administrator has to answer it.');
  throw noErasure();
}

/** The Task of an erasure, as the version that its state calls for. */
export async function erasureVersion(
  tx: Tx,
  ledger: Ledger,
  one: StoredErasure,
  { proposer, ender }: { readonly proposer: string; readonly ender: string | null },
): Promise<Version> {
  const patient = await patientName(tx, one.chain);
  const { proposedAt, endedAt, ...said } = one;
  const version = ender === null ? 1 : 2;
  const task = erasureTask({
    ...said,
    patient,
    patientNumber: patient.display,
    versionId: String(version),
    lastUpdated: endedAt ?? proposedAt,
    proposed: { at: proposedAt, by: proposer },
    ended: ender === null ? null : { at: endedAt ?? proposedAt, by: ender },
  });
  return makeVersion(ledger, task, { version });
}

// The row is written here, the version it gives goes into the block.
async function closed(
  tx: Tx,
  ledger: Ledger,
  { proposer, ender: _, patientNumber: __, ...before }: ListedErasure,
  { state, at, actor }: { readonly state: Exclude<Ended, 'erased'>; readonly at: string; readonly actor: Actor },
): Promise<Version> {
  const one = { ...before, state, endedBy: actor.account, endedAt: at };
  await endErasure(tx, one);
  return erasureVersion(tx, ledger, one, { proposer: proposer.login, ender: actor.login });
}

interface Done {
  readonly action: EventAction;
  readonly basis: Basis;
  readonly record: number | null;
}

async function append(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  actor: Actor,
  { action, basis, record }: Done,
  contents: readonly Version[],
): Promise<void> {
  const { chain, recordedAt: at } = head;
  const { seq } = await appendAct(tx, ledger, head, actor, { type: 'erasure' }, contents);
  await insertEvent(tx, makeEvent(ledger, actor, action, { chain, basis, record, at }), seq);
}

/** Tells the patient and the guardians. */
export async function tell(
  tx: Tx,
  ledger: Ledger,
  chain: string,
  at: string,
  kind: 'erasure-proposed' | 'erased',
): Promise<void> {
  const guardians = await guardiansOf(tx, chain, at);
  await announceLists(tx, chain, guardians);
  await notifyPatient(tx, ledger, chain, kind);
  for (const guardian of guardians) await notify(tx, ledger, guardian, kind);
}

function noErasure(): AppError {
  return new AppError('not-found', 'There is no such erasure, or it is not yours to see.');
}
