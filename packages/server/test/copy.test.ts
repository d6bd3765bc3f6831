// The copy of a whole record: made in the background, and all of it checked by what is in it alone.

import { type JsonObject, objectsAt, parseJson, textAt } from '@patrec/fhir';
import {
  type BlockEvidence,
  checkBlockAlone,
  checkInclusion,
  fromBase64,
  leafHash,
  linkBlock,
  logEntry,
  noteVerifier,
  openChain,
  openCheckpoint,
  parseVerifierKey,
} from '@patrec/ledger';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withholdRecord } from '../src/access/withhold-record.ts';
import { advanceCopy, claimCopy } from '../src/copies/copy-store.ts';
import { makeNextCopy, runCopies } from '../src/copies/make-copy.ts';
import { filesOfRecord } from '../src/files/stored-files.ts';
import { waitingCorrection } from './support/corrections.ts';
import { writeDocument } from './support/document-record.ts';
import { endSound } from './support/end-sound.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { pdfPages } from './support/pdf-text.ts';
import { pdfFile } from './support/sample-files.ts';
import { withRefusedEvent } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const DAY_MS = 86_400_000;
const LEASE_MS = 30_000;

let site: TestServer;
let patient: Browser;

beforeAll(async () => {
  site = await startTestServer();
  const { people } = site;
  await writeLaboratory(site, people.doctor, people.chart, { triglycerides: '150.0' });
  await writeLaboratory(site, people.staff, people.chart, { haemoglobin: '9.50' });
  await writeLaboratory(site, people.doctor, people.otherChart, { haemoglobin: '7.77' });
  await withholdRecord(site, people.patient, people.chart.chain, 2);
  await waitingCorrection(site, people.patient, 1);
  await site.settle();
});
beforeEach(async () => {
  patient = await site.as(site.people.patient);
});
afterAll(() => endSound(site));

const parts = () => ({ ...site, publicUrl: site.app.publicUrl, verifierKey: site.app.verifierKey });
const make = () => makeNextCopy(parts());
const ask = () => patient.post('/copy', {});
const page = async () => (await patient.get('/copy')).body;
const rowsOf = async (table: string) => {
  const { rows } = await site.db.pool.query<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
  return rows[0]?.count;
};
const events = async (action: string) => {
  const { rows } = await site.db.pool.query('SELECT actor FROM access_log WHERE action = $1', [action]);
  return rows.length;
};
const download = async () => {
  const answer = await patient.get('/copy/download');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length));
  return unzipSync(new Uint8Array(answer.rawPayload));
};
const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('a copy', () => {
  test('is asked for once, however often at once, and is in the log and sealed', async () => {
    expect((await patient.get('/copy/download')).statusCode).toBe(404);
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ headers }) => headers.location)).toEqual(Array(3).fill('/copy'));
    expect(await page()).toContain('about to be made');
    expect(await events('make-copy')).toBe(1);
    expect(await make()).toBe(true);
    expect(await make()).toBe(false);
    expect(await page()).toContain('The copy is ready');
    await download();
    expect(await events('download-copy')).toBe(1);
    const log = (await patient.get('/access/log?what=downloads')).body.replaceAll(/<[^>]+>/g, '');
    expect(log).toMatch(/You: downloaded the copy[\s\S]*You: had a copy of the whole record made/);
  });

  test('holds every version of every resource in the exact stored bytes, also what is withheld', async () => {
    const files = await download();
    const bundle = textOf(files['bundle.json']);
    const { rows } = await site.db.pool.query<{ bytes: Buffer; type: string }>(
      `SELECT bytes, type FROM resource_version WHERE chain = $1 AND block_seq <= $2`,
      [site.people.chart.chain, blocksOf(files).length - 1],
    );
    const entries = objectsAt(parseJson(files['bundle.json'] ?? new Uint8Array()) as JsonObject, 'entry');
    expect(entries).toHaveLength(rows.length);
    expect(rows.filter(({ bytes }) => !bundle.includes(`"resource":${bytes.toString()}}`))).toEqual([]);
    for (const words of ['150.0', '"value":9.50', '"deny"', 'The haemoglobin is not mine.'])
      expect(bundle).toContain(words);
    expect(bundle).not.toContain('7.77');
    expect(entries.map((entry) => textAt(entry, 'fullUrl'))).toContain(
      `${site.app.publicUrl}/fhir/Patient/${site.people.chart.resourceId}`,
    );
  });

  test('can be read on paper', async () => {
    const files = await download();
    const pages = await pdfPages(files['record.pdf'] ?? new Uint8Array());
    const text = pages.join(' ');
    for (const words of [
      'Lakshmi Narayanan',
      'PAT001-REC1',
      'PAT001-REC2',
      '150.0',
      '9.50',
      'Withheld',
      'It was 13.1.',
    ])
      expect(text).toContain(words);
    expect(pages.every((one) => one.startsWith('Lakshmi Narayanan · PAT001 '))).toBe(true);
    expect(textOf(files['README.txt'])).toContain('Lakshmi Narayanan (PAT001)');
  });

  test('proves itself by what is in it, up to the signed root; a changed byte does not pass', async () => {
    const files = await download();
    expect(() => checkCopy(files)).not.toThrow();
    const name = 'proof/chain-00001.json';
    const forged = textOf(files[name]).replace(/"bytes":"(.{40})./, '"bytes":"$1A');
    expect(() => checkCopy({ ...files, [name]: new TextEncoder().encode(forged) })).toThrow();
  });

  test('is in the patient’s language', async () => {
    await patient.post('/preferences', { lang: 'hi', returnTo: '/' });
    await ask();
    await make();
    expect(textOf((await download())['README.txt'])).toContain('स्वास्थ्य रिकॉर्ड की प्रति');
  });

  test('is nobody else’s', async () => {
    for (const person of [site.people.otherPatient, site.people.doctor, site.people.administrator])
      expect((await (await site.as(person)).get('/copy/download')).statusCode).toBe(404);
    expect((await (await site.as(site.people.otherPatient)).get('/copy')).body).not.toContain('is ready');
  });

  test('does not leave, and is not begun, where the log cannot be written', async () => {
    for (const action of ['download-copy', 'make-copy'])
      await withRefusedEvent(site.db, action, async () => {
        const answer = action === 'make-copy' ? await ask() : await patient.get('/copy/download');
        expect(answer.statusCode).toBe(500);
      });
    expect(await page()).toContain('The copy is ready');
  });

  test('is gone after a day, to the millisecond, and its parts with the next round', async () => {
    const { rows } = await site.db.pool.query<{ at: Date }>('SELECT expires_at AS at FROM record_copy');
    site.clock.offset += (rows[0]?.at.getTime() ?? 0) - site.ledger.clock();
    patient = await site.as(site.people.patient);
    expect((await patient.get('/copy/download')).statusCode).toBe(404);
    expect(await page()).not.toContain('is ready');
    const loop = runCopies(parts(), () => undefined);
    await loop.stop();
    expect([await rowsOf('record_copy'), await rowsOf('record_copy_part')]).toEqual([0, 0]);
  });
});

describe('while a copy is made', () => {
  const claim = () =>
    claimCopy(
      site.db,
      new Date(site.ledger.clock()).toISOString(),
      new Date(site.ledger.clock() + LEASE_MS).toISOString(),
    );

  test('the page counts, and it can be stopped: nothing of it stays', async () => {
    await ask();
    const copy = await claim();
    if (!copy) throw new Error('There was nothing to make.');
    const lease = new Date(site.ledger.clock() + LEASE_MS).toISOString();
    expect(await advanceCopy(site.db, copy, { done: 3, total: 9, leasedUntil: lease })).toBe(true);
    expect(await page()).toContain('3 of 9 parts');
    await patient.post('/copy/stop', {});
    expect(await page()).toContain('You stopped it');
    expect(await advanceCopy(site.db, copy, { done: 4, total: 9, leasedUntil: lease })).toBe(false);
    expect(await rowsOf('record_copy_part')).toBe(0);
    expect(await make()).toBe(false);
    await patient.post('/copy/stop', {});
  });

  test('a stop in the middle ends the making itself, and so does the end of the server', async () => {
    await ask();
    const making = make();
    await patient.post('/copy/stop', {});
    await making;
    expect(await page()).not.toContain('is ready');
    expect(await rowsOf('record_copy_part')).toBe(0);
    await ask();
    expect(await makeNextCopy(parts(), AbortSignal.abort())).toBe(true);
    expect(await page()).toContain('parts.');
    site.clock.offset += LEASE_MS;
    patient = await site.as(site.people.patient);
    await make();
    expect(await page()).toContain('is ready');
  });

  test('a server that dies is followed by another, which begins anew; after three attempts it failed', async () => {
    await ask();
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      expect((await claim())?.attempt).toBe(attempt);
      expect(await claim()).toBeUndefined();
      site.clock.offset += LEASE_MS;
    }
    patient = await site.as(site.people.patient);
    expect(await make()).toBe(true);
    expect(await page()).toContain('is ready');
    await download();
    await ask();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await claim();
      site.clock.offset += LEASE_MS;
    }
    expect(await make()).toBe(true);
    expect(await page()).toContain('Start again');
    expect(await rowsOf('record_copy_part')).toBe(0);
    await ask();
    await make();
    expect(await page()).toContain('is ready');
  });

  test('a fault leaves nothing half-made and is said', async () => {
    site.clock.offset += DAY_MS;
    patient = await site.as(site.people.patient);
    await ask();
    await site.db.pool.query('ALTER TABLE record_copy_part ADD CONSTRAINT refused CHECK (place < 0) NOT VALID');
    await expect(make()).rejects.toThrow();
    await site.db.pool.query('ALTER TABLE record_copy_part DROP CONSTRAINT refused');
    expect(await page()).toContain('could not be made');
    expect(await rowsOf('record_copy_part')).toBe(0);
  });
});

interface SentBlock {
  readonly seq: number;
  readonly header: string;
  readonly statement: string;
  readonly contents: readonly { ref: string; mediaType: string; bytes: string; salt: string }[];
}

function blocksOf(files: Record<string, Uint8Array>): SentBlock[] {
  const names = Object.keys(files)
    .filter((name) => name.startsWith('proof/chain-'))
    .sort();
  return names.flatMap((name) => (JSON.parse(textOf(files[name])) as { blocks: SentBlock[] }).blocks);
}

function evidenceOf({ header, statement, contents }: SentBlock): BlockEvidence {
  return {
    header: fromBase64(header),
    statement: fromBase64(statement),
    contents: contents.map(({ ref, mediaType, bytes, salt }) => ({
      ref,
      mediaType,
      bytes: fromBase64(bytes),
      salt: fromBase64(salt),
    })),
    complete: true,
  };
}

/** Bytes to commitment to statement to header to link to leaf to root to signature; throws where one does not hold. */
function checkCopy(files: Record<string, Uint8Array>): void {
  const { log, chain } = JSON.parse(textOf(files['proof/chain-00001.json'])) as { log: string; chain: string };
  const { size, blocks: places } = JSON.parse(textOf(files['proof/inclusion.json'])) as {
    size: number;
    blocks: { seq: number; leafIndex: number; proof: string[] | null }[];
  };
  const verifier = noteVerifier(parseVerifierKey(textOf(files['proof/vkey.txt']).trim()));
  const checkpoint = openCheckpoint(textOf(files['proof/checkpoint.txt']), log, [verifier]);
  expect(checkpoint.size).toBe(size);
  let state = openChain({ log, chain });
  let logged = 0;
  for (const [i, sent] of blocksOf(files).entries()) {
    const block = checkBlockAlone(evidenceOf(sent));
    state = linkBlock(state, block);
    const place = places[i];
    if (!place?.proof) continue;
    const leaf = leafHash(logEntry(block.hash));
    checkInclusion(place.leafIndex, size, leaf, place.proof.map(fromBase64), checkpoint.root);
    logged += 1;
  }
  expect(logged).toBeGreaterThan(4);
}

test('the copy holds the files of documents, byte for byte, and says which is damaged', async () => {
  const bytes = pdfFile('In the copy', 200_000);
  const whole = await writeDocument(site, site.people.doctor, site.people.chart, bytes);
  const broken = await writeDocument(site, site.people.doctor, site.people.chart, pdfFile('Gone'));
  const chain = site.people.chart.chain;
  const [gone] = await filesOfRecord(site.db, chain, broken);
  await site.files.store.remove(gone?.object ?? '');
  await site.settle();
  await ask();
  await make();
  const files = await download();
  const [kept] = await filesOfRecord(site.db, chain, whole);
  const copied = files[`files/PAT001-REC${whole}-${kept?.id}.pdf`] ?? new Uint8Array();
  expect(Buffer.from(copied).equals(bytes)).toBe(true);
  expect(textOf(files[`files/PAT001-REC${broken}-${gone?.id}.missing.txt`])).toContain('The file is missing');
});
