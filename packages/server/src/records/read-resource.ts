// Reads one resource as FHIR's `read` does: the stored bytes, as they are. Reads that arrive together share statements.

import type { Purpose } from '@patrec/fhir';
import { type AccessEvent, EVENT_COLUMNS, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { decide, type Grant, type Intent } from '../access/decide.ts';
import type { Emergency } from '../access/emergency.ts';
import { AUTHORISED } from '../access/emergency-store.ts';
import { type ScopeColumns, toScope } from '../access/grant-store.ts';
import type { RecordFacts } from '../access/scope.ts';
import { batched } from '../db/batch.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Ledger, now, routeOf } from '../ledger/ledger.ts';
import { noChart, refused } from './open-chart.ts';
import { REGISTRATION_TYPES } from './registration.ts';

/** The stored bytes of the current version. */
export interface ReadResource {
  readonly bytes: Uint8Array;
  readonly version: number;
  readonly mediaType: string;
}

interface Target {
  readonly n: number;
  readonly chain: string;
  readonly kind: 'patient' | 'institution';
  readonly type: string;
  readonly record: RecordFacts | null;
  readonly bytes: Uint8Array;
  readonly version: number;
  readonly mediaType: string;
  readonly grants: (ScopeColumns & { id: string; grantee: string; purpose: Purpose; until: string })[] | null;
  readonly emergencies: Emergency[] | null;
}

const selectTargets = statement(
  'resource.targets',
  `SELECT wanted.n, v.chain, h.kind, v.type, v.bytes, v.version, v.media_type AS "mediaType",
     CASE WHEN v.record IS NOT NULL THEN json_build_object(
       'number', r.number, 'type', r.type, 'day', r.day, 'author', r.author, 'withheld', r.withheld_by IS NOT NULL) END AS record,
     (SELECT json_agg(json_build_object('id', g.id, 'grantee', g.grantee, 'types', g.types, 'records', g.records,
         'period_from', g.period_from, 'period_to', g.period_to, 'purpose', g.purpose, 'until', g.until))
       FROM access_grant g WHERE g.chain = v.chain AND g.grantee = wanted.account AND g.revoked_at IS NULL) AS grants,
     (SELECT json_agg(json_build_object('id', m.id, 'chain', m.chain, 'doctor', m.doctor, 'until', m.until,
         'endedAt', m.ended_at, 'authorised', ${AUTHORISED}))
       FROM emergency_access m WHERE m.doctor = wanted.account AND m.chain = v.chain AND m.ended_at IS NULL) AS emergencies
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS wanted (route, type, id, account, n)
   JOIN chain_head h ON substr(h.chain, 1, 12) = wanted.route
   JOIN resource_version v ON v.chain = h.chain AND v.id = wanted.id AND v.current AND v.type = wanted.type
   LEFT JOIN record r ON r.chain = v.chain AND r.number = v.record`,
);
const insertEvents = statement(
  'resource.log',
  `INSERT INTO access_event_unsealed (${EVENT_COLUMNS})
   SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::integer[], $7::text[], $8::text[])`,
);

/** Gives the function that reads a resource for somebody; throws not-found where there is none, or no right. */
export function resourceReader(db: Db, ledger: Ledger) {
  const findTarget = batched((asked: { actor: Actor; type: string; id: string }[]) => findTargets(db, asked));
  const log = batched((events: AccessEvent[]) => logEvents(db, events));

  return async (actor: Actor, type: string, id: string): Promise<ReadResource> => {
    const target = await findTarget({ actor, type, id });
    const known = target?.kind === 'patient' ? target : undefined;
    const decision = known && decide(actor, intentOf(known), toGrants(known), now(ledger), toEmergencies(known));
    if (!known || !decision?.permit) throw await refusedRead({ db, ledger }, actor, known, id);
    const { chain, record } = known;
    const action = record ? 'view-record' : 'view-registration';
    const event = makeEvent(ledger, actor, action, { chain, basis: decision.basis, record: record?.number ?? null });
    await log(event);
    return known;
  };
}

// An id that none of ours looks like is nobody's; else the attempt is on whomever its first characters name.
function refusedRead(parts: { db: Db; ledger: Ledger }, actor: Actor, target: Target | undefined, id: string) {
  const route = routeOf(id);
  if (route === undefined) return noChart();
  const named = `fhir/${route}`;
  return refused(parts, actor, { target: named, chain: target?.chain ?? null, record: target?.record?.number ?? null });
}

// What belongs to no record is the registration, which every reader of the chart sees, or the patient's own affair:
// requests, consents, audit events.
function intentOf({ chain, type, record }: Target): Intent {
  if (record) return { action: 'read-record', chain, record };
  return { action: REGISTRATION_TYPES.includes(type) ? 'read-registration' : 'read-access', chain };
}

async function findTargets(
  db: Db,
  asked: readonly { actor: Actor; type: string; id: string }[],
): Promise<(Target | undefined)[]> {
  const rows = await db.rows<Target>(selectTargets, [
    asked.map(({ id }) => routeOf(id) ?? ''),
    asked.map(({ type }) => type),
    asked.map(({ id }) => id),
    asked.map(({ actor }) => actor.account),
  ]);
  const byPlace = new Map(rows.map((row) => [Number(row.n), row]));
  return asked.map((_, i) => byPlace.get(i + 1));
}

async function logEvents(db: Db, events: readonly AccessEvent[]): Promise<undefined[]> {
  await db.rows(insertEvents, [
    events.map((e) => e.chain),
    events.map((e) => e.id),
    events.map((e) => e.at),
    events.map((e) => e.actor),
    events.map((e) => e.action),
    events.map((e) => e.record),
    events.map((e) => e.basis),
    events.map((e) => e.purpose),
  ]);
  return events.map(() => undefined);
}

function toGrants({ grants }: Target): Grant[] {
  return (grants ?? []).map((row) => ({
    id: row.id,
    grantee: row.grantee,
    scope: toScope(row),
    purpose: row.purpose,
    until: new Date(row.until).toISOString(),
    revokedAt: null,
  }));
}

function toEmergencies({ emergencies }: Target): Emergency[] {
  return (emergencies ?? []).map((row) => ({ ...row, until: new Date(row.until).toISOString() }));
}
