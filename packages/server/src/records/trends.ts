// Trends: one measurement's values over time, as far as the reader may see them.

import { type AccessEvent, eventValues, insertEvent, loggedRead } from '../access/access-log.ts';
import { type Visibility, visibilityValues, visibleCondition } from '../access/visible.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';

/** One value. `value`, `low` and `high` are decimals as they were written; `at` is ISO 8601 UTC. */
export interface TrendValue {
  readonly code: string;
  readonly label: string;
  readonly at: string;
  readonly value: string;
  readonly unit: string;
  readonly flag: string | null;
  readonly low: string | null;
  readonly high: string | null;
  readonly record: number;
}

type Row = Omit<TrendValue, 'at'> & { at: Date };

const COLUMNS = `o.code, o.label, o.effective AS at, o.value, o.unit, o.flag, o.low, o.high, o.record
  FROM observation o JOIN record r ON r.chain = o.chain AND r.number = o.record`;
const POINTS = 500;

const selectTrend = loggedRead(
  'trend.read',
  `SELECT ${COLUMNS} WHERE o.chain = $9 AND o.code = $12 AND ${visibleCondition('$10', '$11')}
   ORDER BY o.effective DESC, o.record DESC LIMIT ${POINTS}`,
);
const selectTrends = statement(
  'trend.several',
  `SELECT recent.* FROM unnest($4::text[]) AS wanted (code) CROSS JOIN LATERAL (
     SELECT ${COLUMNS} WHERE o.chain = $1 AND o.code = wanted.code AND ${visibleCondition('$2', '$3')}
     ORDER BY o.effective DESC, o.record DESC LIMIT $5) recent`,
);
const selectMeasured = statement(
  'trend.measured',
  `SELECT o.code, (array_agg(o.label ORDER BY o.effective DESC))[1] AS label, count(*) AS count,
     count(*) FILTER (WHERE o.flag IN ('H', 'L', 'HH', 'LL')) AS abnormal
   FROM observation o JOIN record r ON r.chain = o.chain AND r.number = o.record
   WHERE o.chain = $1 AND ${visibleCondition('$2', '$3')}
   GROUP BY o.code ORDER BY abnormal DESC, count DESC, o.code`,
);
const selectLatest = statement(
  'trend.latest',
  `SELECT latest.* FROM (SELECT DISTINCT ON (o.code) ${COLUMNS}
     WHERE o.chain = $1 AND o.effective > $4 AND ${visibleCondition('$2', '$3')}
     ORDER BY o.code, o.effective DESC) latest
   ORDER BY (latest.flag IN ('HH', 'LL')) DESC NULLS LAST, (latest.flag IN ('H', 'L')) DESC NULLS LAST, latest.at DESC LIMIT $5`,
);

/** All values of one code, oldest first, the newest 500 at most; the event is logged before they leave. */
export async function readTrend(
  db: Db,
  event: AccessEvent,
  visibility: Visibility,
  code: string,
): Promise<TrendValue[]> {
  const values = [...eventValues(event), event.chain, ...visibilityValues(visibility), code];
  return (await db.rows<Row>(selectTrend, values)).map(toValue).reverse();
}

/** The newest values of each code, 24 of them where nothing is said, oldest first: for a page whose view is logged already. */
export async function readTrends(
  db: Db,
  chain: string,
  visibility: Visibility,
  codes: readonly string[],
  limit = 24,
): Promise<Map<string, TrendValue[]>> {
  const rows = await db.rows<Row>(selectTrends, [chain, ...visibilityValues(visibility), codes, limit]);
  return Map.groupBy(rows.map(toValue).reverse(), ({ code }) => code);
}

/** What was measured of a patient. */
export interface Measured {
  readonly code: string;
  readonly label: string;
  readonly count: number;
  readonly abnormal: number;
}

/** All that was measured, as far as the reader may see it, what was most often abnormal first; the event is logged. */
export async function readMeasured(db: Db, event: AccessEvent, visibility: Visibility): Promise<Measured[]> {
  await insertEvent(db, event);
  return db.rows<Measured>(selectMeasured, [event.chain, ...visibilityValues(visibility)]);
}

/** The newest value of each code since `since`, what needs attention first: for a page whose view is logged already. */
export async function latestValues(
  db: Db,
  chain: string,
  visibility: Visibility,
  { since, limit }: { since: string; limit: number },
): Promise<TrendValue[]> {
  return (await db.rows<Row>(selectLatest, [chain, ...visibilityValues(visibility), since, limit])).map(toValue);
}

function toValue(row: Row): TrendValue {
  return { ...row, at: row.at.toISOString() };
}
