// Guardianships in PostgreSQL: what decide() is given, and the lists that patients and guardians see.

import type { Relationship } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Actor, OnBehalfOf } from './actor.ts';
import type { Guardianship } from './guardianship.ts';

/** A guardianship with what the lists and the ledger need besides. */
export interface StoredGuardianship extends Guardianship {
  readonly consentId: string;
  readonly relationship: Relationship;
  readonly invitedAt: string;
  readonly acceptedAt: string | null;
  readonly endedAt: string | null;
  /** The collection that it was brought in from; null where it was made here. */
  readonly source: string | null;
}

/** The same with its two people. `patient` is as registered, `account` the patient's. */
export interface NamedGuardianship extends StoredGuardianship {
  readonly guardianLogin: string;
  readonly guardianName: string;
  /** Set up at the desk, by an act of the same id. */
  readonly atDesk: boolean;
  readonly patient: {
    readonly number: string;
    readonly name: string;
    readonly birthDate: string | null;
    readonly resourceId: string;
    readonly account: string;
  };
}

type Row = Omit<NamedGuardianship, 'until' | 'invitedAt' | 'acceptedAt' | 'endedAt'> & {
  readonly until: Date | null;
  readonly invitedAt: Date;
  readonly acceptedAt: Date | null;
  readonly endedAt: Date | null;
};

const NAMED = `SELECT g.chain, g.id, g.consent_id AS "consentId", g.guardian, g.level, g.relationship, g.state, g.until,
    g.invited_at AS "invitedAt", g.accepted_at AS "acceptedAt", g.ended_at AS "endedAt", g.source,
    a.login AS "guardianLogin", a.name AS "guardianName",
    EXISTS (SELECT FROM desk_act d WHERE d.chain = g.chain AND d.id = g.id) AS "atDesk",
    json_build_object('number', p.number, 'name', p.name, 'birthDate', p.birth_date, 'resourceId', p.resource_id,
      'account', p.account_id) AS patient
  FROM guardianship g JOIN account a ON a.id = g.guardian JOIN patient p ON p.chain = g.chain`;

const selectOfPatient = statement(
  'guardianship.of-patient',
  `${NAMED} WHERE g.chain = $1 ORDER BY g.invited_at DESC LIMIT 200`,
);
const selectOfGuardian = statement(
  'guardianship.of-guardian',
  `${NAMED} WHERE g.guardian = $1 ORDER BY g.invited_at DESC LIMIT 200`,
);
const selectRouted = statement(
  'guardianship.routed',
  `${NAMED} JOIN chain_head h ON h.chain = g.chain WHERE substr(h.chain, 1, 12) = $1 AND g.id = $2`,
);
const selectForUpdate = statement(
  'guardianship.for-update',
  `${NAMED} WHERE g.chain = $1 AND g.id = $2 FOR UPDATE OF g`,
);
const selectOpen = statement(
  'guardianship.open',
  `${NAMED} WHERE g.chain = $1 AND g.guardian = $2 AND g.state IN ('invited', 'accepted') FOR UPDATE OF g`,
);
const selectToActBy = statement(
  'guardianship.to-act-by',
  `${NAMED} JOIN patient_number n ON n.chain = g.chain WHERE n.number = $1 AND g.guardian = $2 AND g.state = 'accepted'`,
);
const selectStanding = statement(
  'guardianship.standing',
  `SELECT guardian FROM guardianship WHERE chain = $1 AND state = 'accepted' AND (until IS NULL OR until > $2)`,
);
const insertRow = statement(
  'guardianship.insert',
  `INSERT INTO guardianship (chain, id, consent_id, guardian, level, relationship, state, until, invited_at, source)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);
const selectBroughtIn = statement(
  'guardianship.brought-in',
  'SELECT FROM guardianship WHERE chain = $1 AND guardian = $2 AND source = $3 LIMIT 1',
);
const updateRow = statement(
  'guardianship.update',
  'UPDATE guardianship SET state = $3, accepted_at = $4, ended_at = $5 WHERE chain = $1 AND id = $2',
);

/** All guardians that a patient ever invited, newest first, 200 at most. */
export async function guardianshipsOfPatient(db: Db, chain: string): Promise<NamedGuardianship[]> {
  return (await db.rows<Row>(selectOfPatient, [chain])).map(toGuardianship);
}

/** All guardianships that somebody was ever invited to, newest first, 200 at most. */
export async function guardianshipsOfGuardian(db: Db, guardian: string): Promise<NamedGuardianship[]> {
  return (await db.rows<Row>(selectOfGuardian, [guardian])).map(toGuardianship);
}

/** One guardianship by its id, of whichever patient. Tells nothing of who may see it. */
export async function guardianshipById(db: Db, route: string, id: string): Promise<NamedGuardianship | undefined> {
  return (await db.rows<Row>(selectRouted, [route, id])).map(toGuardianship)[0];
}

/** One guardianship of a patient, locked until the transaction ends. */
export async function lockGuardianship(tx: Tx, chain: string, id: string): Promise<NamedGuardianship | undefined> {
  return (await tx.rows<Row>(selectForUpdate, [chain, id])).map(toGuardianship)[0];
}

/** That of these two which waits or was accepted and not ended, its end perhaps past; locked until the transaction ends. */
export async function lockOpenGuardianship(
  tx: Tx,
  chain: string,
  guardian: string,
): Promise<NamedGuardianship | undefined> {
  return (await tx.rows<Row>(selectOpen, [chain, guardian])).map(toGuardianship)[0];
}

/** In whose place somebody would act on the record of that number; undefined for a stranger to it as for no number. */
export async function onBehalfOf(db: Db, number: string, guardian: string): Promise<OnBehalfOf | undefined> {
  const [found] = (await db.rows<Row>(selectToActBy, [number, guardian])).map(toGuardianship);
  return found && { ...found.patient, guardianship: found };
}

/**
 * The actor with the guardianship as it is now: where the chain's head is locked, no end of it slips between. It is
 * what it was for whoever acts by their own right.
 */
export async function asItStands(tx: Tx, actor: Actor): Promise<Actor> {
  const patient = actor.onBehalfOf;
  if (!patient) return actor;
  const { guardianship } = patient;
  const current = await lockGuardianship(tx, guardianship.chain, guardianship.id);
  return { ...actor, onBehalfOf: { ...patient, guardianship: current ?? { ...guardianship, state: 'removed' } } };
}

/** The accounts of those who stand in a patient's place at `now`. */
export async function guardiansOf(tx: Tx, chain: string, now: string): Promise<string[]> {
  return (await tx.rows<{ guardian: string }>(selectStanding, [chain, now])).map(({ guardian }) => guardian);
}

/** True where somebody was ever made a guardian by what was brought in from there. */
export async function wasBroughtIn(store: Db | Tx, chain: string, guardian: string, source: string): Promise<boolean> {
  return (await store.rows(selectBroughtIn, [chain, guardian, source])).length > 0;
}

/** Writes a new invitation. */
export async function insertGuardianship(tx: Tx, one: StoredGuardianship): Promise<void> {
  const { chain, id, consentId, guardian, level, relationship, state, until, invitedAt, source } = one;
  await tx.rows(insertRow, [chain, id, consentId, guardian, level, relationship, state, until, invitedAt, source]);
}

/** Writes what became of it. */
export async function updateGuardianship(tx: Tx, one: StoredGuardianship): Promise<void> {
  const { chain, id, state, acceptedAt, endedAt } = one;
  await tx.rows(updateRow, [chain, id, state, acceptedAt, endedAt]);
}

function toGuardianship(row: Row): NamedGuardianship {
  return {
    ...row,
    until: row.until?.toISOString() ?? null,
    invitedAt: row.invitedAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
