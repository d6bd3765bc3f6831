// A process that answers requests, started by main.ts, which tells it all it needs. What an installation does once
// (the database, sealing, sequencing, signing, checking itself) is main's, and so is the key that signs.

import { pino } from 'pino';
import { listen } from '../db/listen.ts';
import { isMigrated } from '../db/migrate.ts';
import { openDatabase } from '../db/pool.ts';
import { filesOf } from '../files/files.ts';
import type { App } from '../http/app.ts';
import { liveHub } from '../http/live/live-hub.ts';
import { buildServer } from '../http/server.ts';
import { sessionReader } from '../identity/session.ts';
import { randomSource } from '../ledger/random-source.ts';
import { patientReader } from '../records/patient-store.ts';
import { resourceReader } from '../records/read-resource.ts';
import { deriveKey } from '../sealed-secret.ts';
import type { Duty, Failure, Order, State } from './order.ts';

interface Work {
  readonly learn: (state: State) => void;
  readonly stop: () => Promise<void>;
}

async function begin(
  { config, settings, connections, secret, verifierKey, policy, ...duty }: Duty,
  first: State,
): Promise<Work> {
  const logger = pino({ level: config.logLevel, redact: ['headers', 'password'] }, pino.destination(2));
  const ledger = { ...duty.ledger, clock: Date.now, random: randomSource() };
  const onIdleError = (error: Error) => logger.warn(`A database connection was lost: ${error.message}`);
  const db = openDatabase(settings, onIdleError, connections);
  const logStatus = { ...first.log };
  let { integrity } = first;
  const live = liveHub();
  const onUnheard = (error: unknown) => logger.warn({ err: error }, 'open pages are not kept up to date');
  const listener = listen(settings, {
    onAnnouncement: live.hear,
    onConnected: live.refresh,
    onProblem: onUnheard,
  });
  const app: App = {
    db,
    ledger,
    files: filesOf(duty.files),
    demo: config.mode === 'demo',
    publicUrl: config.publicUrl,
    proxies: config.proxies,
    secret,
    mailKey: deriveKey(secret, 'mail'),
    mailsFiles: duty.mailsFiles,
    verifierKey,
    policy,
    logStatus,
    integrity: () => integrity,
    metricsToken: config.metricsToken,
    readSession: sessionReader(db, ledger),
    live,
    patientByNumber: patientReader(db),
    readResource: resourceReader(db, ledger),
    migrationsApplied: () => isMigrated(db),
  };
  const server = await buildServer(app, logger);
  await server.listen({ port: config.port, host: config.host });
  return {
    learn: (told) => {
      Object.assign(logStatus, told.log);
      integrity = told.integrity;
    },
    async stop() {
      await server.close();
      await listener.stop();
      await db.pool.end();
    },
  };
}

function fail(error: NodeJS.ErrnoException): void {
  const { message, stack, code, syscall } = error;
  process.send?.({ message, stack, code, syscall } satisfies Failure, () => process.exit(1));
}

let work: Promise<Work> | undefined;

async function obey(order: Order): Promise<void> {
  if (order.kind === 'begin') work = begin(order.duty, order.state);
  const begun = await work;
  if (order.kind === 'state') begun?.learn(order.state);
  if (order.kind !== 'stop') return;
  await begun?.stop();
  process.exit(0);
}

// The terminal's Ctrl-C comes to every process: main says when to stop.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', (order: Order) => void obey(order).catch(fail));
