// The sealer (LEDGER section 2, item 7): gathers each patient's unsealed events into one `access` block.

import { setTimeout as sleep } from 'node:timers/promises';
import { auditBundle } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { lockHead } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { type Ledger, newResourceId } from '../ledger/ledger.ts';
import { EVENT_COLUMNS } from './access-log.ts';
import { AUDITED_COLUMNS, AUDITED_NAMES, type AuditedRow, auditedEvent } from './audited-event.ts';

const PAUSE_MS = 500;
const EVENTS_A_BLOCK = 500;
const CHAINS_A_ROUND = 256;

const selectChains = statement('seal.chains', 'SELECT DISTINCT chain FROM access_event_unsealed LIMIT $1');
const selectUnsealed = statement(
  'seal.unsealed',
  `SELECT ${AUDITED_COLUMNS} FROM access_event_unsealed e ${AUDITED_NAMES}
   WHERE e.chain = $1 ORDER BY e.at, e.id LIMIT $2`,
);
const countWaiting = statement(
  'seal.count',
  'SELECT count(*) AS unsealed FROM (SELECT 1 FROM access_event_unsealed LIMIT $1) e',
);
const moveSealed = statement(
  'seal.move',
  `WITH sealed AS (DELETE FROM access_event_unsealed WHERE chain = $1 AND id = ANY ($3) RETURNING *)
   INSERT INTO access_event (${EVENT_COLUMNS}, block_seq) SELECT ${EVENT_COLUMNS}, $2 FROM sealed ORDER BY at, id`,
);

/** Seals what is unsealed, each patient in a transaction of its own; gives how many events it sealed. */
export async function sealAccess(db: Db, ledger: Ledger): Promise<number> {
  const chains = await db.rows<{ chain: string }>(selectChains, [CHAINS_A_ROUND]);
  const failures: unknown[] = [];
  let sealed = 0;
  for (const { chain } of chains) {
    const sealing = transaction(db, (tx) => sealChain(tx, ledger, chain));
    sealed += await sealing.catch((error: unknown) => failures.push(error) && 0);
  }
  // One patient's failure holds nobody else's events up, but it is told.
  if (failures.length > 0) throw failures[0];
  return sealed;
}

// The head is locked first: two sealers take turns, and the second, whose statement begins then, finds nothing left.
async function sealChain(tx: Tx, ledger: Ledger, chain: string): Promise<number> {
  const [head, rows] = await Promise.all([
    lockHead(tx, ledger, chain),
    tx.rows<AuditedRow>(selectUnsealed, [chain, EVENTS_A_BLOCK]),
  ]);
  if (rows.length === 0) return 0;
  const id = newResourceId(ledger, chain);
  const bundle = makeVersion(ledger, auditBundle(rows.map(auditedEvent), { id, at: head.recordedAt }));
  await Promise.all([
    appendContents(tx, ledger, head, { type: 'access', author: ledger.systemAccount }, [bundle]),
    tx.rows(moveSealed, [chain, head.seq + 1, rows.map(({ id: event }) => event)]),
  ]);
  return rows.length;
}

/** Starts the loop that seals twice a second. `stop` ends it after the round under way and one more. */
export function runSealer(db: Db, ledger: Ledger, onProblem: (error: unknown) => void): { stop: () => Promise<void> } {
  const stopping = new AbortController();

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      const sealed = await sealAccess(db, ledger).catch(onProblem);
      const pause = typeof sealed === 'number' && sealed >= EVENTS_A_BLOCK ? 0 : PAUSE_MS;
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
      await sealAccess(db, ledger).catch(onProblem);
    },
  };
}

/** How many views wait for their block, counted no further than `atMost`. */
export async function countUnsealed(db: Db, atMost: number): Promise<number> {
  return (await db.rows<{ unsealed: number }>(countWaiting, [atMost]))[0]?.unsealed ?? 0;
}
