// `patrec import-mongo DIRECTORY`: the teaching project's collections, one thing after another; what is rejected goes to a
// file with its reasons.

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  drainLog,
  importMongo,
  isImported,
  type MongoKind,
  type MongoOutcome,
  openExport,
  problemText,
  readSecret,
  writeTable,
} from '@patrec/server';
import { stopOnSignal } from './stop-on-signal.ts';
import { withStore } from './with-store.ts';

export const MONGO_USAGE = `Usage: npx patrec import-mongo DIRECTORY [--administrators] [--dry-run]\n`;
const REJECTED = 'rejected.csv';
const KINDS: Readonly<Record<MongoKind, string>> = {
  account: 'Doctors and administrators',
  patient: 'Patients',
  permission: 'Permissions',
  guardian: 'Guardians',
};

interface Order {
  readonly directory: string;
  readonly administrators: boolean;
  readonly dryRun: boolean;
}

/** Imports the directory; gives 1 where anything was rejected. Ctrl-C stops after what is being written. */
export async function importMongoFiles(words: string[]): Promise<number> {
  const order = orderOf(words);
  if (!order) {
    process.stderr.write(MONGO_USAGE);
    return 1;
  }
  const source = await openExport(order.directory);
  const left = source.names.filter((name) => !isImported(name));
  if (left.length > 0) process.stdout.write(`Collections that are not imported: ${left.join(', ')}\n`);
  return withStore(async ({ db, ledger, signer }, config) => {
    const secret = await readSecret(config.secret);
    const stop = stopOnSignal();
    const counts = countOutcomes(order);
    const { administrators, dryRun } = order;
    const parts = { db, ledger, secret, source, administrators, dryRun, words: problemText };
    try {
      await importMongo(parts, counts.tell, stop.signal);
    } finally {
      stop.done();
      await counts.finish(stop.signal.aborted);
    }
    await drainLog(db, ledger, signer);
    return counts.rejected() > 0 || stop.signal.aborted ? 1 : 0;
  });
}

function orderOf(words: string[]): Order | undefined {
  try {
    const options = { administrators: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
    const [directory, ...more] = positionals;
    if (!directory || more.length > 0) return undefined;
    return { directory, administrators: values.administrators === true, dryRun: values['dry-run'] === true };
  } catch {
    return undefined;
  }
}

function countOutcomes({ directory, dryRun }: Order) {
  const counts = new Map<MongoKind, Record<MongoOutcome['outcome'], number>>();
  const rejects: string[][] = [];
  const tell = (result: MongoOutcome) => {
    const count = counts.get(result.kind) ?? { created: 0, present: 0, none: 0, rejected: 0 };
    counts.set(result.kind, { ...count, [result.outcome]: count[result.outcome] + 1 });
    if (result.outcome !== 'rejected') {
      process.stdout.write(`${result.id}: ${wordsOf(result, dryRun)}\n`);
      return;
    }
    process.stderr.write(`${result.id}: rejected, nothing of it was imported\n`);
    for (const problem of result.problems) {
      process.stderr.write(`  ${problem}\n`);
      rejects.push([result.kind, result.id, problem]);
    }
  };
  const finish = async (stopped: boolean) => {
    if (stopped) process.stdout.write('Stopped. Start it again to go on.\n');
    for (const [kind, { created, present, none, rejected }] of counts) {
      const made = `${created} ${dryRun ? 'would be created' : 'created'}`;
      const nothing = none > 0 ? `, ${none} allow nothing` : '';
      process.stdout.write(`${KINDS[kind]}: ${made}, ${present} present already${nothing}, ${rejected} rejected.\n`);
    }
    if (!dryRun) await writeRejects(directory, rejects);
  };
  return { tell, finish, rejected: () => rejects.length };
}

function wordsOf(result: Exclude<MongoOutcome, { outcome: 'rejected' }>, dryRun: boolean): string {
  if (result.outcome === 'none') return 'allows nothing';
  const { outcome, number, records, notes = [] } = result;
  const as = number === '' ? '' : ` as ${number}`;
  const done =
    outcome === 'present' ? `is present already${as && `,${as}`}` : `${dryRun ? 'would be ' : ''}created${as}`;
  const held = records === undefined ? [] : [`${records} ${records === 1 ? 'record' : 'records'}`];
  return [done, ...(outcome === 'created' ? held : []), ...notes].join(', ');
}

// The file of an earlier run is of no use any more.
async function writeRejects(directory: string, rejects: readonly string[][]): Promise<void> {
  const name = join(directory, REJECTED);
  try {
    await rm(name, { force: true });
    if (rejects.length === 0) return;
    await writeFile(name, writeTable([['what', 'which', 'reason'], ...rejects], ','), { mode: 0o600 });
    process.stdout.write(`What was rejected, with the reasons: ${name}\n`);
  } catch (error) {
    process.stderr.write(`${name} cannot be written (${(error as NodeJS.ErrnoException).code}).\n`);
  }
}
