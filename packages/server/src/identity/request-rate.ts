// Requests counted by address and route, in windows of time, for all processes of the server together. Keys are HMACs:
// no address is kept.

import { createHmac } from 'node:crypto';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** How many there were in this window, the present one included, and in how many milliseconds the next begins. */
export interface RequestCount {
  readonly current: number;
  readonly ttl: number;
}

const countOne = statement(
  'request-rate.count',
  `INSERT INTO request_rate AS r (key, requests, ends_at) VALUES ($1, 1, $3)
   ON CONFLICT (key) DO UPDATE SET requests = CASE WHEN r.ends_at > $2 THEN r.requests + 1 ELSE 1 END,
     ends_at = CASE WHEN r.ends_at > $2 THEN r.ends_at ELSE $3 END
   RETURNING requests, ends_at AS "endsAt"`,
);
const deleteEnded = statement('request-rate.delete-ended', 'DELETE FROM request_rate WHERE ends_at < $1');

/** Counts a request. */
export async function countRequest(
  db: Db,
  { clock }: Pick<Ledger, 'clock'>,
  { secret, route, address, windowMs }: { secret: string; route: string; address: string; windowMs: number },
): Promise<RequestCount> {
  const key = createHmac('sha256', secret)
    .update(`patrec/request-rate/v1\0${JSON.stringify([route, address])}`)
    .digest();
  const now = clock();
  const values = [key, new Date(now), new Date(now + windowMs)];
  const [row] = await db.rows<{ requests: number; endsAt: Date }>(countOne, values);
  return { current: row?.requests ?? 1, ttl: (row?.endsAt.getTime() ?? now) - now };
}

/** Removes windows that are over. */
export async function removeOldRates(db: Db, { clock }: Pick<Ledger, 'clock'>): Promise<void> {
  await db.rows(deleteEnded, [new Date(clock())]);
}
