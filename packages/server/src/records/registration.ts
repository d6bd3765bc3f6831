// A patient's registration as readers of the chart see it: the resources that belong to no record, as they stand or stood.

import { type JsonObject, parseJson, type RevisionKind, revisionOf, type Standing } from '@patrec/fhir';
import { eventValues, loggedRead, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Chart, Parts } from './open-chart.ts';

/** Other resources outside records (Task, Consent, Bundle of AuditEvent) are the patient's own affair. */
export const REGISTRATION_TYPES: readonly string[] = [
  'Patient',
  'RelatedPerson',
  'AllergyIntolerance',
  'Observation',
  'MedicationStatement',
];
/** What a change of the registration may make versions of: a guardian is the guardianship's affair. */
const CHANGED_TYPES = REGISTRATION_TYPES.filter((type) => type !== 'RelatedPerson');

const selectResources = statement(
  'registration.read',
  `SELECT bytes FROM resource_version WHERE chain = $1 AND record IS NULL AND current AND type = ANY ($2) ORDER BY type, id`,
);
// In the order in which each was first said.
const selectStanding = statement(
  'registration.standing',
  `SELECT v.bytes, v.version FROM resource_version v
     JOIN resource_version f ON f.chain = v.chain AND f.id = v.id AND f.version = 1
   WHERE v.chain = $1 AND v.record IS NULL AND v.current AND v.type = ANY ($2) ORDER BY f.block_seq, f.place`,
);
const selectStood = loggedRead(
  'registration.stood',
  `SELECT v.bytes FROM resource_version c JOIN resource_version f ON f.chain = c.chain AND f.id = c.id AND f.version = 1
     JOIN LATERAL (SELECT o.bytes FROM resource_version o
       WHERE o.chain = c.chain AND o.id = c.id AND o.block_seq <= $11 ORDER BY o.version DESC LIMIT 1) v ON true
   WHERE c.chain = $9 AND c.record IS NULL AND c.current AND c.type = ANY ($10) ORDER BY f.block_seq, f.place`,
);
const selectVersions = statement(
  'registration.versions',
  `SELECT v.version, v.block_seq AS "blockSeq", b.recorded_at AS "recordedAt",
     a.login AS "authorLogin", a.name AS "authorName",
     (SELECT o.bytes FROM resource_version o WHERE o.chain = v.chain AND o.block_seq = v.block_seq AND o.type = 'Provenance'
        AND b.type = 'amendment' ORDER BY o.place LIMIT 1) AS provenance
   FROM resource_version v JOIN block b ON b.chain = v.chain AND b.seq = v.block_seq JOIN account a ON a.id = b.author
   WHERE v.chain = $1 AND v.id = $2 ORDER BY v.version`,
);

/** The current resources of a registration. Only for a chart that was opened, or for the patient's name and age. */
export async function readRegistration(db: Db, chain: string): Promise<JsonObject[]> {
  const rows = await db.rows<{ bytes: Uint8Array }>(selectResources, [chain, REGISTRATION_TYPES]);
  return rows.map(({ bytes }) => parseJson(bytes) as JsonObject);
}

/** What of it a change makes versions of, with the versions that stand. */
export async function standingRegistration(store: Db | Tx, chain: string): Promise<Standing[]> {
  const rows = await store.rows<{ bytes: Uint8Array; version: number }>(selectStanding, [chain, CHANGED_TYPES]);
  return rows.map(({ bytes, version }) => ({ resource: parseJson(bytes) as JsonObject, version }));
}

/** A version of a registration: that of its Patient. The first has no reason. Times are ISO 8601 UTC. */
export interface RegistrationVersion {
  readonly version: number;
  readonly kind: 'written' | RevisionKind;
  readonly reason: string;
  readonly recordedAt: string;
  readonly authorLogin: string;
  readonly authorName: string;
  readonly blockSeq: number;
}

type VersionRow = Omit<RegistrationVersion, 'kind' | 'reason' | 'recordedAt'> & {
  readonly recordedAt: Date;
  readonly provenance: Uint8Array | null;
};

/** The versions of a registration, the first first. Tells nothing of who may read it. */
export async function registrationVersions(
  db: Db | Tx,
  { chain, resourceId }: { chain: string; resourceId: string },
): Promise<RegistrationVersion[]> {
  const rows = await db.rows<VersionRow>(selectVersions, [chain, resourceId]);
  return rows.map(({ provenance, recordedAt, ...row }) => ({
    ...row,
    recordedAt: recordedAt.toISOString(),
    kind: 'written' as const,
    reason: '',
    ...(provenance && revisionOf(parseJson(provenance) as JsonObject)),
  }));
}

/** What an opened chart's registration said when that version of it stood; the view is logged before it leaves. */
export async function registrationAt(
  { db, ledger }: Pick<Parts, 'db' | 'ledger'>,
  actor: Actor,
  { patient: { chain }, basis }: Pick<Chart, 'patient' | 'basis'>,
  { blockSeq }: Pick<RegistrationVersion, 'blockSeq'>,
): Promise<JsonObject[]> {
  const event = makeEvent(ledger, actor, 'view-registration', { chain, basis });
  const values = [...eventValues(event), chain, CHANGED_TYPES, blockSeq];
  const rows = await db.rows<{ bytes: Uint8Array }>(selectStood, values);
  return rows.map(({ bytes }) => parseJson(bytes) as JsonObject);
}
