// Does what the pages ask: one table after another, fifty rows at a time, and says how far it is. A process that ends in
// the middle leaves a lease that runs out; then the import goes on where it was, and rows that it wrote already are found.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../../access/actor.ts';
import { AppError } from '../../errors.ts';
import { now } from '../../ledger/ledger.ts';
import { importerByLogin, importTable } from './import-table.ts';
import { ahead, type Importing, rowsOfImport } from './importing.ts';
import { type Plan, type ToldRow, tableSeal } from './plan.ts';
import type { RowOutcome } from './row.ts';
import {
  BATCH,
  claimImport,
  finishImport,
  keepOutcomes,
  type RowCounts,
  removeExpiredImports,
  type StoredImport,
} from './table-import-store.ts';

/** What the running of imports needs: `secret` is the installation's. */
export interface RunningImports extends Importing {
  readonly secret: string;
}

const LEASE_MS = 30_000;
const TRIES = 3;
const PAUSE_MS = 1000;

/** Thrown inside where the import was stopped, or somebody else does it: not a failure. */
class NotOurs extends Error {}

/**
 * Does one dry run or import, if one waits; false where none does. Throws where that failed. `signal` ends it between
 * rows, for another process to go on.
 */
export async function runNextImport(parts: RunningImports, signal?: AbortSignal): Promise<boolean> {
  const { db, ledger } = parts;
  const claimed = await claimImport(db, now(ledger), ahead(ledger, LEASE_MS));
  if (!claimed) return false;
  try {
    if (claimed.tries > TRIES) await finishImport(db, claimed, 'failed');
    else await finishImport(db, claimed, await run(parts, claimed, signal));
  } catch (error) {
    if (error instanceof NotOurs) return true;
    await finishImport(db, claimed, 'failed');
    throw error;
  }
  return true;
}

async function run(parts: RunningImports, claimed: StoredImport, signal: AbortSignal | undefined) {
  const { db, ledger, key, secret } = parts;
  const { id, kind, sha256, step } = claimed;
  const actor = await importerOf(parts, claimed);
  if (!actor) return 'stopped';
  const plan: Plan = tableSeal(key, ledger.random, id).openPlan(claimed);
  const told: RowOutcome[] = [];
  const rows = rowsInTurn(parts, claimed, told, signal);
  const file = { name: plan.name, sha256 };
  const parted = { db, ledger, secret, actor, file, dryRun: step === 'check' };
  await importTable(kind, { header: plan.header, rows }, plan.mapping, parted, (_, outcome) => told.push(outcome));
  return 'done';
}

// Whoever may not write any more writes nothing more.
async function importerOf({ db }: RunningImports, { account, login }: StoredImport): Promise<Actor | undefined> {
  try {
    const actor = await importerByLogin(db, login);
    return actor.account === account ? actor : undefined;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

// Gives the rows; after fifty, when all of them are told, it keeps what became of them before it gives more.
async function* rowsInTurn(
  parts: RunningImports,
  claimed: StoredImport,
  told: RowOutcome[],
  signal: AbortSignal | undefined,
): AsyncGenerator<ToldRow> {
  const seal = tableSeal(parts.key, parts.ledger.random, claimed.id);
  for (let from = claimed.done / BATCH; from * BATCH < claimed.total; from += 1) {
    const [batch] = await rowsOfImport(parts, claimed.id, { from, most: 1 });
    if (!batch || signal?.aborted || !(await importerOf(parts, claimed))) throw new NotOurs();
    yield* batch.rows;
    const outcomes = told.splice(0);
    const kept = { place: from, outcome: seal.outcomes(outcomes, from), counts: countsOf(outcomes) };
    if (!(await keepOutcomes(parts.db, claimed, { ...kept, leasedUntil: ahead(parts.ledger, LEASE_MS) })))
      throw new NotOurs();
  }
}

function countsOf(outcomes: readonly RowOutcome[]): RowCounts {
  const counts = { created: 0, present: 0, rejected: 0 };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}

/** Starts the loop that imports tables and deletes those of last week. `stop` ends it after the rows under way. */
export function runImports(
  parts: RunningImports,
  onProblem: (error: unknown) => void,
): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await removeExpiredImports(parts.db, now(parts.ledger)).catch(onProblem);
      const ran = await runNextImport(parts, stopping.signal).catch(onProblem);
      if (ran !== true) await sleep(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
