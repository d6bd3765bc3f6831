// Reads a patient's access log: a page of it, and how many lines there are of each person and kind.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { AccessEvent } from './access-log.ts';
import type { Role } from './actor.ts';
import type { EventAction } from './log-kinds.ts';
import { actionsOf, type LogKind, logKind } from './log-kinds.ts';

/** An event as the patient sees it. `sealedIn` is the sequence number of the block that holds it. */
export interface LoggedEvent extends AccessEvent {
  readonly actorLogin: string;
  readonly actorName: string;
  readonly actorRole: Role | 'system';
  readonly recordTitle: string | null;
  /** True where it was by an access taken in an emergency. */
  readonly emergency: boolean;
  readonly sealedIn: number | null;
}

/** Limits that all hold together; null is no limit. `from` (inside) and `until` (outside) are instants in UTC. */
export interface LogFilter {
  readonly login: string | null;
  readonly kind: LogKind | null;
  readonly record: number | null;
  readonly from: string | null;
  readonly until: string | null;
}

/** The last line of the page before. */
export interface LogPlace {
  readonly at: string;
  readonly id: string;
}

export interface LogCounts {
  readonly total: number;
  /** Of each kind, whatever kind the filter names. */
  readonly kinds: ReadonlyMap<LogKind, number>;
  /** Of each person, whomever the filter names: the busiest first, 100 at most. */
  readonly people: readonly { login: string; name: string; count: number }[];
}

const NO_PLACE: LogPlace = { at: 'infinity', id: '' };
const ACTOR = '(SELECT id FROM account WHERE login = ';

/** A page of a patient's events within the filter, newest first, before the given place. */
export async function readLog(
  db: Db,
  chain: string,
  filter: LogFilter,
  { before = NO_PLACE, limit }: { before?: LogPlace; limit: number },
): Promise<LoggedEvent[]> {
  const { where, values, name } = narrow(chain, filter);
  const n = values.length;
  const select = statement(
    `event.log.${name}`,
    `SELECT e.chain, e.id, e.at, e.actor, e.action, e.record, e.basis, e.purpose, e.block_seq AS "sealedIn",
            a.login AS "actorLogin", a.name AS "actorName", a.role AS "actorRole", r.title AS "recordTitle",
            EXISTS (SELECT FROM emergency_access m WHERE m.chain = e.chain AND m.id = e.basis) AS emergency
     FROM access_log e
     JOIN account a ON a.id = e.actor
     LEFT JOIN record r ON r.chain = e.chain AND r.number = e.record
     WHERE ${where} AND (e.at, e.id) < ($${n + 1}, $${n + 2})
     ORDER BY e.at DESC, e.id DESC LIMIT $${n + 3}`,
  );
  const rows = await db.rows<Omit<LoggedEvent, 'at'> & { at: Date }>(select, [...values, before.at, before.id, limit]);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** How many events there are within the filter, and with another kind or person in it. */
export async function countLog(db: Db, chain: string, filter: LogFilter): Promise<LogCounts> {
  const [actions, people] = await Promise.all([
    countActions(db, chain, { ...filter, kind: null }),
    countPeople(db, chain, { ...filter, login: null }),
  ]);
  const kinds = new Map<LogKind, number>();
  for (const { action, count } of actions) kinds.set(logKind(action), (kinds.get(logKind(action)) ?? 0) + count);
  const all = [...kinds.values()].reduce((sum, count) => sum + count, 0);
  return { total: filter.kind === null ? all : (kinds.get(filter.kind) ?? 0), kinds, people };
}

function countActions(db: Db, chain: string, filter: LogFilter): Promise<{ action: EventAction; count: number }[]> {
  const { where, values, name } = narrow(chain, filter);
  const text = `SELECT e.action, count(*) AS count FROM access_log e WHERE ${where} GROUP BY e.action`;
  return db.rows(statement(`event.actions.${name}`, text), values);
}

function countPeople(db: Db, chain: string, filter: LogFilter): Promise<LogCounts['people'][number][]> {
  const { where, values, name } = narrow(chain, filter);
  const text = `SELECT a.login, a.name, n.count FROM (
      SELECT e.actor, count(*) AS count FROM access_log e WHERE ${where} GROUP BY e.actor) n
    JOIN account a ON a.id = n.actor ORDER BY n.count DESC, a.login LIMIT 100`;
  return db.rows(statement(`event.people.${name}`, text), values);
}

// Each combination of limits is a statement of its own, planned for the index that serves it; its name says which.
function narrow(chain: string, { login, kind, record, from, until }: LogFilter) {
  const limits: [string, unknown, string][] = [
    [`e.actor = ${ACTOR}$)`, login, 'who'],
    ['e.action = ANY ($::text[])', kind && actionsOf(kind), 'what'],
    ['e.record = $', record, 'record'],
    ['e.at >= $', from, 'from'],
    ['e.at < $', until, 'until'],
  ];
  const set = limits.filter(([, value]) => value !== null);
  const conditions = set.map(([condition], i) => condition.replace('$', `$${i + 2}`));
  return {
    where: ['e.chain = $1', ...conditions].join(' AND '),
    values: [chain, ...set.map(([, value]) => value)],
    name: set.map(([, , name]) => name).join('-') || 'all',
  };
}
