// One verification of a whole store.

import { type ChainChecker, type Store, type StoreReport, verifyStore } from '@patrec/server';

/** Gives the report. Throws where anything does not hold. */
export async function verifyOnce({ db, ledger, key, signer }: Store, checker?: ChainChecker): Promise<StoreReport> {
  const identity = { origin: ledger.log, verifierKey: key.verifierKey, stateFile: signer.stateFile };
  const report = await verifyStore(db, identity, undefined, checker);
  const [problem] = report.problems;
  if (problem) throw new Error(`The store does not verify: ${problem.where}: ${problem.message}`);
  return report;
}
