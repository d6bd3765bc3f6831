// The key that the log is signed with is changed while two processes sign, and everybody who checks looks on; the program is
// killed between any two steps of it; and the command that people use does it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkReceipt,
  consistencyProof,
  formatWitnessRequest,
  openWitnessed,
  parsePolicy,
  parseReceipt,
  policyOfLog,
} from '@patrec/ledger';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sealAccess } from '../src/access/seal-access.ts';
import { keysAtHand, nextKeyFile } from '../src/ledger/log-key.ts';
import { readLogKeys } from '../src/ledger/log-key-store.ts';
import { presentKeyLines, presentPolicy } from '../src/ledger/log-keys.ts';
import { newestCheckpoint, tileReader } from '../src/ledger/log-store.ts';
import { openPolicy } from '../src/ledger/open-policy.ts';
import { drainLog } from '../src/ledger/run-log.ts';
import {
  beginLogKeyChange,
  finishLogKeyChange,
  makeLogKey,
  undoLogKeyChange,
} from '../src/operations/log-key/change-log-key.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { patientReader } from '../src/records/patient-store.ts';
import { readReceipt } from '../src/records/read-receipt.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import type { LogProcessOrders } from './support/log-process.ts';
import { type People, registerPeople } from './support/people.ts';
import { openTestStore, type TestStore } from './support/test-store.ts';
import { startWitness, type WitnessProcess } from './support/witness-process.ts';

const PROGRAM = join(import.meta.dirname, 'support', 'log-process.ts');

let store: TestStore;
let people: People;
let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patrec-log-key-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  store = await openTestStore();
  people = await registerPeople(store);
  await drainLog(store.db, store.ledger, store.signer);
  return async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await store.close();
  };
});

const write = () => writeLaboratory(store, people.doctor, people.chart);
const drain = () => drainLog(store.db, store.ledger, store.signer);
const policyNow = async () => parsePolicy(await presentPolicy(configured()));
const configured = () => ({ db: store.db, policy: policyOfLog(store.key.verifierKey) });
const keyNow = async () => (await store.signer.keys())[0].verifierKey;
const hasNext = () =>
  access(nextKeyFile(store.keyFile)).then(
    () => true,
    () => false,
  );

/** A process that has loaded its program and waits for the word to begin. */
async function waiting(orders: Partial<LogProcessOrders> = {}) {
  const { settings, ledger, keyFile, signer } = store;
  const { log, institutionChain, systemAccount } = ledger;
  const files = { keyFile, stateFile: signer.stateFile };
  const all: LogProcessOrders = { settings, log, institutionChain, systemAccount, ...files, ...orders };
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(all)], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text));
  await once(child.stdout, 'data');
  return { child, ended, rest: () => said.slice(said.indexOf('\n') + 1) };
}

async function everythingHolds(): Promise<void> {
  const identity = { ...store.identity, verifierKey: await keyNow() };
  expect((await verifyStore(store.db, identity)).problems).toEqual([]);
}

async function receiptNow(): Promise<Uint8Array> {
  const parts = { ...store, ...configured(), patientByNumber: patientReader(store.db) };
  const asked = { of: { record: 1 }, before: false };
  const answer = await readReceipt(parts, people.doctor, 'PAT001', asked);
  if (answer.state !== 'issued') throw new Error(`There is no receipt: ${answer.state}.`);
  return answer.bytes;
}

// Of a checkpoint, the keys that signed it, as letters.
async function signatures(keys: Readonly<Record<string, string>>): Promise<[number, string][]> {
  const { rows } = await store.db.pool.query<{ size: number; note: string }>(
    'SELECT size, note FROM log_checkpoint ORDER BY size',
  );
  const policy = await policyNow();
  return rows.map(({ size, note }) => {
    expect(openWitnessed(note, policy).size).toBe(size);
    const one = (key: string) => openedBy(note, policyOfLog(key));
    return [
      size,
      Object.entries(keys)
        .filter(([, key]) => one(key))
        .map(([letter]) => letter)
        .join(''),
    ];
  });
}

function openedBy(note: string, policy: string): boolean {
  try {
    return openWitnessed(note, parsePolicy(policy)).size > 0;
  } catch {
    return false;
  }
}

async function statusOf(witness: WitnessProcess, oldSize: number): Promise<number> {
  const { size, note } = (await newestCheckpoint(store.db)) ?? { size: 0, note: '' };
  const proof = await consistencyProof(oldSize, size, tileReader(store.db));
  const body = formatWitnessRequest({ oldSize, proof, note });
  const [, url] = witness.line.split(' ');
  return (await fetch(`${url}/add-checkpoint`, { method: 'POST', body })).status;
}

test('two processes sign with both keys during a change and with the new one after it; everybody who checks goes along', async () => {
  await write();
  await drain();
  const old = store.key.verifierKey;
  const before = await receiptNow();
  const withOld = startWitness(folder, 'old', old);
  const processes = await Promise.all(
    [waiting(), waiting({ stateFile: `${store.signer.stateFile}.b` })].map((one) => one),
  );
  await writeFile(`${store.signer.stateFile}.b`, await readFile(store.signer.stateFile));
  for (const { child } of processes) child.stdin.write('begin\n');
  await write();

  const next = await beginLogKeyChange(store);
  expect(await beginLogKeyChange(store)).toBe(next);
  expect(await presentKeyLines({ db: store.db, verifierKey: old })).toBe(`${old}\n${next}\n`);
  const told = join(folder, 'policy');
  await writeFile(told, await presentPolicy(configured()));
  const withPolicy = startWitness(folder, 'told', told, '--policy');
  await write();
  await sealAccess(store.db, store.ledger);
  await drain();
  const during = await receiptNow();
  expect(await statusOf(await withOld, 0)).toBe(200);
  expect(await statusOf(await withPolicy, 0)).toBe(200);
  const cosigned = (await newestCheckpoint(store.db))?.size ?? 0;

  expect(await finishLogKeyChange(store, 'changed')).toBe(next);
  expect([await keyNow(), await hasNext()]).toEqual([next, false]);
  expect(await finishLogKeyChange(store, 'changed')).toBe(next);
  await write();
  await expect.poll(async () => (await newestCheckpoint(store.db))?.size ?? 0).toBeGreaterThan(cosigned + 1);
  for (const { child } of processes) child.stdin.end();
  expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([
    [0, null],
    [0, null],
  ]);
  const after = await receiptNow();

  const [first, last] = await readLogKeys(store.db);
  expect([first?.verifierKey, last?.verifierKey, first?.reason]).toEqual([old, next, 'changed']);
  const [announced, ended] = [last?.announced ?? 0, first?.retired ?? 0];
  const expected = (size: number) => (size <= announced ? 'o' : size <= ended ? 'on' : 'n');
  const signed = await signatures({ o: old, n: next });
  expect(signed).toEqual(signed.map(([size]) => [size, expected(size)]));
  expect(new Set(signed.map(([, who]) => who))).toEqual(new Set(['o', 'on', 'n']));

  const holds = (bytes: Uint8Array, policy: string) => {
    const receipt = parseReceipt(bytes);
    return (
      openedBy(receipt.proof.slice(receipt.proof.indexOf('\n\n') + 2), policy) &&
      checkReceipt(receipt, parsePolicy(policy))
    );
  };
  const present = await presentPolicy(configured());
  const all = [before, during, after].map((bytes) =>
    [present, policyOfLog(old), policyOfLog(next)].map((policy) => !!holds(bytes, policy)),
  );
  expect(all).toEqual([
    [true, true, false],
    [true, true, true],
    [true, false, true],
  ]);
  expect(await statusOf(await withOld, cosigned)).toBe(403);
  expect(await statusOf(await withPolicy, cosigned)).toBe(200);
  for (const witness of [await withOld, await withPolicy]) witness.process.kill('SIGKILL');
  await everythingHolds();

  // The file of the policy names the old key still, and goes on to be this log's; one that names a stranger is not.
  const file = join(folder, 'written-before');
  await writeFile(file, policyOfLog(old));
  expect((await openPolicy(file, next, [old, next])).logs).toHaveLength(1);
  await expect(openPolicy(file, next)).rejects.toThrow('must name this log and no other');
});

test('steps that are not due are refused, in words; two that begin at once announce one key; without its file nobody signs', async () => {
  await expect(finishLogKeyChange(store, 'changed')).rejects.toThrow('No change of the log’s key is under way here');
  await expect(undoLogKeyChange(store)).rejects.toThrow('No change');
  const both = await Promise.all([beginLogKeyChange(store), beginLogKeyChange(store)]);
  expect(new Set(both).size).toBe(1);
  expect(await readLogKeys(store.db)).toHaveLength(2);

  const apart = join(folder, 'apart.key');
  await writeFile(apart, await readFile(store.keyFile));
  const elsewhere = { ...store.signer, keys: () => keysAtHand(apart, store.ledger.log) };
  await write();
  await expect(drainLog(store.db, store.ledger, elsewhere)).rejects.toThrow("which is not in this server's files");
  await writeFile(nextKeyFile(apart), await readFile(nextKeyFile(store.keyFile)));
  await drainLog(store.db, store.ledger, elsewhere);

  await undoLogKeyChange(store);
  expect([await keyNow(), await hasNext()]).toEqual([store.key.verifierKey, false]);
  const made = await makeLogKey(store);
  const third = await beginLogKeyChange(store);
  expect(third).toBe(made);
  expect(both).not.toContain(third);
  expect(await finishLogKeyChange(store, 'leaked')).toBe(third);
  const rows = await readLogKeys(store.db);
  expect(rows.map(({ reason }) => reason)).toEqual(['leaked', 'withdrawn', null]);
  await signatures({});
  await everythingHolds();
});

// Each with its steps, from which on the program is killed: undoing is finishing, but for its file.
const ACTS = [
  ['beginLogKeyChange', 1, ['rename', 'COMMIT', 'COMMIT', 'COMMIT', 'rename', 'COMMIT']],
  ['finishLogKeyChange', 1, ['COMMIT', 'COMMIT', 'COMMIT', 'rename', 'COMMIT', 'rename', 'COMMIT']],
  ['undoLogKeyChange', 6, ['rm', 'COMMIT']],
] as const;

test('killed before each thing that lasts of each step: the log verifies, and the change goes on or is taken back', async () => {
  const steps = { beginLogKeyChange, finishLogKeyChange: () => finishLogKeyChange(store, 'changed'), undoLogKeyChange };
  for (const [act, from, lasting] of ACTS) {
    let next = waiting({ change: act, killAt: from });
    for (const [at, before] of lasting.entries()) {
      const { child, ended, rest } = await next;
      if (at + 1 < lasting.length) next = waiting({ change: act, killAt: from + at + 1 });
      if (act !== 'beginLogKeyChange') await beginLogKeyChange(store);
      child.stdin.write('begin\n');
      expect(await ended).toEqual([null, 'SIGKILL']);
      expect(rest()).toBe(before);
      await everythingHolds();
      await write();
      // Where only its last commit is missing, the file is gone, and nothing is left to take back.
      if (act !== 'undoLogKeyChange' || (await hasNext())) await steps[act](store);
      if (act === 'beginLogKeyChange') await undoLogKeyChange(store);
      expect(await hasNext(), `${act}, killed before step ${from + at}`).toBe(false);
    }
  }
  await drain();
  await signatures({});
  await everythingHolds();
}, 60_000);
