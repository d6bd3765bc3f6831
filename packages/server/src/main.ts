// The program: reads the environment, opens the store, keeps the ledger, starts the processes that answer requests,
// and stops cleanly.

import { createServer } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { removeOldDenials } from './access/denied-access.ts';
import { runSealer } from './access/seal-access.ts';
import { type Config, readConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { runCopies } from './copies/make-copy.ts';
import { StartError } from './db/embedded/start-error.ts';
import { AppError } from './errors.ts';
import { removeErasedObjects } from './files/erased-objects.ts';
import { filesOf } from './files/files.ts';
import { clearIncoming, removeOldUploads } from './files/uploads.ts';
import { mailComposer } from './http/identity/mail-words.ts';
import { hasDemoAccounts } from './identity/account-store.ts';
import { removeOldAttempts } from './identity/attempt-store.ts';
import { answerRecoveries } from './identity/recover-password.ts';
import { removeEndedLinks } from './identity/recovery-store.ts';
import { removeOldRates } from './identity/request-rate.ts';
import { removeEndedSessions } from './identity/session.ts';
import { readLogKeys } from './ledger/log-key-store.ts';
import { openPolicy } from './ledger/open-policy.ts';
import { runLog } from './ledger/run-log.ts';
import { requireWitnessed, runWitnesses } from './ledger/run-witnesses.ts';
import { runMail } from './notifications/run-mail.ts';
import { fileTransport, smtpTransport } from './notifications/transport.ts';
import { tableKey } from './operations/csv/importing.ts';
import { runImports } from './operations/csv/run-imports.ts';
import { makeDemoData } from './operations/demo/make-demo-data.ts';
import { openFiles } from './operations/open-files.ts';
import { openStore, type Store } from './operations/open-store.ts';
import { runSelfCheck } from './operations/self-check/run-self-check.ts';
import type { Problem } from './operations/verify/problem.ts';
import { deriveKey } from './sealed-secret.ts';
import { readSecret } from './secret.ts';
import { startWorkers } from './workers/start-workers.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const SESSION_SWEEP_MS = 3_600_000;
/** Connections to the database that the workers have between them; this process has as many as openStore gives. */
const CONNECTIONS = 48;

async function main(stopping: AbortSignal): Promise<void> {
  const config = readConfig(process.env, { dataDirectory: join(PROJECT, 'data') });
  const demo = config.mode === 'demo';
  const logger = pino({ level: config.logLevel, redact: ['headers', 'password'] }, pino.destination(2));
  const onProblem = (error: unknown) => logger.error({ err: error }, 'the ledger is held up');
  await requireFreePort(config);

  await using closing = new AsyncDisposableStack();
  const store = await openStore({ config, log: (line) => logger.warn(line), exclusive: true });
  closing.defer(store.close);
  const { db, ledger, key, signer } = store;
  if (!demo && (await hasDemoAccounts(db))) {
    throw new StartError(
      'This database holds demonstration accounts with known passwords. Production needs another one.',
    );
  }
  const secret = await readSecret(config.secret);
  const fileSettings = await openFiles(config, db);
  const files = filesOf(fileSettings);
  await clearIncoming(files);
  const keys = (await readLogKeys(db)).map(({ verifierKey }) => verifierKey);
  const policy = await openPolicy(config.policyFile, key.verifierKey, keys);
  const witnessed = { db, log: ledger.log, verifierKey: key.verifierKey, policy };
  const log = runLog(db, ledger, { ...signer, mayBegin: once(() => requireWitnessed(witnessed)) }, onProblem);
  closing.defer(log.stop);
  const onFork = (witness: string, problem: string) => logger.fatal({ witness, problem }, 'a witness saw another log');
  const witnesses = runWitnesses(witnessed, onFork, onProblem);
  closing.defer(witnesses.stop);
  const sealer = runSealer(db, ledger, onProblem);
  closing.defer(sealer.stop);
  const mail = startMail(config, store, secret, (error) =>
    logger.warn({ mail: mailProblem(error) }, 'a message waits'),
  );
  closing.defer(mail.stop);
  if (demo) await makeDemoData({ db, ledger }, say, stopping);
  const identity = { origin: ledger.log, verifierKey: key.verifierKey, stateFile: signer.stateFile };
  const onFound = (problems: readonly Problem[]) =>
    logger.fatal({ count: problems.length, first: place(problems[0]) }, 'the ledger does not verify');
  const integrity = runSelfCheck({ db, ledger, files, identity }, onFound, onProblem);
  closing.defer(integrity.stop);

  const { publicUrl } = config;
  const copies = runCopies({ db, ledger, files, publicUrl, verifierKey: key.verifierKey }, (error) =>
    logger.error({ type: (error as Error).name }, 'a copy could not be made'),
  );
  closing.defer(copies.stop);
  const imports = runImports({ db, ledger, key: tableKey(secret), secret }, (error) =>
    logger.error({ type: (error as Error).name }, 'a table could not be imported'),
  );
  closing.defer(imports.stop);
  const sweeping = setInterval(() => {
    const sweeps = [removeEndedSessions, removeOldAttempts, removeOldRates, removeEndedLinks, removeOldDenials];
    const swept = [
      ...sweeps.map((sweep) => sweep(db, ledger)),
      removeOldUploads({ db, ledger, files }),
      removeErasedObjects({ db, files }),
    ];
    Promise.all(swept).catch(onProblem);
  }, SESSION_SWEEP_MS);
  closing.defer(() => clearInterval(sweeping));
  const {
    settings,
    ledger: { clock: _clock, random: _random, ...facts },
  } = store;
  const workers = await startWorkers(
    {
      config,
      settings,
      connections: Math.max(4, Math.floor(CONNECTIONS / config.workers)),
      ledger: facts,
      verifierKey: key.verifierKey,
      policy: policy.text,
      secret,
      files: fileSettings,
      mailsFiles: config.mail.smtpUrl === undefined,
    },
    { count: config.workers, state: () => ({ log: log.status, integrity: integrity.latest() }), onLost: onProblem },
  );
  closing.defer(workers.stop);
  greet(config.publicUrl, store.place, demo);
  await aborted(stopping);
}

function startMail(
  { mail: { smtpUrl, from }, mode, dataDirectory, publicUrl }: Config,
  { db, ledger }: Store,
  secret: string,
  onProblem: (error: unknown) => void,
): { stop: () => Promise<void> } {
  const key = deriveKey(secret, 'mail');
  const send =
    smtpUrl === undefined
      ? fileTransport(join(dataDirectory, 'outbox'), from)
      : smtpTransport(smtpUrl, from, mode === 'production');
  const parts = { db, ledger, key, send, compose: mailComposer(publicUrl) };
  return runMail(parts, () => answerRecoveries({ db, ledger }, key), onProblem);
}

// Where, and by which check: what was found there stands on the administrators' page.
function place({ where, check }: Partial<Problem> = {}): object {
  return { where, check };
}

// What a mail server says may hold addresses: only codes are logged.
function mailProblem(error: unknown): object {
  const { code, responseCode, command } = error as { code?: string; responseCode?: number; command?: string };
  return { code, responseCode, command };
}

// Done again until it succeeds, and then never more.
function once(check: () => Promise<void>): () => Promise<void> {
  let done = false;
  return async () => {
    if (!done) await check();
    done = true;
  };
}

// Told before the database starts, not after.
async function requireFreePort({ port, host }: Config): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject).listen(port, host, resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

function greet(url: string, place: string, demo: boolean): void {
  say(`\nPatrec is ready: ${url}`);
  if (demo)
    say('A demonstration with invented people: sign in as PAT001, DOC1, DOC2, STF1 or ADM1, password "password".');
  say(`Data: ${place}\nPress Ctrl-C to stop.`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

// What the person can mend is one line; anything else is a fault of ours, with its place.
function explain(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') return `The port is taken (${error.message}). Set PORT to another number.`;
  if (error.code === 'EACCES' && error.syscall === 'listen')
    return `This user may not use the port. Set PORT to 1024 or more.`;
  const expected = error instanceof ConfigError || error instanceof StartError || error instanceof AppError;
  return expected ? error.message : String(error.stack);
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

main(stop.signal).catch((error: NodeJS.ErrnoException) => {
  if (stop.signal.aborted) return;
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
