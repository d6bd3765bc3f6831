// The whole store, held against its ledger: every chain, every row that speaks of one, and the log.

import type { Db } from '../../db/pool.ts';
import { chainIds } from './chain-pages.ts';
import type { ChainChecker } from './chain-workers.ts';
import type { Problem } from './problem.ts';
import { strayRows } from './stray-rows.ts';
import { type ErasureReport, verifyChainOf } from './verify-chain.ts';
import { type LogIdentity, verifyLog } from './verify-log.ts';

/** What was checked, what was erased, and all that does not hold, the first first. */
export interface StoreReport {
  readonly chains: number;
  readonly blocks: number;
  readonly contents: number;
  readonly entries: number;
  readonly erasures: readonly ErasureReport[];
  readonly problems: readonly Problem[];
}

/** Chains checked at a time: PostgreSQL reads for one while another is hashed. */
const LANES = 4;

/**
 * Checks everything; `onProgress` is told of blocks after each chain and may make the walk wait. `checker` checks the
 * chains, in this thread if none is given.
 */
export async function verifyStore(
  db: Db,
  identity: LogIdentity,
  onProgress: (blocks: number) => void | Promise<void> = () => undefined,
  checker: ChainChecker = { lanes: LANES, check: (chain) => verifyChainOf(db, identity.origin, chain) },
): Promise<StoreReport> {
  const total = { chains: 0, blocks: 0, contents: 0 };
  const problems: Problem[] = [];
  const erasures: ErasureReport[] = [];
  const chains = chainIds(db);

  async function lane(): Promise<void> {
    for (let chain = await chains.next(); !chain.done; chain = await chains.next()) {
      const report = await checker.check(chain.value);
      total.chains += 1;
      total.blocks += report.blocks;
      total.contents += report.contents;
      problems.push(...report.problems);
      erasures.push(...report.erasures);
      await onProgress(total.blocks);
    }
  }

  const lanes = Array.from({ length: checker.lanes }, lane);
  const [log, stray] = await Promise.all([verifyLog(db, identity), strayRows(db), ...lanes]);
  return { ...total, entries: log.entries, erasures, problems: [...problems, ...stray, ...log.problems] };
}
