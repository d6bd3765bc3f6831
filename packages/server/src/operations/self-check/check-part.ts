// One part of the store, checked in its turn: a chain with its files, or a stretch of the log with the checkpoint.

import type { Db } from '../../db/pool.ts';
import { transaction } from '../../db/transaction.ts';
import type { Files } from '../../files/files.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { now } from '../../ledger/ledger.ts';
import { notifyAdministrators } from '../../notifications/notify.ts';
import type { Problem } from '../verify/problem.ts';
import { verifyChainOf } from '../verify/verify-chain.ts';
import { verifyFilesOf } from '../verify/verify-files.ts';
import { type LogIdentity, verifyLogPage } from '../verify/verify-log.ts';
import { countFindings } from './acknowledge-store.ts';
import { keepFindings, takeTurn } from './check-store.ts';

/** What the check works with. `onFound` is told once of what does not hold; `rest` makes it wait, or throws to end it. */
export interface SelfCheck {
  readonly db: Db;
  readonly ledger: Pick<Ledger, 'clock' | 'random'>;
  readonly files: Pick<Files, 'store' | 'key'>;
  readonly identity: LogIdentity;
  readonly onFound: (problems: readonly Problem[]) => void;
  readonly rest: () => Promise<void>;
}

/** What was checked of a part. */
export interface PartReport {
  readonly blocks: number;
  readonly files: number;
  readonly problems: readonly Problem[];
}

const LOG_PART = /^log (\d+)$/;

/**
 * Checks the part whose turn it is: the one that waits longest or, as often, one at random, so that every turn comes and
 * nobody knows which is next. Gives the part; undefined where there is none.
 */
export async function checkNextPart(check: SelfCheck): Promise<string | undefined> {
  const { db, ledger } = check;
  const [odd = 0, ...place] = ledger.random(17);
  const at = now(ledger);
  const anywhere = odd % 2 === 1 ? await takeTurn(db, at, Buffer.from(place).toString('hex')) : undefined;
  const part = anywhere ?? (await takeTurn(db, at));
  if (part === undefined) return undefined;
  const page = LOG_PART.exec(part)?.[1];
  if (page === undefined) await checkChain(check, part);
  else await keep(check, part, await verifyLogPage(db, check.identity, Number(page)));
  return part;
}

/** Checks a chain and the files of it, and keeps what does not hold. */
export async function checkChain(check: SelfCheck, chain: string): Promise<PartReport> {
  const { db, files, identity, rest } = check;
  const report = await verifyChainOf(db, identity.origin, chain);
  await rest();
  const read = await verifyFilesOf(db, files, chain, rest);
  const problems = [...report.problems, ...read.problems];
  await keep(check, chain, problems);
  return { blocks: report.blocks, files: read.files, problems };
}

/** Keeps what does not hold of a part, and tells what is new of it. */
export async function keep(
  { db, ledger, onFound }: SelfCheck,
  part: string,
  problems: readonly Problem[],
): Promise<void> {
  const found = await transaction(db, async (tx) => {
    const { open } = await countFindings(tx);
    const fresh = await keepFindings(tx, part, problems, now(ledger));
    // One message when something is found where nothing waited: the page has the rest.
    if (fresh.length > 0 && open === 0) await notifyAdministrators(tx, ledger, 'check-failed');
    return fresh;
  });
  if (found.length > 0) onFound(found);
}
