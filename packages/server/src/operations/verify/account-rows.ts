// What accounts hold beside their password, as rows, held against what their chain says was done to them: e-mail
// addresses, recoveries at the desk, sealed Aadhaar numbers. Neither says what the other does not.

import { type JsonObject, objectAt, objectsAt, textAt } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { addressHash } from '../../identity/change-email.ts';
import { sealedHash } from '../../records/aadhaar.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type Tally } from './tally.ts';

// A chain's accounts: the patient's own, or in the institution's those of everybody who is no patient.
const OF_CHAIN = `LEFT JOIN patient p ON p.account_id = r.account_id WHERE p.chain IS NOT DISTINCT FROM $1`;
const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const selectEmails = statement(
  'verify.emails',
  `SELECT r.account_id AS account, r.address, r.salt FROM account_email r ${OF_CHAIN}`,
);
const selectRecoveries = statement(
  'verify.recoveries',
  `SELECT r.id, r.account_id AS account, r.document, r.opened_by AS "openedBy", r.state, r.ended_by AS "endedBy",
     to_char(r.opened_at AT TIME ZONE 'UTC', ${ISO}) AS "openedAt", to_char(r.ended_at AT TIME ZONE 'UTC', ${ISO}) AS "endedAt"
   FROM desk_recovery r ${OF_CHAIN}`,
);
const selectAadhaar = statement(
  'verify.aadhaar',
  'SELECT sealed, mac, last_four AS "lastFour" FROM patient_aadhaar WHERE chain = $1',
);

interface RecoveryRow {
  readonly id: string;
  readonly account: string;
  readonly document: string;
  readonly openedBy: string;
  readonly openedAt: string;
  readonly state: string;
  readonly endedBy: string | null;
  readonly endedAt: string | null;
}

/** What was done to an account, as the chain says it. */
export interface AccountAct {
  readonly action: string;
  readonly at: string;
  readonly by: string;
  readonly of: string;
  readonly details: Readonly<Record<string, string>>;
}

/** Holds the rows of a chain's accounts against the acts that the chain states. */
export async function checkAccountRows(db: Db, tally: Tally): Promise<Problem[]> {
  const { chain, name, isInstitution } = tally;
  const of = [isInstitution ? null : chain];
  const [emails, recoveries, aadhaar] = await Promise.all([
    db.rows<{ account: string; address: string; salt: Uint8Array }>(selectEmails, of),
    db.rows<RecoveryRow>(selectRecoveries, of),
    db.rows<{ sealed: Uint8Array; mac: Uint8Array; lastFour: string }>(selectAadhaar, [chain]),
  ]);
  const said = stated(accountActs(tally));
  const found = {
    emails: emails.map(({ account, address, salt }) => `${account} ${addressHash(salt, address)}`),
    recoveries: recoveries.map(recoveryText),
    aadhaar: aadhaar.map(sealedHash),
  };
  return [
    ...compare(name, found.emails, said.emails, 'An e-mail address is not the one that was confirmed.'),
    ...compare(name, found.recoveries, said.recoveries, 'A recovery at the desk is not what was done.'),
    ...compare(name, found.aadhaar, said.aadhaar, 'The sealed Aadhaar number is not the one that was entered.'),
  ];
}

function compare(name: string, found: readonly string[], said: readonly string[], message: string): Problem[] {
  return new Set(found).symmetricDifference(new Set(said)).size === 0 ? [] : [mismatch(name, message)];
}

/** What a chain says was done to its accounts, the newest act last. */
export function accountActs(tally: Tally): AccountAct[] {
  return newestOf(tally, 'AuditEvent').map(([, { resource }]) => actOf(resource));
}

/** What an AuditEvent says was done to an account. */
export function actOf(resource: JsonObject): AccountAct {
  const [agent] = objectsAt(resource, 'agent');
  const [entity] = objectsAt(resource, 'entity');
  const idOf = (person: JsonObject | undefined) => textAt(objectAt(person, 'identifier'), 'value') ?? '';
  const details = objectsAt(entity, 'detail').map((one) => [textAt(one, 'type'), textAt(one, 'valueString')]);
  return {
    action: textAt(objectsAt(resource, 'subtype').at(-1), 'display') ?? '',
    at: textAt(resource, 'recorded') ?? '',
    by: idOf(objectAt(agent, 'who')),
    of: idOf(objectAt(entity, 'what')),
    details: Object.fromEntries(details),
  };
}

function stated(acts: readonly AccountAct[]) {
  const emails = new Map<string, string>();
  const recoveries = new Map<string, RecoveryRow>();
  let aadhaar: string | undefined;
  for (const act of acts) {
    const { action, of, details } = act;
    if (action === 'change-email') emails.set(of, `${of} ${details['address-hash']}`);
    if (action === 'remove-email') emails.delete(of);
    if (action === 'change-aadhaar') aadhaar = details['sealed-hash'];
    if (action === 'remove-aadhaar') aadhaar = undefined;
    const id = action.endsWith('-recovery') ? details.recovery : undefined;
    if (id !== undefined) recoveries.set(id, moved(recoveries.get(id), id, act));
  }
  return {
    emails: [...emails.values()],
    recoveries: [...recoveries.values()].map(recoveryText),
    aadhaar: aadhaar === undefined ? [] : [aadhaar],
  };
}

function moved(before: RecoveryRow | undefined, id: string, { action, at, by, of, details }: AccountAct): RecoveryRow {
  if (!before) {
    const opened = { document: details.document ?? '', openedBy: by, openedAt: at };
    return { id, account: of, ...opened, state: 'open', endedBy: null, endedAt: null };
  }
  return { ...before, state: action === 'confirm-recovery' ? 'confirmed' : 'cancelled', endedBy: by, endedAt: at };
}

function recoveryText(row: RecoveryRow): string {
  const { id, account, document, openedBy, openedAt, state, endedBy, endedAt } = row;
  return JSON.stringify([id, account, document, openedBy, openedAt, state, endedBy, endedAt]);
}
