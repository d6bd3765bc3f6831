// `patrec import-csv patients|results FILE`: a table is imported row by row; rejected rows go to a file with their reasons.

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import {
  AppError,
  drainLog,
  guessMapping,
  importerByLogin,
  importTable,
  parseMapping,
  problemText,
  type RowOutcome,
  readSecret,
  readTable,
  rejectedHeader,
  rejectedRow,
  TABLE_KINDS,
  type Table,
  type TableKind,
  type TableRow,
  writeTable,
} from '@patrec/server';
import { stopOnSignal } from './stop-on-signal.ts';
import { withStore } from './with-store.ts';

export const CSV_USAGE = `Usage: npx patrec import-csv patients|results FILE --as STF1 --mapping MAP [--dry-run]\n`;
const TOLD_EVERY = 100;

interface Order {
  readonly kind: TableKind;
  readonly file: string;
  readonly mapping: string | undefined;
  readonly as: string | undefined;
  readonly dryRun: boolean;
}

/** Imports the table; gives 1 where rows were rejected, or nothing was done. Ctrl-C stops after the row that is written. */
export async function importCsv(words: string[]): Promise<number> {
  const order = orderOf(words);
  if (!order) {
    process.stderr.write(CSV_USAGE);
    return 1;
  }
  const bytes = await read(order.file);
  const table = readTable(bytes);
  if (order.mapping === undefined) return proposeMapping(order, table);
  const mapping = parseMapping(order.kind, (await read(order.mapping)).toString('utf8').replace(/^\ufeff/, ''), table);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return withStore(async ({ db, ledger, signer }, config) => {
    const secret = await readSecret(config.secret);
    const actor = await importerByLogin(db, order.as ?? '');
    const file = { name: basename(order.file), sha256 };
    const stop = stopOnSignal();
    const counts = countRows(order, table);
    const parts = { db, ledger, secret, actor, file, dryRun: order.dryRun };
    try {
      await importTable(order.kind, table, mapping, parts, counts.tell, stop.signal);
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
    const options = { mapping: { type: 'string' }, as: { type: 'string' }, 'dry-run': { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
    const kind = TABLE_KINDS.find((one) => one === positionals[0]);
    const [, file, ...more] = positionals;
    if (!kind || !file || more.length > 0) return undefined;
    return { kind, file, mapping: values.mapping, as: values.as, dryRun: values['dry-run'] === true };
  } catch {
    return undefined;
  }
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new AppError('incorrect', `${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function proposeMapping({ kind }: Order, table: Table): number {
  const guess = guessMapping(kind, table);
  const left = table.header.filter((column) => !Object.hasOwn(guess.columns, column));
  process.stdout.write(`${JSON.stringify(guess, null, 2)}\n`);
  process.stderr.write(
    `Nothing was imported. Look at this mapping, save it in a file, and name that with --mapping.\n` +
      (left.length > 0 ? `Columns that are left out: ${left.join(', ')}.\n` : ''),
  );
  return 1;
}

function countRows({ file, dryRun }: Order, { header, rows, separator }: Table) {
  const counts = { created: 0, present: 0, rejected: 0 };
  const rejects: string[][] = [];
  const tell = (row: TableRow, result: RowOutcome) => {
    counts[result.outcome] += 1;
    const reason = result.outcome === 'rejected' ? result.problems.map(problemText).join(' ') : '';
    if (reason) rejects.push(rejectedRow(header, row, reason));
    if (reason) process.stderr.write(`line ${row.line}: rejected. ${reason}\n`);
    else if (dryRun) process.stdout.write(`line ${row.line}: ${dryWords(result)}\n`);
    const done = counts.created + counts.present + counts.rejected;
    if (!dryRun && done % TOLD_EVERY === 0) process.stdout.write(`${done} of ${rows.length} rows\n`);
  };
  const finish = async (stopped: boolean) => {
    const { created, present, rejected } = counts;
    const done = created + present + rejected;
    if (stopped) process.stdout.write(`Stopped after ${done} of ${rows.length} rows. Start it again to go on.\n`);
    const verb = dryRun ? 'would be created' : 'created';
    process.stdout.write(`${created} ${verb}, ${present} present already, ${rejected} rejected.\n`);
    if (rejected > 0 && !dryRun) await writeRejects(file, header, rejects, separator);
  };
  return { tell, finish, rejected: () => counts.rejected };
}

function dryWords(result: RowOutcome): string {
  return result.outcome === 'present' ? `is present already, as ${result.what}` : 'would be created';
}

async function writeRejects(file: string, header: readonly string[], rows: string[][], separator: string) {
  const name = `${file.replace(/\.\w+$/, '')}.rejected.csv`;
  await writeFile(name, writeTable([rejectedHeader(header), ...rows], separator), { mode: 0o600 });
  process.stdout.write(`Rejected rows, with their reasons: ${name}. Mend them and import that file.\n`);
}
