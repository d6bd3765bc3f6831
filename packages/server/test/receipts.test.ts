// Receipts: who may save one, what is in it, and that it is checked in three places without trusting the server: the page of
// the app, the page as a saved file, and the command line.

import { execFile } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  COSIGNATURE,
  checkReceipt,
  contentRef,
  cosigner,
  formatCheckpoint,
  formatReceipt,
  formatSignature,
  formatTlogProof,
  formatVerifierKey,
  keyFingerprint,
  leafHash,
  logEntry,
  noteSigner,
  noteText,
  parsePolicy,
  parseReceipt,
  policyOfLog,
  sealBlock,
  signerKey,
  signNote,
  ZERO_HASH_HEX,
} from '@patrec/ledger';
import type { Browser as Chromium, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newestCheckpoint } from '../src/ledger/log-store.ts';
import { addCosignatures } from '../src/ledger/witness-store.ts';
import { importBundle } from '../src/operations/import-bundle.ts';
import { openWindow, signIn, startChromium } from './support/chromium.ts';
import { fileDocument } from './support/document-forms.ts';
import { grant, revoke } from './support/permissions.ts';
import { recordForm } from './support/record-forms.ts';
import { pdfFile } from './support/sample-files.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const COMMAND = join(import.meta.dirname, '..', '..', 'cli', 'src', 'patrec.ts');
const WITNESSES = ['north', 'south'].map((name, i) =>
  signerKey(`${name}.example/w`, new Uint8Array(32).fill(i + 1), COSIGNATURE),
);
const FORGER = new Uint8Array(32).fill(9);

let site: TestServer;
let doctor: Browser;
let otherDoctor: Browser;
let patient: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patrec-receipts-'));
  site = await startTestServer();
  const lines = WITNESSES.map(
    (key, i) => `witness w${i} ${formatVerifierKey(key.name, key.publicKey, COSIGNATURE)} https://w${i}.example`,
  );
  const policy = `log ${site.key.verifierKey}\n${lines.join('\n')}\ngroup both all w0 w1\nquorum both\n`;
  Object.assign(site.app, { policy });
  const { people, as } = site;
  [doctor, otherDoctor, patient] = await Promise.all([as(people.doctor), as(people.otherDoctor), as(people.patient)]);
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

const write = async (): Promise<string> => {
  const answer = await doctor.post('/patients/PAT001/records/laboratory', recordForm('laboratory'));
  return String(answer.headers.location);
};
const events = async () =>
  (await site.db.pool.query(`SELECT actor, record FROM access_log WHERE action = 'download-receipt' ORDER BY at, id`))
    .rows;

/** Both witnesses sign what the log signed last. */
async function cosign(): Promise<void> {
  const newest = await newestCheckpoint(site.db);
  const text = new TextEncoder().encode(noteText(newest?.note ?? ''));
  for (const key of WITNESSES) {
    const { name, keyId, sign } = cosigner(key, 1_790_000_000);
    await addCosignatures(site.db, newest?.size ?? 0, formatSignature({ name, keyId, signature: sign(text) }));
  }
}

async function saved(who: Browser, address: string) {
  const answer = await who.get(address);
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  const receipt = parseReceipt(answer.rawPayload);
  return { answer, receipt, checked: checkReceipt(receipt, parsePolicy(site.app.policy)) };
}

describe('saving', () => {
  test('is on the record’s page, works a second later, is logged before it leaves, and names nothing clinical', async () => {
    const location = await write();
    const address = `${location.split('?')[0]}/receipt`;
    expect((await doctor.get(location)).body.match(new RegExp(`href="${address}"`, 'g'))).toHaveLength(1);
    const early = await doctor.get(address);
    expect([early.statusCode, early.headers['retry-after']]).toEqual([503, '1']);
    expect(early.body).toContain('ready in a second');
    expect(await events()).toEqual([]);
    await site.settle();
    expect((await saved(doctor, address)).checked.checkpoint).toMatchObject({ witnessed: false, cosigned: [] });
    await cosign();
    await write();
    await site.settle();
    const { answer, receipt, checked } = await saved(doctor, address);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="PAT001-REC1.receipt.json"');
    expect(answer.headers['cache-control']).toBe('no-store');
    // Not the newest state of the log, but the newest that the witnesses have seen.
    expect(checked.checkpoint).toMatchObject({ witnessed: true, cosigned: [{ name: 'w0' }, { name: 'w1' }] });
    expect(checked).toMatchObject({ missing: [], before: null });
    expect(receipt.policy).toBe(site.app.policy);
    const { account } = site.people.doctor;
    expect(await events()).toEqual([
      { actor: account, record: 1 },
      { actor: account, record: 1 },
    ]);
    expect((await patient.get('/access/log?what=downloads')).body).toContain('saved a receipt');
  });

  test('is for those who may read the record, as long as they may; the chain before it is the patient’s', async () => {
    const address = '/patients/PAT001/records/1/receipt';
    const { people } = site;
    expect((await otherDoctor.get(address)).statusCode).toBe(404);
    const given = await grant(site, people.patient, people.otherDoctor);
    await saved(otherDoctor, address);
    expect((await otherDoctor.get(`${address}?before`)).statusCode).toBe(404);
    await revoke(site, people.patient, given);
    expect((await otherDoctor.get(address)).statusCode).toBe(404);
    const { receipt, checked } = await saved(patient, `${address}?before`);
    expect(checked.before).toEqual({ headers: checked.block.header.seq, erased: 0 });
    expect(receipt.before).toHaveLength(checked.block.header.seq);
    const entry = await saved(patient, '/patients/PAT001/entries/1/receipt?before');
    expect(entry.checked.block.statement.type).toBe('registration');
    expect(entry.answer.headers['content-disposition']).toContain('PAT001-entry-1.receipt.json');
    const long = await patient.get('/patients/PAT001/entries/20002/receipt?before');
    expect([long.statusCode, long.body.includes('Save its receipt without them.')]).toEqual([413, true]);
    for (const wrong of ['0', '-1', '99999', '1e1', 'x', '9999999999'])
      expect((await patient.get(`/patients/PAT001/entries/${wrong}/receipt`)).statusCode).toBe(404);
  });

  test('brings a small file, and leaves a large one to its fingerprint', async () => {
    const small = await fileDocument(doctor, 'PAT001', pdfFile('Letter', 300_000));
    await site.settle();
    const { receipt, checked } = await saved(patient, `/patients/PAT001/records/${small}/receipt`);
    expect(receipt.contents.map(({ mediaType }) => mediaType)).toContain('application/pdf');
    expect(checked.missing).toEqual([]);
    await site.db.pool.query('UPDATE file SET length = 6000000 WHERE record = $1', [small]);
    const { checked: without } = await saved(patient, `/patients/PAT001/records/${small}/receipt`);
    await site.db.pool.query('UPDATE file SET length = $2 WHERE record = $1', [
      small,
      checked.block.statement.contents.find(({ mediaType }) => mediaType === 'application/pdf')?.length,
    ]);
    expect(without.missing).toMatchObject([{ mediaType: 'application/pdf' }]);
  });

  test('of one record among several of a block is for the patient alone, and brings no other', async () => {
    const subject = { reference: 'urn:uuid:0' };
    const observation = {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }], text: 'Weight' },
      subject,
      effectiveDateTime: '2024-01-01',
      valueString: '70',
    };
    const visit = { resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' }, subject };
    const person = {
      resourceType: 'Patient',
      name: [{ text: 'Anil Rao' }],
      identifier: [{ value: '1', system: 'urn:x' }],
    };
    const entry = [person, observation, visit].map((resource, i) => ({
      fullUrl: `urn:uuid:${i}`,
      resource,
      request: { method: 'POST', url: resource.resourceType },
    }));
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
    const options = { passwordHash: null, demo: false };
    const number = (await importBundle(site, new TextEncoder().encode(JSON.stringify(bundle)), options)).patient;
    await site.settle();
    const chart = await site.app.patientByNumber(number);
    if (!chart?.accountId) throw new Error('Nobody was imported.');
    const { patient: self, otherDoctor: reader } = site.people;
    const owner = { ...self, account: chart.accountId, login: number, chain: chart.chain };
    const { receipt, checked } = await saved(await site.as(owner), `/patients/${number}/records/1/receipt`);
    expect(receipt.contents).toHaveLength(1);
    expect(checked.missing).toHaveLength(2);
    await grant(site, owner, reader);
    expect((await otherDoctor.get(`/patients/${number}/records/1`)).statusCode).toBe(200);
    expect((await otherDoctor.get(`/patients/${number}/records/1/receipt`)).statusCode).toBe(404);
  });

  /** Where the page offers the receipts of what was just done, and whether they are ready. */
  const offered = (body: string) =>
    [...body.matchAll(/class="receipt-offer"( data-offer)?.*?href="([^"]+)"/g)].map(([, waits, href = '']) => ({
      href,
      ready: waits === undefined,
    }));

  test('is offered where an act is confirmed, to whoever did it: waiting for the log, then ready, for a day', async () => {
    const { people } = site;
    const last = (chain: string) =>
      site.db.pool
        .query<{ type: string; seq: number }>(
          'SELECT type, seq FROM block WHERE chain = $1 ORDER BY seq DESC LIMIT 1',
          [chain],
        )
        .then(({ rows }) => rows[0]);
    const form = {
      extent: 'types',
      purpose: 'CAREMGT',
      until: new Date(site.ledger.clock() + 86_400_000).toISOString().slice(0, 10),
    };
    const asks = { ...form, extent: 'all', note: '' };
    const acts = [
      [otherDoctor, '/patients/PAT001/access-requests', asks, people.chart.chain, 'access-request'],
      [patient, '/patients/PAT001/records/1/withhold', { decision: 'withhold' }, people.chart.chain, 'access-decision'],
      [patient, '/access/blocks', { number: people.staff.login }, people.chart.chain, 'access-decision'],
      [doctor, '/patients/PAT001/records/laboratory', recordForm('laboratory'), people.chart.chain, 'record'],
    ] as const;
    for (const [browser, url, sent, chain, type] of acts) {
      const done = await browser.post(url, sent);
      const to = String(done.headers.location);
      expect([url, done.statusCode, await last(chain)]).toEqual([url, 303, expect.objectContaining({ type })]);
      const href = `/receipts/${chain}/${Number((await last(chain))?.seq) + 1}`;
      expect([url, offered((await browser.get(to)).body)]).toEqual([url, [{ href, ready: false }]]);
      expect((await browser.get(href, { 'x-patrec-background': 'receipt' })).statusCode).toBe(202);
      const early = await browser.get(href);
      expect([early.statusCode, early.headers['retry-after']]).toEqual([503, '1']);
      await site.settle();
      expect((await browser.get(href, { 'x-patrec-background': 'receipt' })).statusCode).toBe(204);
      expect(offered((await browser.get(to)).body)).toEqual([{ href, ready: true }]);
      expect(offered((await browser.get('/about')).body)).toEqual([]);
      const { checked } = await saved(browser, href);
      expect([url, checked.missing, checked.block.statement.type]).toEqual([url, [], type]);
      const stranger = browser === doctor ? otherDoctor : doctor;
      for (const headers of [{}, { 'x-patrec-background': 'receipt' }])
        expect([url, (await stranger.get(href, headers)).statusCode]).toEqual([url, 404]);
      expect((await patient.get(href)).statusCode).toBe(200);
    }
    await patient.post('/patients/PAT001/records/1/withhold', { decision: 'release' });
    const own = `/receipts/${people.chart.chain}/${Number((await last(people.chart.chain))?.seq)}`;
    site.clock.offset += 86_400_000;
    expect((await (await site.as(people.doctor)).get(own)).statusCode).toBe(404);
    expect((await (await site.as(people.patient)).get(own)).statusCode).toBe(200);
    site.clock.offset = 0;
  });

  test('is offered for an act in the chain of the institution, and on a page that answers a form itself', async () => {
    const codes = await doctor.post('/account/recovery-codes', {});
    const [offer, ...more] = offered(codes.body);
    expect([codes.statusCode, offer?.ready, more]).toEqual([200, false, []]);
    await site.settle();
    const { answer, checked } = await saved(doctor, offer?.href ?? '');
    expect(checked.block.statement.type).toBe('account');
    expect(answer.headers['content-disposition']).toMatch(/filename="entry-\d+\.receipt\.json"/);
    const administrator = await site.as(site.people.administrator);
    for (const other of [patient, administrator]) expect((await other.get(offer?.href ?? '')).statusCode).toBe(404);
  });

  test('is offered by no cookie that somebody makes up, and not for an act that failed', async () => {
    const { chain } = site.people.chart;
    for (const made of [`${chain}-0 /about`, `${chain}-99999 /about`, 'x /about', ' ', `${chain}-0'; /about`]) {
      const cookie = `patrec_sealed=${encodeURIComponent(made)}; patrec_session=${otherDoctor.cookies.get('patrec_session')}`;
      const answer = await site.server.inject({ url: '/about', headers: { cookie, accept: 'text/html' } });
      expect([made, answer.statusCode, offered(answer.body)]).toEqual([made, 200, []]);
    }
    const failed = await patient.post('/access/blocks', { number: 'DOC99999' });
    expect([failed.statusCode, offered(failed.body)]).toEqual([422, []]);
    for (const wrong of [
      `/receipts/${chain}/0`,
      `/receipts/${chain}/99999`,
      `/receipts/${'0'.repeat(32)}/1`,
      '/receipts/x/x',
    ])
      expect([wrong, (await patient.get(wrong)).statusCode]).toEqual([wrong, 404]);
  });

  test('of what was changed in the database gives none, and says so', async () => {
    const swap = (from: string, to: string) =>
      site.db.pool.query(
        `UPDATE resource_version SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), $1, $2), 'UTF8') WHERE record = 1`,
        [from, to],
      );
    await swap('"final"', '"finaL"');
    const answer = await patient.get('/patients/PAT001/records/1/receipt');
    await swap('"finaL"', '"final"');
    expect(answer.statusCode).toBe(410);
    expect(answer.body).toContain('this entry does not verify');
  });
});

describe('checking', () => {
  let chromium: Chromium;
  let page: Page;
  let good: Buffer;
  let unwitnessed: Buffer;
  let large: Buffer;
  const problems: string[] = [];

  beforeAll(async () => {
    const address = '/patients/PAT001/records/1/receipt';
    // The log signs once more, and nobody cosigns: all that covers the newest record is unwitnessed.
    const newest = (await write()).split('?')[0];
    const document = await fileDocument(doctor, 'PAT001', pdfFile('Letter', 1_500_000));
    await site.settle();
    good = (await saved(patient, `${address}?before`)).answer.rawPayload;
    unwitnessed = (await saved(patient, `${newest}/receipt`)).answer.rawPayload;
    large = (await saved(patient, `/patients/PAT001/records/${document}/receipt`)).answer.rawPayload;
    const url = (await site.server.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost');
    chromium = await startChromium();
    page = await openWindow(chromium, url, problems, 'phone');
  });
  afterAll(() => chromium.close());

  /** A receipt that somebody makes by themselves, with keys of their own, for a log of that name. */
  function forged(log: string): Uint8Array {
    const key = signerKey(log, FORGER);
    const content = {
      ref: 'Observation/0/_history/1',
      mediaType: 'application/fhir+json',
      bytes: new TextEncoder().encode('{"resourceType":"Observation"}'),
      salt: FORGER,
    };
    const { header, statement, hash } = sealBlock({
      statement: {
        v: 1,
        type: 'record',
        log,
        chain: '0'.repeat(32),
        author: '0'.repeat(32),
        occurredAt: '2026-01-01T00:00:00.000Z',
        nonce: '0'.repeat(32),
        contents: [contentRef(content)],
      },
      seq: 0,
      prev: ZERO_HASH_HEX,
      recordedAt: '2026-01-01T00:00:00.000Z',
      nonce: '0'.repeat(64),
    });
    const root = leafHash(logEntry(hash));
    const checkpoint = signNote(formatCheckpoint({ origin: log, size: 1, root }), [noteSigner(key)]);
    const proof = formatTlogProof({ index: 0, hashes: [], checkpoint });
    const policy = policyOfLog(formatVerifierKey(log, key.publicKey));
    return formatReceipt({ header, statement, contents: [content], proof, policy });
  }

  function changed(): Uint8Array {
    const receipt = parseReceipt(good);
    const [first, ...rest] = receipt.contents;
    if (!first) throw new Error('It brings nothing.');
    const bytes = first.bytes.with(first.bytes.length >> 1, (first.bytes[first.bytes.length >> 1] ?? 0) ^ 1);
    return formatReceipt({ ...receipt, contents: [{ ...first, bytes }, ...rest] });
  }

  /** Files that do not hold, each with the words of the page and the check that the command line names. */
  const hostile = (): [string, Uint8Array, string, string][] => [
    ['changed', changed(), 'content of the record was altered', '[commitment]'],
    ['forged', forged(site.ledger.log), 'not by the key that belongs to it', '[signature]'],
    ['elsewhere', forged('elsewhere.example/log'), 'a log that this check does not trust', '[policy]'],
    ['unwitnessed', unwitnessed, 'too few witnesses have signed', '[policy]'],
    ['cut', good.subarray(0, -1), 'The file is no receipt', '[receipt]'],
    ['empty', new Uint8Array(), 'The file is no receipt', '[receipt]'],
    ['words', Buffer.from('PK\u0003 no JSON'), 'The file is no receipt', '[receipt]'],
  ];

  async function hugeFile(): Promise<string> {
    const path = join(folder, 'huge.json');
    const file = await open(path, 'w');
    await file.truncate(65 * 1024 * 1024);
    await file.close();
    return path;
  }

  async function answerTo(bytes: Uint8Array): Promise<string> {
    await page.setInputFiles('[data-file]', {
      name: 'r.json',
      mimeType: 'application/json',
      buffer: Buffer.from(bytes),
    });
    await page.waitForSelector('.answer-box');
    return page.innerText('.answer-box');
  }

  /** All that the check of one page has to say. */
  async function checkOnPage(): Promise<void> {
    const said = await answerTo(good);
    expect(said).toContain('The receipt holds');
    expect(said).toContain('Witnessed by 2 of 2: w0, w1.');
    for (const words of ['Record written', 'Dr. Meera Iyer', 'PAT001', 'Haemoglobin']) expect(said).toContain(words);
    expect(await page.textContent('.answer-box')).toContain('9.50 g/dL');
    await page.click('.answer-box > details:last-child summary');
    expect(await page.innerText('.answer-box')).toContain(keyFingerprint(WITNESSES[1] as (typeof WITNESSES)[0]));
    expect(await answerTo(large)).toMatch(/application\/pdf, 15\d{5} bytes/);
    for (const [, bytes, words] of hostile()) expect(await answerTo(bytes)).toContain(words);
    await page.setInputFiles('[data-file]', await hugeFile());
    await page.getByText('larger than 64 MB').waitFor();
    // Whoever types whom they trust is believed, and what cannot be read is said.
    await page.click('summary:has-text("Whom this check trusts")');
    await page.fill('[data-trusted]', 'log of nobody');
    expect(await answerTo(good)).toContain('cannot be read');
    const key = signerKey('elsewhere.example/log', FORGER);
    await page.fill('[data-trusted]', formatVerifierKey(key.name, key.publicKey));
    const elsewhere = await answerTo(forged('elsewhere.example/log'));
    expect(elsewhere).toContain('The receipt holds');
    expect(elsewhere).toContain('Unwitnessed: nobody but the log itself has signed.');
  }

  test('on the page, which has no network for it', async () => {
    const answer = await page.goto('/verify');
    expect(answer?.headers()['content-security-policy']).toContain("connect-src 'none'");
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await checkOnPage();
    expect(asked.filter((url) => !url.startsWith('blob:'))).toEqual([]);
    expect(
      await page.evaluate(() =>
        fetch('/healthz').then(
          () => 'sent',
          () => 'refused',
        ),
      ),
    ).toBe('refused');
    expect(problems.splice(0).filter((line) => !line.includes('healthz'))).toEqual([]);
  });

  test('on the page as a saved file, without a server', async () => {
    const answer = await patient.get('/verify.html');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="patrec-verify.html"');
    const path = join(folder, 'patrec-verify.html');
    await writeFile(path, answer.rawPayload);
    await page.context().setOffline(true);
    await page.goto(`file://${path}`);
    await checkOnPage();
    await page.context().setOffline(false);
    expect(problems.splice(0)).toEqual([]);
  });

  test('on the command line', async () => {
    const cases = await Promise.all(
      [['good', good] as const, ...hostile()].map(async ([name, bytes]) => {
        const path = join(folder, `${name}.json`);
        await writeFile(path, bytes);
        return path;
      }),
    );
    const policy = join(folder, 'policy');
    await writeFile(policy, site.app.policy);
    const [path = ''] = cases;
    const [held, refused, believed, alone] = await Promise.all([
      patrec(path, '--policy', policy),
      patrec(...cases, await hugeFile(), join(folder, 'none.json'), '--policy', policy),
      patrec(join(folder, 'forged.json')),
      patrec(path, '--log', site.key.verifierKey),
    ]);
    expect(held).toMatchObject({ code: 0, stderr: '' });
    expect(held.stdout).toMatch(
      /holds: the headers before it link up to it\n[\s\S]*holds: 2 of 2 witnesses signed it \(w0 2026/,
    );
    expect(refused.code).toBe(1);
    for (const [name, , , check] of hostile())
      expect(refused.stderr).toMatch(new RegExp(`/${name}\\.json: does not hold: .*\\${check}`));
    expect(refused.stderr).toContain('larger than 64 MB');
    expect(refused.stderr).toContain('none.json cannot be read');
    expect(believed).toMatchObject({ code: 0, stdout: expect.stringContaining("the issuer's own word") });
    expect(alone.stdout).toContain('unwitnessed: none signed it, and the policy asks for none');
    expect(alone.stdout).not.toContain('own word');
  });

  test('the record’s own page names the witnesses too, and the keys that it believed', async () => {
    await cosign();
    await signIn(page, 'PAT001');
    await page.goto('/patients/PAT001/records/1');
    await page.click('[data-start]');
    await page.waitForSelector('.answer-box');
    expect(await page.innerText('.answer-box')).toContain('Witnessed by 2 of 2: w0, w1.');
    await page.click('.answer-box summary');
    const details = await page.innerText('.answer-box');
    expect(details).toContain('its own word');
    for (const key of WITNESSES) expect(details).toContain(keyFingerprint(key));
  });

  test('is offered on the page that confirms an act, as soon as the log has it', async () => {
    await page.goto('/patients/PAT001/records/1/withhold');
    await page.locator('main form button').first().click();
    await page.getByText('The public log has not signed it yet').waitFor();
    await site.settle();
    await page.getByText('Get the receipt').waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByText('Get the receipt').click()]);
    expect(checkReceipt(parseReceipt(await readFile(await file.path())), parsePolicy(site.app.policy)).missing).toEqual(
      [],
    );
    expect(problems.splice(0)).toEqual([]);
  });
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command, with no store to look into. */
function patrec(...parameters: string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH, PATREC_DATA: '/nowhere' };
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, 'verify', ...parameters], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}
