// Records on paper: what stands on it, who may take it, and the page that anybody checks it on.

import { type DefinedType, definitions } from '@patrec/fhir';
import {
  checkInclusion,
  fromHex,
  leafHash,
  logEntry,
  noteVerifier,
  openCheckpoint,
  parseTlogProof,
  parseVerifierKey,
} from '@patrec/ledger';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { revokeGrant } from '../src/access/answer-request.ts';
import { registerPractitioner } from '../src/identity/register-practitioner.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { pdfPages } from './support/pdf-text.ts';
import { daysAhead, EVERY_RECORD, grant } from './support/permissions.ts';
import { recordForm, recordWords } from './support/record-forms.ts';
import { withRefusedEvent } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let doctor: Browser;
let patient: Browser;
let stranger: Browser;

beforeAll(async () => {
  site = await startTestServer();
  const { people, as } = site;
  [doctor, patient, stranger] = await Promise.all([as(people.doctor), as(people.patient), as(null)]);
});
afterAll(() => site.close());

const records = '/patients/PAT001/records';
const write = async (who: Browser, type: DefinedType, more: Record<string, string> = {}): Promise<string> => {
  const answer = await who.post(`${records}/${type}`, recordForm(type, more));
  expect([answer.statusCode, answer.statusCode === 303 ? '' : answer.body]).toEqual([303, '']);
  return String(answer.headers.location).split('?')[0] ?? '';
};
const paper = async (who: Browser, address: string) => {
  const answer = await who.get(`${address}/record.pdf`);
  expect(answer.statusCode).toBe(200);
  return { headers: answer.headers, pages: await pdfPages(answer.rawPayload) };
};
const hashOf = (text: string) => /SHA-256 ([0-9a-f]{64})/.exec(text)?.[1] ?? '';
const eventsOf = async (action: string) =>
  (await site.db.pool.query('SELECT actor, record FROM access_log WHERE action = $1 ORDER BY at, id', [action])).rows;

// In the form for pharmacists, a prescription says in columns what its page says in a line.
const columns = ['METFORMIN 500 mg Tablet', '1 tablet', 'Twice a day 30 60 2 not allowed'];

test.each(definitions.map(({ type }) => type))(
  'the %s record is on paper as it is on its page, with whose it is and its fingerprint on every page',
  async (type) => {
    const { headers, pages } = await paper(patient, await write(doctor, type));
    expect(headers['content-type']).toBe('application/pdf');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-disposition']).toMatch(/^attachment; filename="PAT001-REC\d+\.pdf"$/);
    const text = pages.join(' ');
    const words = type === 'prescription' ? columns : recordWords[type];
    for (const word of words) expect(text).toContain(word.replaceAll('&lt;', '<'));
    for (const word of ['Dr. Meera Iyer (DOC1)', '1, in force', 'Lakshmi Narayanan (PAT001)'])
      expect(text).toContain(word);
    const hash = hashOf(text);
    expect(text.replaceAll(' ', '')).toContain(`http://localhost:3000/verify/${hash}`);
    for (const [i, page] of pages.entries()) {
      expect(page).toMatch(/^Lakshmi Narayanan · PAT001 · /);
      expect(page).toMatch(new RegExp(`Page ${i + 1} of ?${pages.length}\\b`));
      expect(hashOf(page)).toBe(hash);
    }
  },
);

test('a long record goes over pages that repeat the heads of its tables, and loses no word', async () => {
  const lines = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      [`medicines.${n}.drug`, `Drug ${n}`],
      [`medicines.${n}.dose`, '1 tablet'],
      [`medicines.${n}.frequency`, 'once-a-day'],
      [`medicines.${n}.instructions`, 'with much water and after food '.repeat(5)],
    ]).flat(),
  );
  const advice = Array.from({ length: 700 }, (_, n) => `w${n}`).join(' ');
  const { pages } = await paper(patient, await write(doctor, 'prescription', { ...lines, advice }));
  expect(pages.length).toBeGreaterThan(3);
  const medicines = pages.filter((page) => page.includes('DRUG '));
  for (const page of medicines)
    expect(page).toContain('Drug Dose, Route How often Days Total quantity Repeats Substitution');
  const text = pages.join(' ');
  for (const word of ['DRUG 0 ', 'DRUG 39 ', 'w0 ', 'w699 ']) expect(text).toContain(word);
});

test.each<[string, string, string]>([
  ['hi', 'नुस्ख़ा', 'पृष्ठ 1'],
  ['ta', 'மருந்துச் சீட்டு', 'பக்கம் 1'],
])('is in the reader’s language, with what was typed in others: %s', async (lang, title, page) => {
  const address = await write(doctor, 'prescription', { advice: 'பால் with दूध, <= 2 g' });
  await patient.post('/preferences', { lang, returnTo: '/' });
  const text = (await paper(patient, address)).pages.join(' ').normalize('NFC').replaceAll(' ', '');
  await patient.post('/preferences', { lang: 'en', returnTo: '/' });
  for (const words of [title, page, 'METFORMIN 500 mg', 'பால்', 'दूध'])
    expect(text).toContain(words.normalize('NFC').replaceAll(' ', ''));
});

describe('a prescription', () => {
  test('has a place to sign where the prescriber’s registration is verified', async () => {
    const { account, login } = await registerPractitioner(site, site.ledger.systemAccount, {
      role: 'doctor',
      details: {
        name: { text: 'Dr. Nila Sen' },
        sex: 'female',
        registration: { number: '54321', council: 'Tamil Nadu Medical Council' },
        qualifications: [{ degree: 'MBBS' }, { degree: 'MD' }],
        workPhone: '044 2345 6789',
      },
      speciality: 'cardiology',
      hours: [],
      workplace: 'Sunrise Clinic',
      city: 'Chennai',
      passwordHash: null,
      demo: false,
    });
    const actor = { account, login, name: 'Dr. Nila Sen', role: 'doctor', verified: true, chain: null } as const;
    const author = await site.as(actor);
    const address = await write(author, 'prescription', { 'prescribed-for': 'Diabetes' });
    const text = (await paper(patient, address)).pages.join(' ');
    for (const words of [
      `Dr. Nila Sen (${login})`,
      'MBBS, MD',
      '54321, Tamil Nadu Medical Council',
      'Sunrise Clinic, Chennai',
      '044 2345 6789',
      '46 y, Female',
      '01-Oct-2026',
      'Diabetes',
      'Signature of Dr. Nila Sen',
      'Stamp',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('NOT TO BE DISPENSED');
  });

  test('has none, and says why, where none is recorded or it is verified no more', async () => {
    const address = await write(doctor, 'prescription');
    const text = (await paper(patient, address)).pages.join(' ');
    expect(text).toContain('NOT TO BE DISPENSED FROM: no registration with a council is recorded for Dr. Meera Iyer.');
    expect(text).not.toContain('Signature of');
    expect(text).toContain('Registration and council not recorded');
  });
});

describe('who may take it', () => {
  test('is who may read: not others, not after the end, and nobody what is withheld', async () => {
    const { people } = site;
    const address = await write(doctor, 'laboratory');
    const other = await site.as(people.otherDoctor);
    const answer = async () => {
      const { statusCode, body } = await other.get(`${address}/record.pdf`);
      return [statusCode, body.includes('%PDF')];
    };
    expect(await answer()).toEqual([404, false]);
    const record = Number(address.split('/').at(-1));
    const scope = { ...EVERY_RECORD, records: [record] };
    const given = await grant(site, people.patient, people.otherDoctor, { scope, until: daysAhead(site, 1) });
    expect(await answer()).toEqual([200, true]);
    expect((await other.get(`${address.replace(/\d+$/, '1')}/record.pdf`)).statusCode).toBe(404);
    await patient.post(`${address}/withhold`, { decision: 'withhold' });
    expect(await answer()).toEqual([404, false]);
    await patient.post(`${address}/withhold`, { decision: 'release' });
    expect(await answer()).toEqual([200, true]);
    await revokeGrant(site, people.patient, people.patient.chain ?? '', given);
    expect(await answer()).toEqual([404, false]);
    for (const wrong of ['0', '99999', '1e1', 'x', '1%00'])
      expect((await other.get(`${records}/${wrong}/record.pdf`)).statusCode).toBeGreaterThanOrEqual(400);
    expect((await stranger.get(`${address}/record.pdf`)).statusCode).toBe(303);
  });

  test('is in the log by an action of its own before it leaves', async () => {
    const address = await write(doctor, 'laboratory');
    const before = (await eventsOf('download-record')).length;
    await paper(patient, address);
    const events = (await eventsOf('download-record')).slice(before);
    expect(events).toEqual([{ actor: site.people.patient.account, record: Number(address.split('/').at(-1)) }]);
    expect((await patient.get('/access/log?what=downloads')).body).toContain('as PDF');
    await withRefusedEvent(site.db, 'download-record', async () => {
      const answer = await patient.get(`${address}/record.pdf`);
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toContain('%PDF');
    });
  });
});

describe('the page that anybody checks a paper on', () => {
  test('finds the entry once it is signed, tells nothing of the record, and its proof holds elsewhere', async () => {
    const { pages } = await paper(patient, await write(doctor, 'laboratory'));
    const hash = hashOf(pages.join(' '));
    const early = await stranger.get(`/verify/${hash}`);
    expect([early.statusCode, early.body.includes('holds no entry')]).toEqual([404, true]);
    await site.settle();
    const page = await stranger.get(`/verify/${hash}`);
    expect(page.statusCode).toBe(200);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['x-robots-tag']).toBe('noindex, nofollow');
    expect(page.body).toContain('is sealed in the public log');
    for (const words of ['Lakshmi', 'PAT001', 'Meera', 'Haemo', '9.50', site.people.chart.chain])
      expect(page.body).not.toContain(words);
    const text = /<pre class="proof">([\s\S]*?)<\/pre>/.exec(page.body)?.[1] ?? '';
    const { index, hashes, checkpoint } = parseTlogProof(text);
    const verifier = noteVerifier(parseVerifierKey((await stranger.get('/log/vkey')).body.trim()));
    const { size, root } = openCheckpoint(checkpoint, site.ledger.log, [verifier]);
    checkInclusion(index, size, leafHash(logEntry(fromHex(hash))), hashes, root);
  });

  test('takes a fingerprint as people type it, and says of another text that it is none, keeping it', async () => {
    const typed = 'AB'.repeat(32);
    const spaced = typed.replaceAll(/(.{8})/g, '$1 ');
    const found = await stranger.get(`/verify?hash=${encodeURIComponent(spaced)}`);
    expect([found.statusCode, found.headers.location]).toEqual([303, `/verify/${typed.toLowerCase()}`]);
    for (const wrong of ['9f2c', '"><b>', 'g'.repeat(64), '9'.repeat(65)]) {
      const answer = await stranger.get(`/verify?hash=${encodeURIComponent(wrong)}`);
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain('id="hash-error"');
      expect(answer.body).not.toContain('<b>');
    }
    expect((await stranger.get('/verify?hash=9f2c')).body).toContain('value="9f2c"');
    expect((await stranger.get(`/verify?hash=${'9'.repeat(5000)}`)).statusCode).toBe(422);
    expect((await stranger.get('/verify/9f2c')).statusCode).toBe(422);
    expect((await stranger.get('/verify?hash=a&hash=b')).statusCode).toBe(200);
  });

  test('says so in red where the log does not verify', async () => {
    await site.settle();
    const { rows } = await site.db.pool.query(`SELECT encode(block_hash, 'hex') AS hash FROM log_leaf WHERE index = 1`);
    const address = `/verify/${rows[0].hash}`;
    await site.db.pool.query('UPDATE log_leaf SET index = -1 WHERE index = 0');
    await site.db.pool.query('UPDATE log_leaf SET index = 0 WHERE index = 1');
    const page = await stranger.get(address);
    await site.db.pool.query('UPDATE log_leaf SET index = 1 WHERE index = 0');
    await site.db.pool.query('UPDATE log_leaf SET index = 0 WHERE index = -1');
    expect(page.body).toContain('The log does not verify');
    expect(page.body).not.toContain('is sealed in the public log</h2>');
    expect((await stranger.get(address)).body).toContain('is sealed in the public log');
  });
});

test('the store verifies with all of it', async () => {
  await site.settle();
  expect((await verifyStore(site.db, site.identity)).problems).toEqual([]);
});
