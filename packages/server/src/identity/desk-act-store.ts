// What two of the desk do for a patient, as rows.

import type { GuardianLevel, Relationship } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { MailLanguage } from '../notifications/mail-store.ts';
import type { DocumentKind } from './desk-recovery-store.ts';

/** Why the desk may set up a guardian: the patient wants it, is the guardian's child, or a court said so. */
export const BASES = ['consent', 'parent', 'court'] as const;
export type DeskBasis = (typeof BASES)[number];

/** A guardian as entered at the desk: `guardian` is an account, `until` ISO 8601 UTC, `note` what shows the basis. */
export interface GuardianDetails {
  readonly guardian: string;
  readonly level: GuardianLevel;
  readonly relationship: Relationship;
  readonly until: string | null;
  readonly basis: DeskBasis;
  readonly note: string;
}

/** An e-mail address as entered at the desk; the chain holds its hash under `salt`, hexadecimal. */
export interface EmailDetails {
  readonly address: string;
  readonly lang: MailLanguage;
  readonly salt: string;
}

/** What was entered, by its kind. */
export type DeskEntry =
  | { readonly kind: 'guardian'; readonly details: GuardianDetails }
  | { readonly kind: 'email'; readonly details: EmailDetails };

/** A patient as the desk knows them; `login` is the number. */
export interface DeskPatient {
  readonly chain: string;
  readonly account: string;
  readonly login: string;
  readonly name: string;
  readonly birthDate: string | null;
}

/** One act at the desk; `guardian` is whom it would make one. */
export type DeskAct = DeskEntry & {
  readonly id: string;
  readonly patient: DeskPatient;
  readonly guardian: { readonly login: string; readonly name: string; readonly birthDate: string } | null;
  readonly document: DocumentKind;
  readonly openedBy: string;
  readonly openerLogin: string;
  readonly openerName: string;
  readonly openedAt: Date;
  readonly state: 'open' | 'confirmed' | 'cancelled';
};

const PATIENT = `'chain', p.chain, 'account', p.account_id, 'login', p.number, 'name', p.name, 'birthDate', p.birth_date`;
const SELECT = `SELECT d.id, d.kind, d.details, d.document, d.opened_by AS "openedBy", o.login AS "openerLogin",
    o.name AS "openerName", d.opened_at AS "openedAt", d.state, json_build_object(${PATIENT}) AS patient,
    CASE WHEN g.chain IS NOT NULL
      THEN json_build_object('login', g.number, 'name', g.name, 'birthDate', g.birth_date) END AS guardian
  FROM desk_act d JOIN patient p ON p.chain = d.chain JOIN account o ON o.id = d.opened_by
    LEFT JOIN patient g ON g.account_id = d.details ->> 'guardian'`;
const selectPatient = statement(
  'desk-act.patient',
  `SELECT p.chain, p.account_id AS account, p.number AS login, p.name, p.birth_date AS "birthDate"
   FROM patient_number n JOIN patient p ON p.chain = n.chain JOIN account a ON a.id = p.account_id
   WHERE n.number = $1 AND a.status = 'active'
     AND (p.birth_date = $2::date OR ($3 AND p.birth_date IS NULL AND starts_with($2::text, coalesce(p.born, ''))))`,
);
const insertRow = statement(
  'desk-act.insert',
  `INSERT INTO desk_act (chain, id, kind, details, document, opened_by, opened_at, state)
   VALUES ($1, $2, $3, $4, $5, $6, $7, 'open')`,
);
const selectRouted = statement(
  'desk-act.routed',
  `${SELECT} JOIN chain_head h ON h.chain = d.chain WHERE substr(h.chain, 1, 12) = $1 AND d.id = $2`,
);
const selectOpen = statement(
  'desk-act.open',
  `${SELECT} WHERE d.state = 'open' AND d.opened_at > $1 ORDER BY d.opened_at, d.id LIMIT $2`,
);
const selectOf = statement(
  'desk-act.of',
  `${SELECT} WHERE d.chain = $1 AND d.state = 'open' AND d.opened_at > $2 ORDER BY d.opened_at, d.id`,
);
const endRow = statement(
  'desk-act.end',
  `UPDATE desk_act SET state = $3, ended_by = $4, ended_at = $5
   WHERE chain = $1 AND id = $2 AND state = 'open' AND opened_at > $6 RETURNING id`,
);

/**
 * The patient of that number who was born on that date; undefined where nobody is both: which is wrong is not told. With
 * `inPart` also one of whose birth no more is known than a part of it, or nothing.
 */
export async function patientAtDesk(
  db: Db,
  number: string,
  birthDate: string,
  inPart = false,
): Promise<DeskPatient | undefined> {
  return (await db.rows<DeskPatient>(selectPatient, [number, birthDate, inPart]))[0];
}

/** Writes an act that was opened. */
export async function insertDeskAct(
  tx: Tx,
  chain: string,
  {
    id,
    kind,
    details,
    document,
    openedBy,
    openedAt,
  }: DeskEntry & {
    id: string;
    document: DocumentKind;
    openedBy: string;
    openedAt: string;
  },
): Promise<void> {
  await tx.rows(insertRow, [chain, id, kind, JSON.stringify(details), document, openedBy, openedAt]);
}

/** The act of that id, of whichever patient and in whatever state. Tells nothing of who may see it. */
export async function deskActById(db: Db, route: string, id: string): Promise<DeskAct | undefined> {
  return (await db.rows<DeskAct>(selectRouted, [route, id]))[0];
}

/** The acts that were opened after `since` and wait, the first first. */
export function openDeskActs(db: Db, since: Date, limit: number): Promise<DeskAct[]> {
  return db.rows<DeskAct>(selectOpen, [since, limit]);
}

/** Those of one patient. */
export function openDeskActsOf(db: Db | Tx, chain: string, since: Date): Promise<DeskAct[]> {
  return db.rows<DeskAct>(selectOf, [chain, since]);
}

/** Ends an act that waits; false where it does not, or was opened before `since`. */
export async function endDeskActRow(
  tx: Tx,
  chain: string,
  end: { id: string; state: 'confirmed' | 'cancelled'; by: string; at: string; since: Date },
): Promise<boolean> {
  return (await tx.rows(endRow, [chain, end.id, end.state, end.by, end.at, end.since])).length > 0;
}
