// The log, kept by several processes that are killed for real: between any two steps of sequencer and signer, and while
// others go on. It never forks, skips or duplicates.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkConsistency, consistencyProof } from '@patrec/ledger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../src/db/transaction.ts';
import { appendBlock, lockHead } from '../src/ledger/append.ts';
import { randomHex } from '../src/ledger/ledger.ts';
import { countPendingBlocks, logSize, newestCheckpoint, tileReader } from '../src/ledger/log-store.ts';
import { drainLog } from '../src/ledger/run-log.ts';
import { readSignerState } from '../src/ledger/signer-state.ts';
import { verifyLog } from '../src/operations/verify/verify-log.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import type { LogProcessOrders } from './support/log-process.ts';
import { registerPeople } from './support/people.ts';
import { openTestStore, type TestStore } from './support/test-store.ts';

const PROGRAM = join(import.meta.dirname, 'support', 'log-process.ts');

const SEQUENCING =
  'BEGIN elect size take-pending insert-leaves select-tiles select-bundle move-size upsert-tiles upsert-bundles COMMIT'.split(
    ' ',
  );
const SIGNING = 'open writeFile sync close rename open sync close insert-checkpoint COMMIT'.split(' ');

let store: TestStore;
const children: ChildProcess[] = [];

beforeAll(async () => {
  store = await openTestStore();
  await registerPeople(store);
  await drainLog(store.db, store.ledger, store.signer);
  // Two more each time: a tile and a bundle are filled and the next begun in one batch, and every batch has the same steps.
  await appendBlocks(237 - (await logSize(store.db, store.ledger.log)));
  await drainLog(store.db, store.ledger, store.signer);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await store.close();
});

// Empty blocks on the institution's chain.
async function appendBlocks(count: number): Promise<void> {
  const { db, ledger } = store;
  await transaction(db, async (tx) => {
    let head = await lockHead(tx, ledger, ledger.institutionChain);
    for (let i = 0; i < count; i += 1) {
      const draft = { type: 'institution', author: ledger.systemAccount, occurredAt: head.recordedAt } as const;
      head = await appendBlock(tx, ledger, head, { ...draft, nonce: randomHex(ledger, 16), contents: [] });
    }
  });
}

/** A process that has loaded its program and waits for the word to begin. */
async function waiting(orders: Partial<LogProcessOrders> = {}) {
  const { settings, ledger, signer } = store;
  const keyFile = join(signer.stateFile, '..', 'log.key');
  const all: LogProcessOrders = { settings, log: ledger.log, keyFile, stateFile: signer.stateFile, ...orders };
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(all)], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text));
  await once(child.stdout, 'data');
  /** What it said after `ready`. */
  const rest = () => said.slice(said.indexOf('\n') + 1);
  return { child, ended, rest };
}

async function checkCheckpoints(): Promise<number> {
  const { rows } = await store.db.pool.query<{ size: number; root: Buffer }>(
    'SELECT size, root FROM log_checkpoint ORDER BY size',
  );
  for (const [i, next] of rows.entries()) {
    const last = rows[i - 1];
    if (!last) continue;
    const proof = await consistencyProof(last.size, next.size, tileReader(store.db));
    checkConsistency(last.size, last.root, next.size, next.root, proof);
  }
  return rows.length;
}

async function everythingHolds(): Promise<void> {
  const { db, ledger, identity } = store;
  const { problems, blocks, entries } = await verifyStore(db, identity);
  expect(problems).toEqual([]);
  expect([entries, await logSize(db, ledger.log), (await newestCheckpoint(db))?.size]).toEqual([
    blocks,
    blocks,
    blocks,
  ]);
}

test('killed before each of its steps, the log verifies at once, and another process goes on', async () => {
  const { db, ledger, identity, signer } = store;
  let next = waiting({ killAt: 1 });
  const killedBefore: string[] = [];
  for (let step = 1; ; step += 1) {
    const { child, ended, rest } = await next;
    next = waiting({ killAt: step + 1 });
    await appendBlocks(2);
    child.stdin.write('begin\n');
    const [code, signal] = await ended;
    expect((await verifyLog(db, identity)).problems, `killed before step ${step}`).toEqual([]);
    // What the killed process held is free as soon as the database has noticed.
    while ((await countPendingBlocks(db, 1)) > 0) await drainLog(db, ledger, signer);
    await drainLog(db, ledger, signer);
    expect((await verifyLog(db, identity)).problems, `after step ${step}`).toEqual([]);
    if (signal === null) {
      expect(code).toBe(0);
      break;
    }
    killedBefore.push(rest().replace('log.', ''));
  }
  expect(killedBefore.slice(0, SEQUENCING.length)).toEqual(SEQUENCING);
  expect(killedBefore.slice(-SIGNING.length)).toEqual(SIGNING);
  await checkCheckpoints();
  await everythingHolds();
}, 60_000);

test('three processes at once, and one of them killed, keep one log in which each checkpoint extends the last', async () => {
  const stateFiles = ['a', 'b', 'c'].map((name) => `${store.signer.stateFile}.${name}`);
  for (const file of stateFiles) await copyFile(store.signer.stateFile, file);
  const processes = await Promise.all(stateFiles.map((stateFile) => waiting({ stateFile })));
  for (const { child } of processes) child.stdin.write('begin\n');
  const before = await checkCheckpoints();
  const arriveUntil = async (checkpoints: number) => {
    while ((await checkCheckpoints()) < checkpoints) await Promise.all([appendBlocks(5), appendBlocks(5)]);
  };
  await arriveUntil(before + 3);
  processes[0]?.child.kill('SIGKILL');
  await arriveUntil(before + 6);
  for (const { child } of processes) child.stdin.end();
  const ends = await Promise.all(processes.map(({ ended }) => ended));
  expect(ends).toEqual([
    [null, 'SIGKILL'],
    [0, null],
    [0, null],
  ]);
  await checkCheckpoints();
  await everythingHolds();
  const signed = await Promise.all(stateFiles.slice(1).map(readSignerState));
  expect(signed.map((state) => state?.size)).toContain(await logSize(store.db, store.ledger.log));
});
