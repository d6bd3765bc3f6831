// A log and its witnesses: two that work, as people run them, one that is dead, one that lies.

import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COSIGNATURE, cosigner, formatSignature, formatVerifierKey, openWitnessed, signerKey } from '@patrec/ledger';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newestCheckpoint } from '../src/ledger/log-store.ts';
import { type LogPolicy, openPolicy, type ReachableWitness } from '../src/ledger/open-policy.ts';
import { drainLog } from '../src/ledger/run-log.ts';
import { askWitness, requireWitnessed, runWitnesses } from '../src/ledger/run-witnesses.ts';
import { readWitnesses } from '../src/ledger/witness-store.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { type People, registerPeople } from './support/people.ts';
import { openTestStore, type TestStore } from './support/test-store.ts';
import { startWitness, type WitnessProcess } from './support/witness-process.ts';

const LIAR = signerKey('liar.example/w', new Uint8Array(32).fill(7), COSIGNATURE);

let store: TestStore;
let people: People;
let folder: string;
let policy: LogPolicy;
let liar: Server;
let says: { status: number; type?: string; body: string };
const witnesses: WitnessProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patrec-witnesses-'));
  store = await openTestStore();
  people = await registerPeople(store);
  liar = createServer((_request, response) => {
    response.writeHead(says.status, { 'content-type': says.type ?? 'text/plain' }).end(says.body);
  }).listen(0, '127.0.0.1');
  await once(liar, 'listening');
  const { port } = liar.address() as AddressInfo;
  const start = (name: string) => startWitness(folder, name, store.key.verifierKey);
  witnesses.push(...(await Promise.all([start('north'), start('south')])));
  const [north, south] = witnesses.map(({ line }) => line);
  const key = formatVerifierKey(LIAR.name, LIAR.publicKey, COSIGNATURE);
  const dead = formatVerifierKey('dead.example/w', LIAR.seed, COSIGNATURE);
  policy = await policyOf(`log ${store.key.verifierKey}
witness north ${north}
witness south ${south}
witness dead ${dead} http://127.0.0.1:1
witness liar ${key} http://127.0.0.1:${port}
group two 2 north south dead liar
quorum two
`);
});
beforeEach(async () => {
  says = { status: 500, body: '' };
  await write();
});
afterAll(async () => {
  for (const witness of witnesses) witness.process.kill('SIGKILL');
  liar.close();
  await store.close();
  await rm(folder, { recursive: true });
});

async function policyOf(text: string): Promise<LogPolicy> {
  const file = join(folder, 'policy');
  await writeFile(file, text);
  return openPolicy(file, store.key.verifierKey);
}

async function write(): Promise<void> {
  await writeLaboratory(store, people.doctor, people.chart);
  await drainLog(store.db, store.ledger, store.signer);
}

const parts = () => ({ db: store.db, log: store.ledger.log, verifierKey: store.key.verifierKey, policy });
const ask = (name: string) =>
  askWitness(parts(), policy.witnesses.find((one) => one.name === name) as ReachableWitness);
const published = async () => openWitnessed((await newestCheckpoint(store.db))?.note ?? '', policy);
const rowOf = async (name: string) => (await readWitnesses(store.db)).find((row) => row.name === `${name}.example/w`);

test('two of four cosign each checkpoint, and what is published shows it', async () => {
  for (let round = 0; round < 3; round += 1) {
    await write();
    expect((await published()).witnessed).toBe(false);
    expect((await ask('north'))?.kind).toBe('cosigned');
    expect((await ask('dead'))?.kind).toBe('unreachable');
    expect((await published()).witnessed).toBe(false);
    expect((await ask('south'))?.kind).toBe('cosigned');
    const { cosigned, witnessed, size } = await published();
    expect({ witnessed, names: cosigned.map(({ name }) => name) }).toEqual({
      witnessed: true,
      names: ['north', 'south'],
    });
    expect(await rowOf('north')).toMatchObject({ size, problem: null });
    expect(await rowOf('dead')).toMatchObject({ size: 0, cosignedAt: null, problem: 'unreachable' });
    expect(await ask('north')).toBeUndefined();
  }
  expect((await verifyStore(store.db, store.identity)).problems).toEqual([]);
});

test('a witness that has forgotten nothing tells a log that has where it is', async () => {
  await ask('north');
  await store.db.pool.query('DELETE FROM log_witness');
  await write();
  expect((await ask('north'))?.kind).toBe('cosigned');
});

test('processes that ask at once while the log grows raise no alarm', async () => {
  for (let round = 0; round < 5; round += 1) {
    const asking = [ask('south'), write().then(() => ask('south')), ask('south'), write().then(() => ask('south'))];
    expect((await Promise.all(asking)).map((answer) => answer?.kind)).not.toContain('fork');
  }
  await ask('south');
  expect(await rowOf('south')).toMatchObject({ problem: null, size: (await published()).size });
});

test('a lie is no signature, and no reason to stop: only a conflict of another form and 422 are alarms', async () => {
  const line = (time: number, text: string) => {
    const { name, keyId, sign } = cosigner(LIAR, time);
    return formatSignature({ name, keyId, signature: sign(new TextEncoder().encode(text)) });
  };
  const note = (await newestCheckpoint(store.db))?.note ?? '';
  const answers: [typeof says, string][] = [
    [{ status: 200, body: '' }, 'unreachable'],
    [{ status: 200, body: 'nonsense' }, 'unreachable'],
    [{ status: 200, body: line(1, 'another text\n') }, 'unreachable'],
    [{ status: 200, body: 'x'.repeat(100_000) }, 'unreachable'],
    [{ status: 302, body: '' }, 'unreachable'],
    [{ status: 500, body: '' }, 'unreachable'],
    [{ status: 404, body: '' }, 'unreachable'],
    [{ status: 409, type: 'text/x.tlog.size', body: '0\n' }, 'unreachable'],
    [{ status: 409, type: 'text/x.tlog.size', body: '00\n' }, 'fork'],
    [{ status: 409, type: 'text/x.tlog.size', body: '999999\n' }, 'fork'],
    [{ status: 409, body: 'another root\n' }, 'fork'],
    [{ status: 422, body: 'no\n' }, 'fork'],
  ];
  for (const [answer, kind] of answers) {
    says = answer;
    expect([answer.status, answer.body.slice(0, 20), (await ask('liar'))?.kind]).toEqual([
      answer.status,
      answer.body.slice(0, 20),
      kind,
    ]);
    expect((await rowOf('liar'))?.problem).toBe(kind);
  }
  expect((await newestCheckpoint(store.db))?.note).toBe(note);
  says = { status: 200, body: line(1_700_000_000, note.slice(0, note.indexOf('\n\n') + 1)) };
  expect((await ask('liar'))?.kind).toBe('cosigned');
  expect(await rowOf('liar')).toMatchObject({ problem: null, cosignedAt: new Date(1_700_000_000_000) });
});

test('a log that lost what it had cosigned does not begin to sign', async () => {
  await ask('north');
  await requireWitnessed(parts());
  await store.db.pool.query('UPDATE log_state SET size = size - 1');
  await expect(requireWitnessed(parts())).rejects.toThrow('entries are missing');
  await store.db.pool.query('UPDATE log_state SET size = size + 1');
  await requireWitnessed(parts());
  says = { status: 200, body: 'a lie' };
  await requireWitnessed(parts());
});

test('the loop asks all by itself, tells of a fork once, and forgets who is not in the policy', async () => {
  says = { status: 422, body: 'no\n' };
  await store.db.pool.query(`INSERT INTO log_witness (name, size) VALUES ('gone.example/w', 3)`);
  const alarms: string[] = [];
  const problems: unknown[] = [];
  const loop = runWitnesses(
    parts(),
    (name) => alarms.push(name),
    (error) => problems.push(error),
  );
  await expect.poll(async () => (await published()).witnessed, { timeout: 20_000 }).toBe(true);
  await expect.poll(() => alarms, { timeout: 20_000 }).toEqual(['liar.example/w']);
  await loop.stop();
  expect(problems).toEqual([]);
  expect((await readWitnesses(store.db)).map(({ name }) => name).sort()).toEqual(
    ['dead', 'liar', 'north', 'south'].map((name) => `${name}.example/w`),
  );
});

test.each([
  ['nothing', ''],
  ['another log', `log ${formatVerifierKey('another.example', LIAR.publicKey)}\nquorum none\n`],
])('a policy of %s is refused', async (_, text) => {
  await expect(policyOf(text)).rejects.toThrow('PATREC_POLICY');
});

test('a policy must say where each witness is', async () => {
  const key = formatVerifierKey(LIAR.name, LIAR.publicKey, COSIGNATURE);
  for (const address of ['', ' ftp://w.example', ' w.example'])
    await expect(policyOf(`log ${store.key.verifierKey}\nwitness w ${key}${address}\nquorum w\n`)).rejects.toThrow(
      'no http address for the witness w',
    );
});
