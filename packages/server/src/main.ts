// The server: reads the environment, builds the parts, starts, and stops cleanly.

import { join } from 'node:path';
import { pino } from 'pino';
import { runSealer } from './access/seal-access.ts';
import { readConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { StartError } from './db/embedded/start-error.ts';
import { isMigrated } from './db/migrate.ts';
import { AppError } from './errors.ts';
import type { App } from './http/app.ts';
import { buildServer } from './http/server.ts';
import { hasDemoAccounts } from './identity/account-store.ts';
import { actorReader, removeEndedSessions } from './identity/session.ts';
import { runLog } from './ledger/run-log.ts';
import { makeDemoData } from './operations/demo/make-demo-data.ts';
import { openStore } from './operations/open-store.ts';
import { watchIntegrity } from './operations/watch-integrity.ts';
import { patientReader } from './records/patient-store.ts';
import { resourceReader } from './records/read-resource.ts';
import { readSecret } from './secret.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const SESSION_SWEEP_MS = 3_600_000;

async function main(): Promise<void> {
  const config = readConfig(process.env, { dataDirectory: join(PROJECT, 'data') });
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const logger = pino(
    { level: config.logLevel, redact: ['req.headers', 'headers.cookie', 'password'] },
    pino.destination(2),
  );
  const demo = config.mode === 'demo';
  const store = await openStore({ config, log: (line) => logger.warn(line), exclusive: true });
  const { db, ledger, key, signer } = store;
  const identity = { origin: ledger.log, verifierKey: key.verifierKey, stateFile: signer.stateFile };
  const onProblem = (error: unknown) => logger.error({ err: error }, 'the ledger is held up');

  try {
    if (!demo && (await hasDemoAccounts(db))) {
      throw new StartError(
        'This database holds demonstration accounts with known passwords. Production starts on an empty one.',
      );
    }
    const secret = await readSecret(config.secret);
    const log = runLog(db, ledger, signer, onProblem);
    const sealer = runSealer(db, ledger, onProblem);
    if (demo) await makeDemoData({ db, ledger }, say);
    const integrity = watchIntegrity(
      db,
      ledger,
      identity,
      (problem) => logger.fatal({ problem }, 'the ledger does not verify'),
      onProblem,
    );
    const app: App = {
      db,
      ledger,
      demo,
      publicUrl: config.publicUrl,
      secret,
      verifierKey: key.verifierKey,
      logStatus: log.status,
      integrity: integrity.latest,
      readActor: actorReader(db, ledger),
      patientByNumber: patientReader(db),
      readResource: resourceReader(db, ledger),
      migrationsApplied: () => isMigrated(db),
    };
    const server = await buildServer(app, logger);
    const sweep = setInterval(() => removeEndedSessions(db, ledger).catch(onProblem), SESSION_SWEEP_MS);
    await server.listen({ port: config.port, host: config.host });
    greet(say, config.publicUrl, store.place, demo);
    await stopSignal();
    clearInterval(sweep);
    await server.close();
    await integrity.stop();
    await sealer.stop();
    await log.stop();
  } finally {
    await store.close();
  }
}

function greet(say: (line: string) => void, url: string, place: string, demo: boolean): void {
  say('');
  say(`Patrec is ready: ${url}`);
  if (demo) say('Demonstration: sign in as PAT001, DOC1, DOC2, STF1 or ADM1 with the password "password".');
  say(`Data: ${place}`);
  say('Press Ctrl-C to stop.');
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

main().catch((error: NodeJS.ErrnoException) => {
  const expected = error instanceof ConfigError || error instanceof StartError || error instanceof AppError;
  if (error.code === 'EADDRINUSE')
    process.stderr.write(`The port is taken: ${error.message}. Set PORT to another number.\n`);
  else process.stderr.write(`${expected ? error.message : error.stack}\n`);
  process.exitCode = 1;
});
