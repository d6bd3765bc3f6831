// The server: reads the environment, builds the parts, starts, and stops cleanly.

import { createServer } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { runSealer } from './access/seal-access.ts';
import { type Config, readConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { StartError } from './db/embedded/start-error.ts';
import { listen } from './db/listen.ts';
import { isMigrated } from './db/migrate.ts';
import { AppError } from './errors.ts';
import { liveHub } from './http/live-hub.ts';
import { buildServer } from './http/server.ts';
import { hasDemoAccounts } from './identity/account-store.ts';
import { removeOldAttempts } from './identity/attempt-store.ts';
import { removeEndedSessions, sessionReader } from './identity/session.ts';
import { runLog } from './ledger/run-log.ts';
import { makeDemoData } from './operations/demo/make-demo-data.ts';
import { openStore } from './operations/open-store.ts';
import type { Problem } from './operations/verify/problem.ts';
import { watchIntegrity } from './operations/watch-integrity.ts';
import { patientReader } from './records/patient-store.ts';
import { resourceReader } from './records/read-resource.ts';
import { readSecret } from './secret.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const SESSION_SWEEP_MS = 3_600_000;

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
  const log = runLog(db, ledger, signer, onProblem);
  closing.defer(log.stop);
  const sealer = runSealer(db, ledger, onProblem);
  closing.defer(sealer.stop);
  if (demo) await makeDemoData({ db, ledger }, say, stopping);
  const identity = { origin: ledger.log, verifierKey: key.verifierKey, stateFile: signer.stateFile };
  const onAlarm = (problem: Problem) => logger.fatal({ problem }, 'the ledger does not verify');
  const integrity = watchIntegrity(db, ledger, identity, onAlarm, onProblem);
  closing.defer(integrity.stop);

  const live = liveHub();
  const onUnheard = (error: unknown) => logger.warn({ err: error }, 'open pages are not kept up to date');
  const listener = listen(store.settings, {
    onAnnouncement: live.hear,
    onConnected: live.refresh,
    onProblem: onUnheard,
  });
  closing.defer(listener.stop);
  const server = await buildServer(
    {
      db,
      ledger,
      demo,
      publicUrl: config.publicUrl,
      proxies: config.proxies,
      secret,
      verifierKey: key.verifierKey,
      logStatus: log.status,
      integrity: integrity.latest,
      readSession: sessionReader(db, ledger),
      live,
      patientByNumber: patientReader(db),
      readResource: resourceReader(db, ledger),
      migrationsApplied: () => isMigrated(db),
    },
    logger,
  );
  closing.defer(() => server.close());
  const sweep = setInterval(() => {
    Promise.all([removeEndedSessions(db, ledger), removeOldAttempts(db, ledger)]).catch(onProblem);
  }, SESSION_SWEEP_MS);
  closing.defer(() => clearInterval(sweep));
  await server.listen({ port: config.port, host: config.host });
  greet(config.publicUrl, store.place, demo);
  await aborted(stopping);
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
