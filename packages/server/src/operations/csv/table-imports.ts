// What staff do with a table on the pages: bring it, say which column is which field, have it tried and imported, stop
// it, look at what became of its rows, and remove it. Nobody else sees it.

import type { Actor } from '../../access/actor.ts';
import { decide } from '../../access/decide.ts';
import { AppError } from '../../errors.ts';
import { now, randomHex } from '../../ledger/ledger.ts';
import { ahead, type Importing, KEPT_MS } from './importing.ts';
import { type Mapping, TABLE_KINDS } from './mapping.ts';
import { type Plan, tableSeal } from './plan.ts';
import { receiveTable } from './receive-table.ts';
import { TableError } from './table-error.ts';
import {
  checkImport,
  deleteImport,
  importById,
  importsOf,
  insertImport,
  KEPT_AT_MOST,
  type StoredImport,
  startImport,
  stopImport,
} from './table-import-store.ts';

/** A table of somebody's, opened. */
export interface OpenImport extends Omit<StoredImport, 'plan'> {
  readonly plan: Plan;
}

const ARRIVES_WITHIN_MS = 3_600_000;

/** Keeps a table that comes in; gives its id. Throws TableError, also where somebody keeps too many or says no kind. */
export async function bringTable(
  parts: Importing,
  actor: Actor,
  { kind, name }: { readonly kind: string; readonly name: string },
  bytes: AsyncIterable<Uint8Array>,
): Promise<string> {
  requireOwn(parts, actor, actor.account);
  const { db, ledger } = parts;
  const known = TABLE_KINDS.find((one) => one === kind);
  if (!known) throw new TableError('table-kind', 'Say what the table holds.');
  const id = randomHex(ledger, 16);
  const { account, login } = actor;
  const room = { id, account, login, kind: known, askedAt: now(ledger), expiresAt: ahead(ledger, ARRIVES_WITHIN_MS) };
  if (!(await insertImport(db, room))) throw tooMany();
  try {
    await receiveTable(parts, { id, kind: known, name }, bytes);
  } catch (error) {
    await deleteImport(db, id);
    throw error;
  }
  return id;
}

/** The tables of the actor, the newest first. */
export async function ownImports(parts: Importing, actor: Actor): Promise<OpenImport[]> {
  requireOwn(parts, actor, actor.account);
  return (await importsOf(parts.db, actor.account, now(parts.ledger))).map((one) => opened(parts, one));
}

/** One of them. Throws not-found for those of others, as for those that are not there. */
export async function ownImport(parts: Importing, actor: Actor, id: string): Promise<OpenImport> {
  const found = await importById(parts.db, id, now(parts.ledger));
  requireOwn(parts, actor, found?.account ?? '');
  if (!found) throw noTable();
  return opened(parts, found);
}

/** Has a dry run made by that mapping. */
export async function tryTable(parts: Importing, actor: Actor, id: string, mapping: Mapping): Promise<void> {
  const { plan } = await ownImport(parts, actor, id);
  const sealed = tableSeal(parts.key, parts.ledger.random, id).plan({ ...plan, mapping });
  await checkImport(parts.db, id, sealed, ahead(parts.ledger, KEPT_MS));
}

/** Has the table imported, after its dry run; what was stopped goes on. What is under way, or done, stays so. */
export async function beginTable(parts: Importing, actor: Actor, id: string): Promise<void> {
  await ownImport(parts, actor, id);
  await startImport(parts.db, id, ahead(parts.ledger, KEPT_MS));
}

/** Stops the dry run or the import after the rows that are being written. */
export async function stopTable(parts: Importing, actor: Actor, id: string): Promise<void> {
  await ownImport(parts, actor, id);
  await stopImport(parts.db, id);
}

/** Removes the table, where nothing is under way. What was imported from it stays. */
export async function removeTable(parts: Importing, actor: Actor, id: string): Promise<void> {
  await ownImport(parts, actor, id);
  await deleteImport(parts.db, id);
}

function opened({ key, ledger }: Importing, stored: StoredImport): OpenImport {
  return { ...stored, plan: tableSeal(key, ledger.random, stored.id).openPlan(stored) };
}

function requireOwn({ ledger }: Importing, actor: Actor, importer: string): void {
  if (!decide(actor, { action: 'import-table', importer }, [], now(ledger)).permit) throw noTable();
}

function tooMany(): TableError {
  return new TableError('table-too-many', 'Remove a table that is done with.', { count: String(KEPT_AT_MOST) });
}

function noTable(): AppError {
  return new AppError('not-found', 'There is no such page.');
}
