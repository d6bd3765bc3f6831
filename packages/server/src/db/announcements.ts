// Announcements between server processes on one database (PostgreSQL NOTIFY): whom something concerns, and no more.

import { statement } from './statement.ts';
import type { Tx } from './transaction.ts';

export const CHANNEL = 'patrec';

/** `lists`: what an account sees of access has changed. `sessions`: some of its sessions have ended. */
export type Topic = 'lists' | 'sessions';

export interface Announcement {
  readonly topic: Topic;
  readonly account: string;
}

const notify = statement(
  'announce',
  `SELECT pg_notify('${CHANNEL}', $1 || ' ' || account) FROM unnest($2::text[]) AS account`,
);

/** Announces to those accounts when the transaction commits; PostgreSQL drops what is said twice. */
export async function announce(tx: Tx, topic: Topic, accounts: readonly string[]): Promise<void> {
  await tx.rows(notify, [topic, accounts]);
}

/** A statement that deletes sessions (it returns `account_id`) and announces whose they were; `beside` it does as well. */
export function announcingEnd(deletion: string, beside?: string): string {
  return `WITH ${beside === undefined ? '' : `${beside}, `}ended AS (${deletion})
    SELECT pg_notify('${CHANNEL}', 'sessions ' || account_id) FROM ended`;
}

/** What a notification says; undefined where it is none of ours. */
export function parseAnnouncement(payload: string | undefined): Announcement | undefined {
  const [, topic, account] = /^(lists|sessions) (\S+)$/.exec(payload ?? '') ?? [];
  return topic && account ? { topic: topic as Topic, account } : undefined;
}
