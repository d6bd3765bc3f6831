// The chain as a patient sees it: every link that is drawn is the one that was sealed, the drawn proof leads to the root that
// was signed, and nobody sees it but the patient and their guardians.

import { createHash } from 'node:crypto';
import {
  COSIGNATURE,
  cosigner,
  formatSignature,
  formatVerifierKey,
  noteText,
  parseCheckpoint,
  signerKey,
} from '@patrec/ledger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../src/db/transaction.ts';
import { lockHead } from '../src/ledger/append.ts';
import { appendContents } from '../src/ledger/append-contents.ts';
import { makeVersion } from '../src/ledger/content-store.ts';
import { newestCheckpoint } from '../src/ledger/log-store.ts';
import { addCosignatures } from '../src/ledger/witness-store.ts';
import { recordForm } from './support/record-forms.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const WITNESSES = ['north', 'south'].map((name, i) =>
  signerKey(`${name}.example/w`, new Uint8Array(32).fill(i + 1), COSIGNATURE),
);
const CHAIN = '/patients/PAT001/verify';
const ENTRY = '/patients/PAT001/entries/';
const HASH = /[0-9a-f]{64}/;

let site: TestServer;
let patient: Browser;

beforeAll(async () => {
  site = await startTestServer();
  const lines = WITNESSES.map(
    ({ name, publicKey }) => `witness ${name.slice(0, 5)} ${formatVerifierKey(name, publicKey, COSIGNATURE)}`,
  );
  const policy = `log ${site.key.verifierKey}\n${lines.join('\n')}\ngroup one any north south\nquorum one\n`;
  Object.assign(site.app, { policy });
  patient = await site.as(site.people.patient);
});
afterAll(() => site.close());

const body = async (address: string, who = patient) => {
  const answer = await who.get(address);
  expect([answer.statusCode, address]).toEqual([200, address]);
  return answer.body;
};
const factOf = (page: string, name: string) =>
  HASH.exec(page.slice(page.indexOf(`<dt>${name}</dt>`)))?.[0] ?? `no ${name}`;
const sha256 = (...parts: (string | Buffer)[]) => {
  const all = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part));
  return createHash('sha256').update(Buffer.concat(all)).digest('hex');
};
const count = async () =>
  Number(
    (await site.db.pool.query('SELECT count(*) FROM block WHERE chain = $1', [site.people.patient.chain])).rows[0]
      ?.count,
  );

async function write(): Promise<void> {
  const doctor = await site.as(site.people.doctor);
  expect((await doctor.post('/patients/PAT001/records/laboratory', recordForm('laboratory'))).statusCode).toBe(303);
}

test('an entry waits, is in the log, and is witnessed: each is said; its fingerprints are those of its neighbours', async () => {
  await write();
  const newest = `${ENTRY}${await count()}`;
  expect(await body(newest)).toContain('takes the entry within seconds');
  expect(await body(CHAIN)).toContain('on its way to the public log');
  await site.settle();
  expect(await body(newest)).toContain('south has not cosigned this');
  const [key] = WITNESSES;
  const checkpoint = await newestCheckpoint(site.db);
  if (!key || !checkpoint) throw new Error('Nothing was signed.');
  const { name, keyId, sign } = cosigner(key, 1_790_000_000);
  const signature = sign(new TextEncoder().encode(noteText(checkpoint.note)));
  await addCosignatures(site.db, checkpoint.size, formatSignature({ name, keyId, signature }));
  const page = await body(newest);
  expect(page).toContain('north has cosigned, ');
  expect(page).toContain('south has not cosigned this');
  expect(page).toContain('Witnessed by 1 of 2: north.');
  expect(page).toContain('href="/patients/PAT001/records/1"');
  const list = await body(CHAIN);
  for (let seq = await count(); seq > 1; seq--) {
    const own = await body(`${ENTRY}${seq}`);
    const before = factOf(own, 'Fingerprint of the entry before');
    expect(factOf(await body(`${ENTRY}${seq - 1}`), 'Fingerprint (SHA-256)')).toBe(before);
    expect(list).toContain(`entry ${seq - 1}: <span class="code">${before.slice(0, 10)}…`);
  }
  expect(await body(`${ENTRY}1`)).toContain('nothing stands before it');
  expect((await body(`${CHAIN}?before=0`)).includes('There are no entries here.')).toBe(true);
});

test('the hashes that are drawn make the root that was signed, for every entry', async () => {
  await write();
  await site.settle();
  const { root, size } = parseCheckpoint(noteText((await newestCheckpoint(site.db))?.note ?? ''));
  // The witness saw an older state, which is preferred where it covers the entry.
  await site.db.pool.query('DELETE FROM log_checkpoint WHERE size < $1', [size]);
  let deepest = 0;
  for (let entry = await count(); entry > 0; entry--) {
    const page = await body(`${ENTRY}${entry}`);
    const [first = '', ...steps] = (page.split('<ol data-way').at(1)?.split('</ol>').at(0) ?? '').split('<li').slice(1);
    const last = steps.pop() ?? '';
    let at = sha256(Buffer.of(0, 1), factOf(page, 'Fingerprint (SHA-256)'));
    expect(HASH.exec(first)?.[0]).toBe(at);
    for (const step of steps) {
      const [sibling = '', node] = step.match(new RegExp(HASH, 'g')) ?? [];
      at = step.includes('data-side="left"') ? sha256(Buffer.of(1), sibling, at) : sha256(Buffer.of(1), at, sibling);
      expect(node).toBe(at);
      expect(page).toContain(`>${sibling.slice(0, 8)}…</text>`);
    }
    expect(HASH.exec(last)?.[0]).toBe(at);
    expect(at).toBe(Buffer.from(root).toString('hex'));
    deepest = Math.max(deepest, steps.length);
  }
  expect(deepest).toBeGreaterThan(2);
});

test('it is the patient’s alone: to others, and at no such place, it is as if there were nothing', async () => {
  const { people } = site;
  for (const other of [people.doctor, people.staff, people.otherPatient]) {
    const browser = await site.as(other);
    for (const address of [`${ENTRY}1`, `/for/PAT001${ENTRY}1`, CHAIN])
      expect([other.login, address, (await browser.get(address)).statusCode]).toEqual([other.login, address, 404]);
  }
  for (const wrong of ['0', '-1', '99999', '1e1', '01', 'x', '9999999999', '٣'])
    expect([wrong, (await patient.get(ENTRY + encodeURIComponent(wrong))).statusCode]).toEqual([wrong, 404]);
});

test('an entry whose row or text was changed is not drawn as proven, and no alteration is shown as sealed', async () => {
  const alter = (set: string) =>
    site.db.pool.query(`UPDATE block SET ${set} WHERE chain = $1 AND seq = 0`, [site.people.patient.chain]);
  for (const [changed, back] of [
    ["type = 'access'", "type = 'registration'"],
    ["recorded_at = recorded_at - interval '1 day'", "recorded_at = recorded_at + interval '1 day'"],
    ['header = statement, statement = header', 'header = statement, statement = header'],
  ]) {
    await alter(changed ?? '');
    const page = await body(`${ENTRY}1`);
    expect(page).toContain('This entry does not verify');
    expect(page).not.toContain('<svg class="proof-tree"');
    await alter(back ?? '');
  }
  expect(await body(`${ENTRY}1`)).toContain('<svg class="proof-tree"');
});

test('the proof of a long chain comes in pages, each of which names those that follow', async () => {
  const { db, people } = site;
  const chain = people.patient.chain ?? '';
  const before = await count();
  await transaction(db, async (tx) => {
    let head = await lockHead(tx, site.app.ledger, chain);
    for (let version = 1; head.seq < 404; version += 1) {
      const content = makeVersion(site.app.ledger, { resourceType: 'Basic', id: 'many' }, { version });
      head = await appendContents(tx, site.app.ledger, head, { type: 'registration', author: people.staff.account }, [
        content,
      ]);
    }
  });
  expect(before).toBeLessThan(200);
  const pages: { more: string[]; blocks: { seq: number; header: string }[] }[] = [];
  for (const from of [0, 200, 400]) pages.push(JSON.parse(await body(`/patients/PAT001/proof?from=${from}`)));
  const addresses = ['/patients/PAT001/proof?from=200', '/patients/PAT001/proof?from=400'];
  expect(pages.map(({ more }) => more)).toEqual([addresses, addresses.slice(1), []]);
  const blocks = pages.flatMap((page) => page.blocks);
  expect(blocks.map(({ seq }) => seq)).toEqual(Array.from({ length: 405 }, (_, seq) => seq));
  const beyond = JSON.parse(await body('/patients/PAT001/proof?from=405'));
  expect([beyond.blocks, beyond.more]).toEqual([[], []]);
});
