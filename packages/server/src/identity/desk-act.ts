// What the desk does for a patient who came in person, by two: one opens it, another confirms within the hour. The patient
// is told, sees both names in the chain, and may cancel meanwhile.

import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { DeskIntent } from '../access/intent.ts';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import type { ChainHead } from '../ledger/append.ts';
import { type Ledger, newResourceId, now, routeOf } from '../ledger/ledger.ts';
import { notify } from '../notifications/notify.ts';
import { type Besides, lockOwnerChain, type Owner, stateAccountEvent } from './account-event.ts';
import { addressHash } from './change-email.ts';
import {
  type DeskAct,
  type DeskEntry,
  type DeskPatient,
  deskActById,
  endDeskActRow,
  insertDeskAct,
  openDeskActs,
  openDeskActsOf,
} from './desk-act-store.ts';
import type { DocumentKind } from './desk-recovery-store.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** An act at the desk that nobody has confirmed ends after an hour. */
const OPEN_MS = 3_600_000;
const LISTED = 50;

/** Says why it cannot be opened, at which field. */
export interface DeskRefusal {
  readonly opened: false;
  readonly field: string;
  readonly code: string;
}

export type DeskOpened = { readonly opened: true; readonly id: string } | DeskRefusal;

/** Throws not-found for whoever may not do this for the patient. */
export function requireServing(ledger: Ledger, actor: Actor, people: readonly string[]): void {
  const decision = decide(actor, { action: 'serve-patient', people }, [], now(ledger));
  if (!decision.permit) throw new AppError('not-found', 'There is no such page.');
}

/** Opens it; gives its id. */
export async function openDeskAct(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  actor: Actor,
  { patient, document, ...entry }: DeskEntry & { patient: DeskPatient; document: DocumentKind },
): Promise<DeskOpened> {
  const id = newResourceId(ledger, head.chain);
  await insertDeskAct(tx, head.chain, { ...entry, id, document, openedBy: actor.account, openedAt: head.recordedAt });
  const more = { act: id, document, ...statedDetails(entry) };
  await stateAccountEvent(tx, ledger, head, { action: `open-desk-${entry.kind}`, by: actor, of: patient, more });
  await notify(tx, ledger, patient.account, 'desk-opened');
  return { opened: true, id };
}

/** The acts that wait and that this person may see: their own, and those that they may confirm. */
export async function waitingDeskActs({ db, ledger }: Parts, actor: Actor): Promise<DeskAct[]> {
  requireServing(ledger, actor, []);
  const all = await openDeskActs(db, since(ledger), LISTED);
  return all.filter((one) => one.openedBy === actor.account || mayConfirm(ledger, actor, one));
}

/** An act that waits, for its opener and whoever may confirm it. Throws not-found for all others and where none waits. */
export async function waitingDeskAct({ db, ledger }: Parts, actor: Actor, id: string): Promise<DeskAct> {
  const found = await deskActById(db, routeOf(id) ?? '', id);
  const seen = found && (found.openedBy === actor.account || mayConfirm(ledger, actor, found));
  if (!found || !seen || !isOpen(ledger, found)) throw noAct();
  return found;
}

/** The acts that wait for a patient. */
export function deskActsOf({ db, ledger }: { db: Db | Tx; ledger: Ledger }, chain: string): Promise<DeskAct[]> {
  return openDeskActsOf(db, chain, since(ledger));
}

/**
 * Confirms; `work` does what was opened, and gives what stands in the block besides. Throws not-found, for the opener
 * too, and conflict where it ended meanwhile.
 */
export async function confirmDeskAct(
  { db, ledger }: Parts,
  actor: Actor,
  act: DeskAct,
  work: (tx: Tx, head: ChainHead) => Promise<Besides>,
): Promise<void> {
  if (!mayConfirm(ledger, actor, act)) throw noAct();
  await transaction(db, async (tx) => {
    const head = await end(tx, ledger, actor, act, 'confirmed');
    const besides = await work(tx, head);
    const event = { action: `confirm-desk-${act.kind}`, by: actor, of: act.patient, more: { act: act.id } } as const;
    await stateAccountEvent(tx, ledger, head, event, besides);
    await notify(tx, ledger, act.patient.account, 'desk-confirmed');
  });
}

/** Cancels, as the patient or the opener. Throws not-found for others, conflict where it ended meanwhile. */
export async function cancelDeskAct({ db, ledger }: Parts, actor: Actor, id: string): Promise<DeskAct> {
  const found = await deskActById(db, routeOf(id) ?? '', id);
  if (!found) throw noAct();
  const intent = { action: 'cancel-desk-act', chain: found.patient.chain, openedBy: found.openedBy } as const;
  if (!decide(actor, intent, [], now(ledger)).permit) throw noAct();
  await transaction(db, async (tx) => {
    const head = await end(tx, ledger, actor, found, 'cancelled');
    const of: Owner = found.patient;
    await stateAccountEvent(tx, ledger, head, {
      action: `cancel-desk-${found.kind}`,
      by: actor,
      of,
      more: { act: found.id },
    });
  });
  return found;
}

async function end(
  tx: Tx,
  ledger: Ledger,
  actor: Actor,
  { id, patient }: DeskAct,
  state: 'confirmed' | 'cancelled',
): Promise<ChainHead> {
  const head = await lockOwnerChain(tx, ledger, patient);
  const row = { id, state, by: actor.account, at: head.recordedAt, since: since(ledger) };
  if (!(await endDeskActRow(tx, patient.chain, row)))
    throw new AppError('conflict', 'It was confirmed, cancelled or ended meanwhile.');
  return head;
}

/** What the chain holds of what was entered. */
export function statedDetails({ kind, details }: DeskEntry): Record<string, string> {
  if (kind === 'email') {
    const { address, lang, salt } = details;
    return { 'address-hash': addressHash(Buffer.from(salt, 'hex'), address), lang };
  }
  const { until, note, ...rest } = details;
  return { ...rest, ...(until !== null && { until }), ...(note !== '' && { note }) };
}

/** When an act that was opened then ends by itself. */
export function deskActEnds({ openedAt }: Pick<DeskAct, 'openedAt'>): string {
  return new Date(openedAt.getTime() + OPEN_MS).toISOString();
}

function mayConfirm(ledger: Ledger, actor: Actor, act: DeskAct): boolean {
  const people = [act.patient.account, ...(act.kind === 'guardian' ? [act.details.guardian] : [])];
  const intent: DeskIntent = { action: 'confirm-desk-act', people, openedBy: act.openedBy };
  return decide(actor, intent, [], now(ledger)).permit;
}

function isOpen(ledger: Ledger, { state, openedAt }: DeskAct): boolean {
  return state === 'open' && openedAt > since(ledger);
}

function since({ clock }: Pick<Ledger, 'clock'>): Date {
  return new Date(clock() - OPEN_MS);
}

function noAct(): AppError {
  return new AppError('not-found', 'Nothing of this waits.');
}
