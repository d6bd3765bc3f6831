// A process that keeps a log: the program's own sequencer and signer on a database, and nothing else. It says `ready`, and
// begins when it is written to. With `killAt` it ends as a power cut ends it, just before its step of that number, whose name it
// says: a statement, or an act on the file of the signer's state. Without, it goes on until its input ends. With `change` it takes
// that step of a change of the log's key, and its own steps are those after which something lasts.

import { writeSync } from 'node:fs';
import fs, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import pg from 'pg';

/** What such a process is told, as JSON. */
export interface LogProcessOrders {
  readonly settings: pg.ClientConfig;
  readonly log: string;
  readonly keyFile: string;
  readonly stateFile: string;
  readonly killAt?: number;
  readonly change?: 'beginLogKeyChange' | 'finishLogKeyChange' | 'undoLogKeyChange';
  readonly institutionChain?: string;
  readonly systemAccount?: string;
}

const orders: LogProcessOrders = JSON.parse(process.argv[2] ?? '');
const { settings, log, keyFile, stateFile, killAt, change } = orders;
const LASTING = ['COMMIT', 'rename', 'rm'];
let steps = 0;
let before: Promise<unknown> = Promise.resolve();

// One after the other, so that what came before has happened and nothing after it.
function step<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
  const result = before.then(() => {
    if (change === undefined || LASTING.includes(name)) steps += 1;
    if (steps === killAt) {
      writeSync(process.stdout.fd, name);
      process.kill(process.pid, 'SIGKILL');
    }
    return act();
  });
  before = result.catch(() => undefined);
  return result;
}

type Query = (...args: unknown[]) => Promise<unknown>;
type Callback = (error?: unknown, result?: unknown) => void;

function watchStatements(): void {
  const query = pg.Client.prototype.query as Query;
  const watchedQuery: Query = function (this: pg.Client, ...args) {
    const callback = args.find((arg): arg is Callback => typeof arg === 'function');
    const [what] = args as [string | { name: string }];
    const result = step(typeof what === 'string' ? what : what.name, () =>
      query.apply(
        this,
        args.filter((arg) => arg !== callback),
      ),
    );
    if (callback) result.then((found) => callback(undefined, found), callback);
    return result;
  };
  pg.Client.prototype.query = watchedQuery as typeof pg.Client.prototype.query;
}

function watchFiles(): void {
  const { open, rename, rm } = fs;
  fs.rm = (...args) => step('rm', () => rm(...args));
  fs.rename = (...args) => step('rename', () => rename(...args));
  fs.open = async (...args) => watched(await step('open', () => open(...args)));
  syncBuiltinESMExports();
}

function watched(handle: FileHandle): FileHandle {
  for (const name of ['writeFile', 'sync', 'close'] as const) {
    const act = handle[name].bind(handle) as (...args: unknown[]) => Promise<void>;
    handle[name] = (...args: unknown[]) => step(name, () => act(...args));
  }
  return handle;
}

const { openDatabase } = await import('../../src/db/pool.ts');
const { keysAtHand } = await import('../../src/ledger/log-key.ts');
const changeKey = change && (await import('../../src/operations/log-key/change-log-key.ts'))[change];
const { drainLog, runLog } = await import('../../src/ledger/run-log.ts');

const db = openDatabase(settings, () => undefined, 4);
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const { institutionChain = '', systemAccount = '' } = orders;
const parts = { institutionChain, systemAccount, clock: Date.now, random };
const ledger = { log, signing: 'optional', ...parts } as const;
const signer = { keys: () => keysAtHand(keyFile, log), stateFile };
const input = process.stdin[Symbol.asyncIterator]();
process.stdout.write('ready\n');
await input.next();
if (killAt === undefined) {
  const running = runLog(db, ledger, signer, (error) => process.stderr.write(`${error}\n`));
  await input.next();
  await running.stop();
} else {
  watchStatements();
  watchFiles();
  if (changeKey) await changeKey({ db, ledger, signer, keyFile }, 'changed');
  else await drainLog(db, ledger, signer);
}
await db.pool.end();
process.stdin.destroy();
