// The log's keys as pages show them.

import type { LogKeyView } from '@patrec/web';
import type { LogKeyRow } from '../../ledger/log-key-store.ts';

/** Those that the log has or had, the oldest first; without rows `verifierKey` alone. What is not in the log yet is not shown. */
export function logKeyViews(rows: readonly LogKeyRow[], verifierKey: string): LogKeyView[] {
  if (rows.length === 0) return [{ verifierKey, since: null, until: null }];
  return rows.filter(({ announcedSeq, announced }) => announcedSeq === null || announced !== null).map(viewOf);
}

function viewOf({ verifierKey, announced, announcedAt, retired, retiredAt, reason }: LogKeyRow): LogKeyView {
  return {
    verifierKey,
    since: announced === null || announcedAt === null ? null : { at: announcedAt, size: announced + 1 },
    until: retired === null || retiredAt === null || reason === null ? null : { at: retiredAt, size: retired, reason },
  };
}
