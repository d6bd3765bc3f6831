// The load generator, run as a process of its own by load.ts: takes a job, then runs it for as long as it is told.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { openConnection } from './http-connection.ts';
import { type HttpJob, type InsertJob, type Job, NONCE, type SelectJob } from './job.ts';
import type { Answer } from './load.ts';
import { copyOf } from './row-group.ts';

/** Does the work of a lane once. Lanes run beside each other. */
type Lane = () => Promise<unknown>;

async function main(): Promise<void> {
  const [job] = (await once(process, 'message')) as [Job];
  const lanes = await openLanes(job);
  process.on('message', (seconds: number) => {
    drive(lanes, seconds).then(answer, (error) => answer({ failure: String(error) }));
  });
  answer({ done: 0, seconds: 1 });
}

async function drive(lanes: readonly Lane[], seconds: number): Promise<Answer> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let done = 0;
  const keepOn = async (lane: Lane) => {
    while (performance.now() < end) {
      await lane();
      done += 1;
    }
  };
  await Promise.all(lanes.map(keepOn));
  return { done, seconds: (performance.now() - start) / 1000 };
}

function openLanes(job: Job): Promise<Lane[]> {
  if (job.kind === 'http') return Promise.all(job.lanes.map((requests) => httpLane(job, requests)));
  const open = () => (job.kind === 'select' ? selectLane(job) : insertLane(job));
  return Promise.all(Array.from({ length: job.connections }, open));
}

async function httpLane({ port, status }: HttpJob, requests: readonly string[]): Promise<Lane> {
  const connection = await openConnection(port);
  return async () => {
    const answered = await connection.send(anyOf(requests).replace(NONCE, () => randomBytes(16).toString('hex')));
    if (answered !== status) throw new Error(`The server answered ${answered}, not ${status}.`);
  };
}

async function selectLane({ settings, text, values }: SelectJob): Promise<Lane> {
  const client = await connected(settings);
  return async () => {
    const { rows } = await client.query({ name: 'select', text, values: [...anyOf(values)] });
    if (rows.length !== 1) throw new Error(`The bare select gave ${rows.length} rows.`);
  };
}

async function insertLane({ settings, text, groups }: InsertJob): Promise<Lane> {
  const client = await connected(settings);
  return () => client.query({ name: 'insert', text, values: copyOf(anyOf(groups)) });
}

async function connected(settings: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(settings);
  await client.connect();
  return client;
}

function anyOf<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)] as Item;
}

function answer(message: Answer): void {
  process.send?.(message);
}

await main();
