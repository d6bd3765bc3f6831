// The timeline: a chart's records, newest first, as far as the reader may see.

import type { RecordType } from '@patrec/fhir';
import { type AccessEvent, eventValues, loggedRead } from '../access/access-log.ts';
import { type Visibility, visibilityValues, visibleCondition } from '../access/visible.ts';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { SearchTerms } from './search-terms.ts';

/** A line of the timeline. Times are ISO 8601 UTC. */
export interface TimelineEntry {
  readonly chain: string;
  readonly number: number;
  readonly type: RecordType;
  readonly title: string;
  readonly summary: string;
  readonly effective: string;
  readonly recordedAt: string;
  readonly authorLogin: string;
  readonly authorName: string;
  readonly abnormal: number;
  readonly critical: number;
  /** True while the patient withholds it: told to the patient alone. */
  readonly withheld: boolean;
  /** The number of the version that stands, counted from 1. */
  readonly version: number;
  readonly inError: boolean;
}

/** What a timeline is narrowed to. `author` is an account's number; `from` and `to` are dates where the institution is, both inside. */
export interface RecordFilter {
  readonly type: RecordType | null;
  readonly author: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly abnormalOnly: boolean;
  readonly search: SearchTerms | null;
}

export const NO_FILTER: RecordFilter = {
  type: null,
  author: null,
  from: null,
  to: null,
  abnormalOnly: false,
  search: null,
};

/** `before` is the last line of the page before. */
export interface TimelinePage {
  readonly before: { readonly effective: string; readonly number: number } | null;
  readonly limit: number;
}

const AUTHORS = 100;

type Row = Omit<TimelineEntry, 'effective' | 'recordedAt'> & { effective: Date; recordedAt: Date };

const COLUMNS = `r.chain, r.number, r.type, r.title, r.summary, r.effective, r.recorded_at AS "recordedAt",
  a.login AS "authorLogin", a.name AS "authorName", r.abnormal, r.critical, r.withheld_by IS NOT NULL AS withheld,
  r.version, r.in_error AS "inError"`;

// On the record row `r`, all but its type; `first` is the number of the first of `filterValues`.
const narrowed = (first: number): string => {
  const [author, from, to, abnormal, every, some] = Array.from({ length: 6 }, (_, i) => `$${first + i}`);
  return `(${author}::text IS NULL OR r.author = (SELECT id FROM account WHERE login = ${author}))
     AND (${from}::date IS NULL OR r.day >= ${from}) AND (${to}::date IS NULL OR r.day <= ${to})
     AND (NOT ${abnormal} OR r.abnormal > 0)
     AND (${every}::text[] IS NULL OR r.words LIKE ALL (${every}) OR r.words LIKE ANY (${some}::text[]))`;
};

const selectTimeline = loggedRead(
  'timeline.read',
  `SELECT ${COLUMNS} FROM record r JOIN account a ON a.id = r.author
   WHERE r.chain = $9 AND (r.effective, r.number) < ($12, $13)
     AND ($14::text IS NULL OR r.type = $14) AND ${narrowed(16)} AND ${visibleCondition('$10', '$11')}
   ORDER BY r.effective DESC, r.number DESC LIMIT $15`,
);
const selectTypes = statement(
  'timeline.types',
  `SELECT r.type, count(*) AS count FROM record r WHERE r.chain = $1 AND ${narrowed(4)} AND ${visibleCondition('$2', '$3')}
   GROUP BY r.type ORDER BY r.type`,
);
const selectLast = statement(
  'timeline.last-of-type',
  `SELECT r.number FROM record r WHERE r.chain = $1 AND r.type = $4 AND NOT r.in_error AND ${visibleCondition('$2', '$3')}
   ORDER BY r.effective DESC, r.number DESC LIMIT 1`,
);
const selectAuthors = statement(
  'timeline.authors',
  `SELECT a.login, a.name, r.count FROM (
     SELECT r.author, count(*) AS count FROM record r WHERE r.chain = $1 AND ${visibleCondition('$2', '$3')}
     GROUP BY r.author ORDER BY count DESC LIMIT ${AUTHORS}) r
   JOIN account a ON a.id = r.author ORDER BY a.name, a.login`,
);
const selectRecent = statement(
  'timeline.recent',
  `SELECT ${COLUMNS} FROM record r JOIN account a ON a.id = r.author WHERE r.chain = $1 AND ${visibleCondition('$2', '$3')}
   ORDER BY r.effective DESC, r.number DESC LIMIT $4`,
);
const selectWritten = statement(
  'timeline.written',
  `SELECT ${COLUMNS} FROM record r JOIN account a ON a.id = r.author WHERE r.author = $1 ORDER BY r.recorded_at DESC LIMIT $2`,
);

/** The number of the latest record of a type that the reader sees and that stands; undefined where there is none. */
export async function lastOfType(
  db: Db,
  chain: string,
  visibility: Visibility,
  type: RecordType,
): Promise<number | undefined> {
  const rows = await db.rows<{ number: number }>(selectLast, [chain, ...visibilityValues(visibility), type]);
  return rows[0]?.number;
}

/** One page of a chart's timeline; the event is logged before it leaves. */
export async function readTimeline(
  db: Db,
  event: AccessEvent,
  visibility: Visibility,
  filter: RecordFilter,
  { before, limit }: TimelinePage,
): Promise<TimelineEntry[]> {
  const place = before ? [before.effective, before.number] : ['infinity', 0];
  const values = [
    ...eventValues(event),
    event.chain,
    ...visibilityValues(visibility),
    ...place,
    filter.type,
    limit,
    ...filterValues(filter),
  ];
  return (await db.rows<Row>(selectTimeline, values)).map(toEntry);
}

/** How many records of each type the reader sees, of those that the filter lets through, whatever type it names. */
export async function countByType(
  db: Db,
  chain: string,
  visibility: Visibility,
  filter: RecordFilter = NO_FILTER,
): Promise<{ type: RecordType; count: number }[]> {
  return db.rows(selectTypes, [chain, ...visibilityValues(visibility), ...filterValues(filter)]);
}

/** Who wrote what the reader sees, by name, and how much; the 100 who wrote most. */
export function recordAuthors(
  db: Db,
  chain: string,
  visibility: Visibility,
): Promise<{ login: string; name: string; count: number }[]> {
  return db.rows(selectAuthors, [chain, ...visibilityValues(visibility)]);
}

/** The newest records of a chart, for a page whose view is logged already. */
export async function recentRecords(
  db: Db,
  chain: string,
  visibility: Visibility,
  limit: number,
): Promise<TimelineEntry[]> {
  return (await db.rows<Row>(selectRecent, [chain, ...visibilityValues(visibility), limit])).map(toEntry);
}

/** The newest records that somebody wrote, over all patients. */
export async function recordsWrittenBy(db: Db, account: string, limit: number): Promise<TimelineEntry[]> {
  return (await db.rows<Row>(selectWritten, [account, limit])).map(toEntry);
}

function filterValues({ author, from, to, abnormalOnly, search }: RecordFilter): unknown[] {
  return [author, from, to, abnormalOnly, search?.every ?? null, search?.some ?? []];
}

function toEntry(row: Row): TimelineEntry {
  return { ...row, effective: row.effective.toISOString(), recordedAt: row.recordedAt.toISOString() };
}
