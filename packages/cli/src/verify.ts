// `patrec verify`: checks the whole store, or the receipts that are named; names what does not hold, and ends with 1 when
// anything does not.

import { filesOf, openFiles, startChainWorkers, verifyFiles, verifyStore } from '@patrec/server';
import { checkReceipts } from './verify-receipts.ts';
import { withStore } from './with-store.ts';

const SHOWN = 20;

export async function verify(parameters: string[]): Promise<number> {
  return parameters.length === 0 ? checkStore() : checkReceipts(parameters);
}

function checkStore(): Promise<number> {
  return withStore(async ({ db, settings, ledger, key, signer }, config) => {
    const identity = { origin: ledger.log, verifierKey: key.verifierKey, stateFile: signer.stateFile };
    const started = Date.now();
    const workers = startChainWorkers(settings, ledger.log);
    const report = await verifyStore(db, identity, progress, workers).finally(workers.stop);
    const stored = await verifyFiles(db, filesOf(await openFiles(config, db)));
    if (process.stdout.isTTY) process.stdout.write('\r');
    const seconds = Math.max(0.001, (Date.now() - started) / 1000);
    const { chains, blocks, contents, entries, erasures } = report;
    const problems = [...report.problems, ...stored.problems];
    process.stdout.write(
      `Checked ${chains} chains, ${blocks} blocks, ${contents} contents, ${stored.files} files and ${entries} log entries in ${seconds.toFixed(1)} s.\n`,
    );
    for (const { where, at, basis, blocks: gone } of erasures)
      process.stdout.write(`${where}: ${gone} blocks were erased on ${at.slice(0, 10)} (${basis}).\n`);
    for (const { where, check, message } of problems.slice(0, SHOWN))
      process.stderr.write(`${where}: ${message} [${check}]\n`);
    if (problems.length > SHOWN) process.stderr.write(`… and ${problems.length - SHOWN} more.\n`);
    process.stdout.write(problems.length === 0 ? 'Everything holds.\n' : `${problems.length} things do not hold.\n`);
    return problems.length === 0 ? 0 : 1;
  });
}

let shown = 0;

function progress(blocks: number): void {
  if (!process.stdout.isTTY || blocks - shown < 1000) return;
  shown = blocks;
  process.stdout.write(`\r${blocks} blocks checked`);
}
