// Doctors who signed up wait until an administrator has held their registration against the council's register.

import { type JsonObject, parseJson } from '@patrec/fhir';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { type ChainHead, lockHead } from '../ledger/append.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import { type DirectoryEvent, stateDirectoryEvent } from './account-event.ts';

type Parts = { readonly db: Db; readonly ledger: Ledger };

/** A doctor who waits. `resource` is the Practitioner of the directory. */
export interface WaitingDoctor {
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly since: string;
  readonly speciality: string;
  readonly workplace: string;
  readonly city: string;
  readonly resource: JsonObject;
}

interface WaitingRow extends Omit<WaitingDoctor, 'since' | 'resource'> {
  readonly since: Date;
  readonly version: number;
  readonly bytes: Uint8Array;
}

const COLUMNS = `a.id AS account, a.login, a.name, a.created_at AS since, d.speciality, d.workplace, d.city, v.version, v.bytes
  FROM account a JOIN practitioner d ON d.account_id = a.id
    JOIN resource_version v ON v.chain = $1 AND v.id = d.resource_id AND v.current
  WHERE a.status = 'awaiting-verification'`;
const selectWaiting = statement('waiting.list', `SELECT ${COLUMNS} ORDER BY a.created_at, a.id LIMIT $2`);
const selectOne = statement('waiting.one', `SELECT ${COLUMNS} AND a.login = $2`);
const lockOne = statement('waiting.lock', `SELECT ${COLUMNS} AND a.login = $2 FOR UPDATE OF a`);
const setStatus = statement('waiting.answer', 'UPDATE account SET status = $2, status_reason = $3 WHERE id = $1');
const selectReason = statement(
  'waiting.reason',
  `SELECT status_reason AS reason FROM account WHERE id = $1 AND status = 'declined'`,
);
const countWaiting = statement(
  'waiting.count',
  `SELECT count(*) AS count FROM account WHERE status = 'awaiting-verification'`,
);

/** Those who wait longest, up to `limit`, and how many wait in all. */
export async function waitingDoctors({ db, ledger }: Parts, limit: number) {
  const [rows, counted] = await Promise.all([
    db.rows<WaitingRow>(selectWaiting, [ledger.institutionChain, limit]),
    db.rows<{ count: number }>(countWaiting, []),
  ]);
  return { doctors: rows.map(waiting), count: counted[0]?.count ?? 0 };
}

/** The doctor of that number who waits; undefined where nobody does. */
export async function waitingDoctor({ db, ledger }: Parts, login: string): Promise<WaitingDoctor | undefined> {
  const [row] = await db.rows<WaitingRow>(selectOne, [ledger.institutionChain, login]);
  return row && waiting(row);
}

/** Why a doctor was declined; undefined where they were not. */
export async function declinedReason(db: Db, account: string): Promise<string | undefined> {
  return (await db.rows<{ reason: string }>(selectReason, [account]))[0]?.reason;
}

/** The doctor may work at once: a new version of the directory's entry says so. Throws conflict for whoever does not wait. */
export function verifyPractitioner(parts: Parts, actor: Actor, login: string): Promise<void> {
  return answer(parts, actor, login, async (tx, head, { account, version: last, bytes }, people) => {
    const version = last + 1;
    const meta = { versionId: String(version), lastUpdated: head.recordedAt };
    const resource = { ...(parseJson(bytes) as JsonObject), meta, active: true };
    const contents = [makeVersion(parts.ledger, resource, { version })];
    await stateDirectoryEvent(tx, parts.ledger, head, { action: 'practitioner-verified', ...people }, { contents });
    await tx.rows(setStatus, [account, 'active', '']);
  });
}

/** The doctor may not work, and is told the reason. Throws conflict for whoever does not wait. */
export function declinePractitioner(parts: Parts, actor: Actor, login: string, reason: string): Promise<void> {
  return answer(parts, actor, login, async (tx, head, { account }, people) => {
    await stateDirectoryEvent(tx, parts.ledger, head, { action: 'practitioner-declined', reason, ...people });
    await tx.rows(setStatus, [account, 'declined', reason]);
  });
}

type Answer = (tx: Tx, head: ChainHead, row: WaitingRow, people: Pick<DirectoryEvent, 'by' | 'of'>) => Promise<void>;

// The chain's head first, as everywhere: of two administrators who answer at once, the second is told.
async function answer({ db, ledger }: Parts, actor: Actor, login: string, write: Answer): Promise<void> {
  const decision = decide(actor, { action: 'run-institution' }, [], now(ledger));
  if (!decision.permit) throw new AppError('forbidden', 'Only an administrator verifies doctors.');
  await transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, ledger.institutionChain);
    const [row] = await tx.rows<WaitingRow>(lockOne, [ledger.institutionChain, login]);
    if (!row) throw new AppError('conflict', 'Nobody of that number waits for verification any more.');
    await write(tx, head, row, { by: actor, of: { account: row.account, login } });
  });
}

function waiting({ version: _version, bytes, since, ...row }: WaitingRow): WaitingDoctor {
  return { ...row, since: since.toISOString(), resource: parseJson(bytes) as JsonObject };
}
