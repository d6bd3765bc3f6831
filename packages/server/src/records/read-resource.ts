// Reads a resource as FHIR's `read`, `vread` and `history` do: the stored bytes, as they are. Reads that arrive together share
// statements.

import type { Purpose } from '@patrec/fhir';
import { type AccessEvent, EVENT_COLUMNS, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { decide } from '../access/decide.ts';
import type { Grant } from '../access/decision.ts';
import type { Emergency } from '../access/emergency.ts';
import { AUTHORISED } from '../access/emergency-store.ts';
import { type ScopeColumns, toScope } from '../access/grant-store.ts';
import type { Intent } from '../access/intent.ts';
import type { RecordFacts } from '../access/scope.ts';
import { batched } from '../db/batch.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Ledger, now, routeOf } from '../ledger/ledger.ts';
import { toldErasedContent } from './erased-record.ts';
import { noChart, refused } from './open-chart.ts';
import { REGISTRATION_TYPES } from './registration.ts';

/** The stored bytes of a version. `recordedAt` is ISO 8601 UTC. */
export interface ReadResource {
  readonly bytes: Uint8Array;
  readonly version: number;
  readonly mediaType: string;
  readonly recordedAt: string;
}

/** Which version: a number, that which is `current`, or `every` one. */
export type WantedVersion = number | 'current' | 'every';

interface Target {
  readonly n: number;
  readonly chain: string;
  readonly kind: 'patient' | 'institution';
  readonly type: string;
  readonly record: RecordFacts | null;
  readonly bytes: Uint8Array;
  readonly version: number;
  readonly mediaType: string;
  readonly recordedAt: Date;
  readonly grants: (ScopeColumns & { id: string; grantee: string; purpose: Purpose; until: string })[] | null;
  readonly emergencies: Emergency[] | null;
}

const selectTargets = statement(
  'resource.targets',
  `SELECT wanted.n, v.chain, h.kind, v.type, v.bytes, v.version, v.media_type AS "mediaType",
     b.recorded_at AS "recordedAt",
     CASE WHEN v.record IS NOT NULL THEN json_build_object(
       'number', r.number, 'type', r.type, 'day', r.day, 'author', r.author, 'withheld', r.withheld_by IS NOT NULL) END AS record,
     (SELECT json_agg(json_build_object('id', g.id, 'grantee', g.grantee, 'types', g.types, 'records', g.records,
         'period_from', g.period_from, 'period_to', g.period_to, 'purpose', g.purpose, 'until', g.until))
       FROM access_grant g WHERE g.chain = v.chain AND g.grantee = wanted.account AND g.revoked_at IS NULL) AS grants,
     (SELECT json_agg(json_build_object('id', m.id, 'chain', m.chain, 'doctor', m.doctor, 'until', m.until,
         'endedAt', m.ended_at, 'authorised', ${AUTHORISED}))
       FROM emergency_access m WHERE m.doctor = wanted.account AND m.chain = v.chain AND m.ended_at IS NULL) AS emergencies
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
     WITH ORDINALITY AS wanted (route, type, id, account, version, n)
   JOIN chain_head h ON substr(h.chain, 1, 12) = wanted.route
   JOIN resource_version v ON v.chain = h.chain AND v.id = wanted.id AND v.type = wanted.type
     AND CASE wanted.version WHEN 'current' THEN v.current WHEN 'every' THEN true ELSE v.version::text = wanted.version END
   JOIN block b ON b.chain = v.chain AND b.seq = v.block_seq
   LEFT JOIN record r ON r.chain = v.chain AND r.number = v.record
   ORDER BY wanted.n, v.version DESC`,
);
const insertEvents = statement(
  'resource.log',
  `INSERT INTO access_event_unsealed (${EVENT_COLUMNS})
   SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::integer[], $7::text[], $8::text[])`,
);

interface Asked {
  readonly actor: Actor;
  readonly type: string;
  readonly id: string;
  readonly version: WantedVersion;
}

/** Reads versions of a resource for somebody, the newest first; throws gone where it was erased, not-found where there is none, or no right. */
export type ResourceReader = (
  actor: Actor,
  type: string,
  id: string,
  version: WantedVersion,
) => Promise<readonly [ReadResource, ...ReadResource[]]>;

/** Gives the function that reads. What somebody has no right to is left out, as if it were not there. */
export function resourceReader(db: Db, ledger: Ledger): ResourceReader {
  const findTargets = batched((asked: Asked[]) => targetsOf(db, asked));
  const log = batched((events: AccessEvent[]) => logEvents(db, events));

  return async (actor, type, id, version) => {
    const targets = await findTargets({ actor, type, id, version });
    const permitted = targets.flatMap((target) => permit(ledger, actor, target) ?? []);
    const [first, ...others] = permitted;
    if (!first)
      throw (
        (await toldErasedContent({ db, ledger }, actor, id)) ??
        (await refusedRead({ db, ledger }, actor, targets[0], id))
      );
    const events = new Map(permitted.map(({ event }) => [event.record, event]));
    await Promise.all([...events.values()].map((event) => log(event)));
    return [first.read, ...others.map(({ read }) => read)];
  };
}

function permit(ledger: Ledger, actor: Actor, target: Target): { read: ReadResource; event: AccessEvent } | undefined {
  if (target.kind !== 'patient') return undefined;
  const decision = decide(actor, intentOf(target), toGrants(target), now(ledger), toEmergencies(target));
  if (!decision.permit) return undefined;
  const { chain, record, bytes, version, mediaType, recordedAt } = target;
  const action = record ? 'view-record' : 'view-registration';
  const event = makeEvent(ledger, actor, action, { chain, basis: decision.basis, record: record?.number ?? null });
  return { read: { bytes, version, mediaType, recordedAt: recordedAt.toISOString() }, event };
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

async function targetsOf(db: Db, asked: readonly Asked[]): Promise<Target[][]> {
  const rows = await db.rows<Target>(selectTargets, [
    asked.map(({ id }) => routeOf(id) ?? ''),
    asked.map(({ type }) => type),
    asked.map(({ id }) => id),
    asked.map(({ actor }) => actor.account),
    asked.map(({ version }) => String(version)),
  ]);
  const byPlace = Map.groupBy(rows, ({ n }) => Number(n));
  return asked.map((_, i) => byPlace.get(i + 1) ?? []);
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
