// The teaching project's collections: what becomes of a patient, what is refused, and that nothing comes twice.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBlocks } from '../src/operations/mongo/blocks.ts';
import { instantOfText } from '../src/operations/mongo/instant-of-text.ts';
import type { MongoOutcome } from '../src/operations/mongo/outcome.ts';
import { readPatient } from '../src/operations/mongo/patient-entry.ts';
import { readCollection } from '../src/operations/mongo/read-collection.ts';
import { openExport } from '../src/operations/mongo/read-export.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { block, lines, person, problemsOf, runMongo, writeExport } from './support/mongo-export.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let folder: string;

beforeAll(async () => {
  site = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'patrec-mongo-'));
});
afterAll(async () => {
  const { problems } = await verifyStore(site.db, site.identity);
  await site.close();
  await rm(folder, { recursive: true });
  expect(problems).toEqual([]);
});

const bytes = (text: string) => new TextEncoder().encode(text);

const directory = (files: Record<string, string>) => writeExport(folder, files);
const run = (path: string, options = {}) => runMongo(site, path, options);
const count = async (table: string) => (await site.db.pool.query(`SELECT FROM ${table}`)).rowCount ?? 0;

const SCHOOL = {
  'Blockhead.json': lines(
    person('PAT001', 'Meena Raman', {
      phone: 'ask her',
      occupation: 'weaver',
      password: 'pbkdf2_sha256$1$a$b',
      aadhaar: '9999 9999 0019',
    }),
    person('PAT002', 'Broken Link'),
    '{"_id": "PAT003", "name": ',
    person('PAT004', 'No Collection'),
    person('PAT005', 'Twice Here'),
    person('PAT005', 'Twice Here Again'),
    person('PAT006', 'No Birth', { dob: '31/02/1990' }),
    person('PAT007', 'Malformed Line'),
    { name: 'Nobody', gender: 'm', dob: '1990-01-01' },
    person('PAT008', 'Same Block Twice'),
    person('PAT010', 'meena raman'),
    person('PAT012', 'Quiet One'),
  ),
  'PAT001.json': JSON.stringify([
    block('PAT001REC2', 'hash of PAT001REC1', {
      type: 'Clinical Laboratory Information',
      data: {
        Hemoglobin: '13.5 g/dL',
        'Total cholesterol': { $numberInt: '210' },
        'Urine pH': 'sour',
        hdl: 40,
        'HDL cholesterol': 55,
        'Sodium (mEq/L)': 140,
      },
      timestamp: '2023-08-01 09:15:00.5',
      creator: 'ADM1',
    }),
    block('PAT001REC1', null, {
      weight: '61.5',
      BP: '120/80',
      temperature: '98.6',
      advice: 'Rest.',
      mood: ['calm', 'tired'],
      Aadhaar_No: '999999990019',
    }),
    block('PAT001REC3', 'hash of PAT001REC2', {
      type: 'Cardiac Report',
      ecg: { 'PR interval': '160 ms' },
      bp: '110/70',
    }),
  ]),
  'PAT002.json': lines(block('PAT002REC1', '0'), block('PAT002REC2', 'of another')),
  'PAT005.json': '',
  'PAT006.json': lines(block('PAT006REC1', '0', { timestamp: 'yesterday', type: 'Poem' }), block('PAT001REC9', '0')),
  'PAT007.json': `${lines(block('PAT007REC1', '0'))}\n{"half":`,
  'PAT008.json': lines(block('PAT008REC1', '0'), block('PAT008REC1', 'hash of PAT008REC1')),
  'PAT010.json': lines(block('PAT010REC1', '0')),
  'PAT011.json': lines(block('PAT011REC1', '0')),
  'PAT012.json': '',
};

test('Extended JSON becomes text, a line or an array; what is no document is named by its place', () => {
  const array = readCollection(
    bytes('\ufeff [{"a": {"$date": {"$numberLong": "0"}}, "n": {"$numberDecimal": "1.50"}}, 7]'),
  );
  expect(array.entries.map(({ place, value }) => [place, { ...value }])).toEqual([
    ['document 1', { a: '1970-01-01T00:00:00.000Z', n: '1.50' }],
  ]);
  expect(array.problems).toEqual(['document 2 is not a JSON object']);
  const text = '{"a": {"$oid": "abc"}}\r\n\r\n{"a": 1, "a": 2}\n[1]\n{"__proto__": "x"}';
  const byLine = readCollection(bytes(text));
  expect(byLine.entries.map(({ place }) => place)).toEqual(['line 1', 'line 5']);
  expect(byLine.problems).toEqual(['line 3 is not a JSON document', 'line 4 is not a JSON document']);
  expect(readCollection(bytes('[{"a": 1}')).problems).toEqual(['it is not one whole JSON array']);
  expect(readCollection(new Uint8Array([0x7b, 0xff, 0x7d])).problems).toHaveLength(1);
});

test('a directory that cannot be read, and a collection in two files, are refused', async () => {
  await expect(openExport(join(folder, 'none'))).rejects.toThrow('cannot be read (ENOENT)');
  const twice = await directory({ 'PAT001.json': '', 'PAT001.jsonl': '' });
  await expect(openExport(twice)).rejects.toThrow('PAT001.json and PAT001.jsonl are the same collection');
});

test('a time is that of the institution unless it says otherwise', () => {
  expect(instantOfText('2023-08-01 09:15:00.5')).toBe('2023-08-01T03:45:00.000Z');
  expect(instantOfText('2023-08-01T09:15:00+02:00')).toBe('2023-08-01T07:15:00.000Z');
  expect(instantOfText('2023-08-01T09:15:00.123Z')).toBe('2023-08-01T09:15:00.123Z');
  expect(instantOfText('1690861500.25')).toBe('2023-08-01T03:45:00.250Z');
  expect(instantOfText('1690861500250')).toBe('2023-08-01T03:45:00.250Z');
  for (const wrong of ['', 'now', '2023-02-30 10:00', '2023-08-01', '1', '99999999999999'])
    expect(instantOfText(wrong)).toBeUndefined();
});

test('links are followed in the order of the records, however they stand', () => {
  const chain = (...blocks: object[]) => readBlocks('PAT001', readCollection(bytes(lines(...blocks))), instantOfText);
  const [one, two, ten] = [
    block('PAT001REC1', '0'),
    block('PAT001REC2', 'hash of PAT001REC1'),
    block('PAT001REC10', 'hash of PAT001REC2'),
  ];
  const read = chain(ten, two, one);
  expect(read.ok && read.blocks.map(({ id }) => id)).toEqual(['PAT001REC1', 'PAT001REC2', 'PAT001REC10']);
  expect(read.ok && read.blocks[1]?.link).toBe('prev equals the hash of PAT001REC1; no hash was computed again');
  expect(chain(one, ten)).toMatchObject({
    ok: false,
    problems: [expect.stringContaining('prev is not the hash of PAT001REC1')],
  });
  expect(chain({ ...one, hash: '' }, { ...two, prev: '' })).toMatchObject({ ok: false });
});

test('a patient\u2019s entry: what the registration can do without and refuses is left as text, an Aadhaar number never', () => {
  const entry = (more: object) =>
    readPatient({ place: 'line 1', value: { ...person('PAT001', 'A B'), ...more } as never }, '2026-01-01');
  const dob = '1990-02-03';
  const read = entry({
    dob,
    'ABHA number': '12',
    pin_code: '600001',
    'aadhar no': '9999 9999 0019',
    'Blood group': 'B+',
  });
  expect(read).toMatchObject({
    ok: true,
    registration: { birthDate: dob, sex: 'female', aadhaarLastFour: '0019', address: { pin: '600001' } },
  });
  expect(read.ok && read.left.map(({ name }) => name)).toEqual(['_id', 'ABHA number', 'Blood group']);
  expect(entry({ dob, name: '' })).toMatchObject({ ok: false, problems: [{ field: 'name', code: 'required' }] });
  expect(entry({ dob: '2999-01-01' })).toMatchObject({
    ok: false,
    problems: [{ field: 'birthDate', code: 'in-future' }],
  });
  expect(entry({ dob, note: 'a\u0000b' })).toMatchObject({ ok: false, problems: [{ code: 'not-text' }] });
});

test('a dry run says what would become of everybody, and writes nothing', async () => {
  const before = [await count('patient'), await count('block'), await count('access_event')];
  const told = await run(await directory(SCHOOL), { dryRun: true });
  expect(told.filter(({ outcome }) => outcome === 'created')).toEqual([
    {
      kind: 'patient',
      id: 'PAT001',
      outcome: 'created',
      number: '',
      records: 4,
      notes: ['without the password, which is not pbkdf2_sha256$rounds$salt$key'],
    },
    { kind: 'patient', id: 'PAT012', outcome: 'created', number: '', records: 1 },
  ]);
  expect(problemsOf(told, 'Blockhead.json')).toEqual([
    'line 3 is not a JSON document',
    'line 9 has no id of a patient, such as PAT001',
  ]);
  expect(problemsOf(told, 'PAT011')).toEqual(['Blockhead.json has no patient of this collection']);
  expect(problemsOf(told, 'PAT002')).toEqual([
    'PAT002.json: PAT002REC2 (line 2): prev is not the hash of PAT002REC1 (line 1), the block before it',
  ]);
  expect(problemsOf(told, 'PAT004')).toEqual([`PAT004.json is not there: it holds the patient's blocks`]);
  expect(problemsOf(told, 'PAT005')).toEqual(['Blockhead.json has it twice, at line 5 and line 6']);
  expect(problemsOf(told, 'PAT006')).toEqual([
    'Blockhead.json, line 7: birthDate: Write a date that exists.',
    'PAT006.json: line 2 has no id of a block of PAT006, such as PAT006REC1',
    'PAT006.json: PAT006REC1 (line 1): type is none of general information, clinical laboratory information, cardiac report',
    'PAT006.json: PAT006REC1 (line 1): timestamp is no date and time',
  ]);
  expect(problemsOf(told, 'PAT007')).toEqual(['PAT007.json: line 2 is not a JSON document']);
  expect(problemsOf(told, 'PAT008')).toEqual(['PAT008.json: PAT008REC1 is there twice, at line 1 and at line 2']);
  expect(problemsOf(told, 'PAT010')).toEqual([expect.stringContaining('the same person as PAT001')]);
  expect([await count('patient'), await count('block'), await count('access_event')]).toEqual(before);
});

test('a patient comes whole and once: stopped, again, and twice at once', async () => {
  const before = await count('patient');
  const path = await directory(SCHOOL);
  const [first, second] = await Promise.all([run(path), run(path)]);
  const numberOf = (told: readonly MongoOutcome[]) => told.flatMap((one) => ('number' in one ? [one.number] : []));
  expect(numberOf(first)).toEqual(numberOf(second));
  expect(await count('patient')).toBe(before + 2);
  expect((await run(path, { dryRun: true })).map(({ outcome }) => outcome)).not.toContain('created');
  const other = await directory({ 'Blockhead.json': lines(person('PAT009', 'MEENA RAMAN')), 'PAT009.json': '' });
  expect(problemsOf(await run(other), 'PAT009')).toEqual([
    expect.stringContaining(`same person as ${numberOf(first)[0]}`),
  ]);
  const more = await directory({
    'Blockhead.json': lines(person('PAT1', 'One More'), person('PAT2', 'And Another')),
    'PAT1.json': '',
    'PAT2.json': '',
  });
  expect(await run(more, { stopAfter: 1 })).toMatchObject([{ id: 'PAT1', outcome: 'created' }]);
  expect(await run(more)).toMatchObject([{ outcome: 'present' }, { outcome: 'created' }]);
});

test('values are values by the definition, everything else is text, and the record says what was checked', async () => {
  const { rows } = await site.db.pool.query<{ record: number; source: Record<string, never> }>(
    `SELECT v.record, convert_from(v.bytes, 'UTF8')::jsonb AS source FROM resource_version v JOIN patient p ON p.chain = v.chain
     WHERE p.name = 'Meena Raman' ORDER BY v.record, v.place`,
  );
  const said = (record: number | null) =>
    JSON.stringify(rows.filter((one) => one.record === record).map(({ source }) => source));
  expect(said(1)).toMatch(/"text": ?"Body weight".*"value": ?61\.5/);
  expect(said(1)).toContain('"Systolic blood pressure"');
  expect(said(1)).toMatch(/"valueString": ?"98\.6"/); // in no unit of ours: a fever of 98.6 °C is none
  expect(said(1)).toMatch(/"valueString": ?"tired"/);
  expect(said(1)).toContain('PAT001REC1 by DOC1: the first block; no hash was computed again');
  expect(said(2)).toMatch(/"text": ?"Haemoglobin"/);
  expect(said(2)).toMatch(/"valueString": ?"sour"/);
  expect(said(2)).toMatch(/"valueString": ?"40"/); // which of the two is right, nobody knows
  expect(said(2)).toMatch(/"valueString": ?"55"/);
  expect(said(2)).toContain('"data.Sodium (mEq/L)"');
  expect(said(2)).toContain('PAT001REC2 by ADM1: prev equals the hash of PAT001REC1; no hash was computed again');
  expect(said(3)).toMatch(/"text": ?"PR interval"/);
  expect(said(3)).toMatch(/"valueString": ?"110\/70"/); // a cardiac record has no blood pressure
  expect(said(4)).toMatch(/"valueString": ?"weaver"/);
  expect(said(4)).toMatch(/"valueString": ?"ask her"/);
  expect(said(4)).toMatch(/"valueString": ?"PAT001"/);
  expect(JSON.stringify(rows)).not.toMatch(/pbkdf2|9999 ?9999/);
  const { rows: records } = await site.db.pool.query(
    `SELECT r.type, r.day::text, p.number FROM record r JOIN patient p ON p.chain = r.chain WHERE p.name = 'Meena Raman' ORDER BY r.number`,
  );
  expect(records.slice(0, 3).map(({ type, day }) => [type, day])).toEqual([
    ['general', '2023-07-19'],
    ['laboratory', '2023-08-01'],
    ['cardiac', '2023-07-19'],
  ]);
  const { rows: own } = await site.db.pool.query('SELECT id FROM account WHERE login = $1', [records[0]?.number]);
  const browser = await site.as({ ...site.people.patient, account: own[0].id });
  const { body } = await browser.get(`/patients/${records[0]?.number}/records/2`);
  expect(body).toContain('prev equals the hash of PAT001REC1; no hash was computed again');
  expect(body).toContain('data.Sodium (mEq/L)');
});
