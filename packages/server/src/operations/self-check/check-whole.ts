// The whole store, checked once a day or when an administrator asks: how far it is can be seen, and it can be stopped.

import { now } from '../../ledger/ledger.ts';
import { chainIds } from '../verify/chain-pages.ts';
import type { Problem } from '../verify/problem.ts';
import { strayRows } from '../verify/stray-rows.ts';
import { unnamedObjects } from '../verify/verify-files.ts';
import { verifyLog } from '../verify/verify-log.ts';
import { checkChain, keep, type SelfCheck } from './check-part.ts';
import { endCheck, endLostCheck, forgetFindings, insertDueCheck, moveCheck, takeCheck } from './check-store.ts';

const EVERY_MS = 86_400_000;
const AGAIN_MS = 3_600_000;
const LEASE_MS = 900_000;
const TOLD = 50;

/** Runs the check of the whole that waits, or is due; false where none is. A stop of the server ends it, and it says so. */
export async function checkWhole(check: SelfCheck): Promise<boolean> {
  const { db, ledger } = check;
  const begun = now(ledger);
  await endLostCheck(db, begun);
  await insertDueCheck(db, begun, after(check, -EVERY_MS), after(check, -AGAIN_MS));
  const id = await takeCheck(db, begun, after(check, LEASE_MS));
  if (id === undefined) return false;
  const counts = { chains: 0, blocks: 0, files: 0, findings: 0 };
  const problems: Problem[] = [];
  const end = (state: 'stopped' | 'interrupted' | 'done') =>
    endCheck(db, id, counts, { state, at: now(ledger), found: problems.slice(0, TOLD).map(told) });
  const note = (found: readonly Problem[]) => {
    problems.push(...found);
    counts.findings = problems.length;
  };
  const goesOn = () => moveCheck(db, id, counts, after(check, LEASE_MS));
  async function rest(): Promise<void> {
    await goesOn();
    await check.rest();
  }
  try {
    for await (const chain of chainIds(db)) {
      if (!(await goesOn())) return await end('stopped').then(() => true);
      const report = await checkChain({ ...check, rest }, chain);
      counts.chains += 1;
      counts.blocks += report.blocks;
      counts.files += report.files;
      note(report.problems);
      await rest();
    }
    if (!(await goesOn())) return await end('stopped').then(() => true);
    note(await checkRest({ ...check, rest }));
    await forgetFindings(db, begun);
    await end('done');
    return true;
  } catch (error) {
    await end('interrupted');
    throw error;
  }
}

// What is of no chain: the log from end to end, rows and objects that belong to nothing.
async function checkRest(check: SelfCheck): Promise<readonly Problem[]> {
  const { db, identity, files, rest } = check;
  const log = await verifyLog(db, identity);
  await rest();
  const stray = await strayRows(db);
  await rest();
  const problems = [...log.problems, ...stray, ...(await unnamedObjects(db, files))];
  await keep(check, 'whole', problems);
  return problems;
}

function told({ where, check, message }: Problem): string {
  return `${where}: ${message} [${check}]`;
}

function after({ ledger }: SelfCheck, ms: number): string {
  return new Date(ledger.clock() + ms).toISOString();
}
