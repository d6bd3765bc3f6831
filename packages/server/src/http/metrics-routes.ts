// What a monitoring system reads, in the Prometheus text format, with the token of the configuration: counts and ages, no names
// but those of witnesses.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { decideMetrics } from '../access/decide.ts';
import { countUnsealed } from '../access/seal-access.ts';
import { AppError } from '../errors.ts';
import { countPendingBlocks, logSize, newestCheckpoint } from '../ledger/log-store.ts';
import { readWitnesses } from '../ledger/witness-store.ts';
import { countFindings } from '../operations/self-check/acknowledge-store.ts';
import { newestTurn } from '../operations/self-check/check-store.ts';
import type { App } from './app.ts';

type Sample = readonly [value: number, labels?: string];
type Metric = readonly [name: string, help: string, samples: readonly Sample[]];

const COUNTED = 100_000;
const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

export function metricsRoutes(server: FastifyInstance, app: App): void {
  server.get('/metrics', { config: { access: 'public' }, logLevel: 'silent' }, async (request, reply) => {
    if (!decideMetrics(presents(request, app.metricsToken)).permit)
      throw new AppError('not-found', 'There is no such page.');
    return reply
      .header('cache-control', 'no-store')
      .type(TEXT)
      .send(textOf(await metrics(app)));
  });
}

function presents(request: FastifyRequest, token: string | undefined): boolean {
  const { authorization = '' } = request.headers;
  return token !== undefined && timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function metrics(app: App): Promise<Metric[]> {
  const { db, ledger, logStatus } = app;
  const [size, pending, checkpoint, unsealed, checkedAt, findings, witnesses] = await Promise.all([
    logSize(db, ledger.log),
    countPendingBlocks(db, COUNTED),
    newestCheckpoint(db),
    countUnsealed(db, COUNTED),
    newestTurn(db),
    countFindings(db),
    readWitnesses(db),
  ]);
  const age = (at: number | undefined): Sample[] => (at === undefined ? [] : [[(ledger.clock() - at) / 1000]]);
  const ofEach = (value: (one: (typeof witnesses)[number]) => number): Sample[] =>
    witnesses.map((one) => [value(one), `witness="${label(one.name)}"`]);
  const signed = checkpoint?.size ?? 0;
  return [
    ['patrec_log_entries', 'Entries of the public log.', [[size]]],
    ['patrec_pending_blocks', `Blocks that wait for the log, counted to ${COUNTED}.`, [[pending]]],
    ['patrec_signer_up', '1 while the log is being signed.', [[logStatus.problem === undefined ? 1 : 0]]],
    ['patrec_checkpoint_age_seconds', 'Since the newest checkpoint was signed.', age(checkpoint?.signed_at.getTime())],
    ['patrec_unsealed_events', `Views that wait for their block, counted to ${COUNTED}.`, [[unsealed]]],
    ['patrec_check_age_seconds', 'Since the self-check took a part.', age(checkedAt?.getTime())],
    ['patrec_check_findings', 'What does not verify and nobody has acknowledged.', [[findings.open]]],
    ['patrec_check_findings_acknowledged', 'What does not verify and is acknowledged.', [[findings.acknowledged]]],
    ['patrec_witness_entries', 'Entries that the witness has cosigned.', ofEach((one) => one.size)],
    ['patrec_witness_behind_entries', 'Entries that it has not.', ofEach((one) => Math.max(0, signed - one.size))],
    ['patrec_witness_up', '1 while it answers and agrees.', ofEach(({ problem }) => (problem === null ? 1 : 0))],
    ...ofProcess(),
  ];
}

// Of the process that answers: there are several, and each request may come to another.
function ofProcess(): Metric[] {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const own = (value: number): Sample[] => [[value, `pid="${process.pid}"`]];
  return [
    ['process_resident_memory_bytes', 'Memory of the process that answers.', own(rss)],
    ['nodejs_heap_size_used_bytes', 'Of that, what JavaScript uses.', own(heapUsed)],
    ['process_cpu_seconds_total', 'Processor time that it has used.', own((user + system) / 1e6)],
    ['process_uptime_seconds', 'Since it began.', own(process.uptime())],
  ];
}

function textOf(all: readonly Metric[]): string {
  return all
    .filter(([, , samples]) => samples.length > 0)
    .flatMap(([name, help, samples]) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${name.endsWith('_total') ? 'counter' : 'gauge'}`,
      ...samples.map(([value, labels]) => `${name}${labels === undefined ? '' : `{${labels}}`} ${value}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function label(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
