// `patrec import-mongo DIRECTORY`: the teaching project's collections, patient by patient.

import { parseArgs } from 'node:util';
import {
  drainLog,
  importMongo,
  isImported,
  type MongoOutcome,
  openExport,
  problemText,
  readSecret,
} from '@patrec/server';
import { stopOnSignal } from './stop-on-signal.ts';
import { withStore } from './with-store.ts';

const USAGE = `Usage: npx patrec import-mongo DIRECTORY [--dry-run]\n`;

/** Imports the directory; gives 1 where anything was rejected. Ctrl-C stops after the patient who is written. */
export async function importMongoFiles(words: string[]): Promise<number> {
  const order = orderOf(words);
  if (!order) {
    process.stderr.write(USAGE);
    return 1;
  }
  const source = await openExport(order.directory);
  const left = source.names.filter((name) => !isImported(name));
  if (left.length > 0) process.stdout.write(`Collections that are not imported: ${left.join(', ')}\n`);
  return withStore(async ({ db, ledger, signer }, config) => {
    const secret = await readSecret(config.secret);
    const stop = stopOnSignal();
    const counts = countPatients(order.dryRun);
    const parts = { db, ledger, secret, source, dryRun: order.dryRun, words: problemText };
    try {
      await importMongo(parts, counts.tell, stop.signal);
    } finally {
      stop.done();
      counts.finish(stop.signal.aborted);
    }
    await drainLog(db, ledger, signer);
    return counts.rejected() > 0 || stop.signal.aborted ? 1 : 0;
  });
}

function orderOf(words: string[]): { directory: string; dryRun: boolean } | undefined {
  try {
    const options = { 'dry-run': { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
    const [directory, ...more] = positionals;
    return directory && more.length === 0 ? { directory, dryRun: values['dry-run'] === true } : undefined;
  } catch {
    return undefined;
  }
}

function countPatients(dryRun: boolean) {
  const counts = { created: 0, present: 0, rejected: 0 };
  const tell = (result: MongoOutcome) => {
    counts[result.outcome] += 1;
    if (result.outcome === 'rejected') {
      process.stderr.write(`${result.id}: rejected, nothing of it was imported\n`);
      for (const problem of result.problems) process.stderr.write(`  ${problem}\n`);
      return;
    }
    const { id, number, records } = result;
    const held = `${records} ${records === 1 ? 'record' : 'records'}`;
    if (result.outcome === 'present') process.stdout.write(`${id}: is present already, as ${number}\n`);
    else process.stdout.write(`${id}: ${dryRun ? 'would be created' : `created as ${number}`}, ${held}\n`);
  };
  const finish = (stopped: boolean) => {
    if (stopped) process.stdout.write('Stopped. Start it again to go on.\n');
    const verb = dryRun ? 'would be created' : 'created';
    process.stdout.write(
      `${counts.created} ${verb}, ${counts.present} present already, ${counts.rejected} rejected.\n`,
    );
  };
  return { tell, finish, rejected: () => counts.rejected };
}
