// The teaching project's people and what they allowed: old passwords open, permissions and guardians come by the rules, once.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyPractitioner } from '../src/identity/verify-practitioner.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { endSound } from './support/end-sound.ts';
import { formIn } from './support/forms.ts';
import { block, lines, person, problemsOf, runMongo, writeExport } from './support/mongo-export.ts';
import { contentOf } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

// Of `lètmein`, as Django's own tests have it; and of `an old password`.
const PASSWORD = 'pbkdf2_sha256$12000$seasalt$Ybw8zsFxqja97tY/o6G+Fy1ksY4U/Hw3DRrGED6Up4s=';
const node = (id: string, name: string, more: object = {}) => ({ _id: id, name, password: PASSWORD, ...more });
const contract = (record: string, doctor: string, status: unknown) => ({ record_id: record, doctor, status });
const guards = (patient: string, guardian: string, level: string, status: unknown = 1) => ({
  patient_id: patient,
  guardian,
  level,
  status,
});
const chainOf = (id: string, ...more: object[]) =>
  lines(...more.map((one, i) => block(`${id}REC${i + 1}`, i === 0 ? '0' : `hash of ${id}REC${i}`, one)));

const HOSPITAL = {
  'Nodes.json': lines(
    node('DOC7', 'Dr. Anil Pai', {
      gender: 'm',
      specialization: 'Cardiology',
      hospital: 'City',
      regno: 'TN-7',
      salary: 12,
    }),
    node('DOC1', 'Dr. Same Number', { phone: 'none' }),
    node('ADM1', 'Old Administrator'),
    node('DOC9', 'Dr. Cheap', { password: PASSWORD.replace('12000', '999') }),
    node('DOC10', ''),
    node('DOC11', 'Dr. Twice'),
    node('DOC11', 'Dr. Twice Too'),
    node('STF1', 'Nobody Known'),
    '{"half":',
    { _id: 'DOC12', name: 'Dr. Plain', password: 'password' },
  ),
  'Blockhead.json': lines(
    person('PAT101', 'Kamala Raj', { password: PASSWORD }),
    person('PAT102', 'Suresh Raj', { password: PASSWORD.replace('12000', '9000000000') }),
    person('PAT103', 'Young Raj', { dob: '2015-02-28' }),
    person('PAT104', 'Old Raj', { dob: '', age: 70 }),
  ),
  'PAT101.json': chainOf(
    'PAT101',
    { weight: '61.5', creator: 'doc7' },
    { BP: '120/80', creator: 'DOC9' },
    { weight: 60, creator: 'ADM1' },
  ),
  'PAT102.json': chainOf('PAT102', { weight: '71' }),
  'PAT103.json': '',
  'PAT104.json': '',
  'SMART_CONTRACT.json': lines(
    contract('PAT101REC3', 'DOC1', { $numberInt: '1' }),
    contract('PAT101REC2', 'DOC1', 0),
    contract('PAT101REC3', 'DOC1', '1'),
    contract('PAT102REC1', 'DOC1', 1),
    contract('PAT102REC1', 'DOC1', 0),
    contract('PAT101REC9', 'DOC1', 1),
    contract('PAT109REC1', 'DOC1', 1),
    contract('PAT101REC1', 'DOC12', 1),
    contract('PAT101REC1', 'DOC7', 2),
    contract('PAT101REC2', 'DOC7', 1),
    { record: 'PAT101REC1', status: 1 },
    { record: 'PAT101REC1', patient: 'PAT102', doctor: 'DOC1', status: 1 },
  ),
  'Guardian_contract.json': lines(
    guards('PAT101', 'PAT102', 'View only'),
    guards('PAT102', 'PAT101', 'complete access'),
    guards('PAT101', 'PAT103', 'view'),
    guards('PAT101', 'PAT104', 'view'),
    guards('PAT103', 'PAT104', 'view', 0),
    guards('PAT104', 'PAT104', 'view'),
    guards('PAT104', 'PAT101', '3'),
    guards('PAT104', 'PAT199', 'view'),
    guards('PAT103', 'PAT101', 'view'),
    guards('PAT103', 'PAT101', 'complete'),
  ),
};

let site: TestServer;
let folder: string;
let hospital: string;
beforeAll(async () => {
  site = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'patrec-mongo-'));
  hospital = await writeExport(folder, HOSPITAL);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await endSound(site);
});

const run = (options = {}) => runMongo(site, hospital, options);
const summary = (told: Awaited<ReturnType<typeof run>>) =>
  told.flatMap((one) => (one.outcome === 'rejected' ? [] : [[one.id, one.outcome, 'number' in one ? one.number : '']]));
const hashOf = async (login: string): Promise<string> =>
  (await site.db.pool.query('SELECT password_hash AS hash FROM account WHERE login = $1', [login])).rows[0]?.hash;
const signedIn = async (login: string, password: string): Promise<Browser | undefined> => {
  const browser = await site.as(null);
  const { statusCode } = await browser.post('/sign-in', { login, password });
  return statusCode === 303 ? browser : undefined;
};
const enter = async (login: string) => (await signedIn(login, 'lètmein')) as Browser;
const plain = (body: string) => body.replaceAll(/<style>.*?<\/style>/gs, '').replaceAll(/<[^>]+>/g, '');

test('a dry run names everybody who would come, and writes nothing', async () => {
  const before = await contentOf(site.db);
  const told = await run({ dryRun: true, administrators: true });
  expect(summary(told).map(([id, outcome]) => `${id} ${outcome}`)).toEqual([
    'DOC7 created',
    'DOC1 created',
    'ADM1 created',
    'PAT101 created',
    'PAT102 created',
    'PAT103 created',
    'PAT104 created',
    'SMART_CONTRACT.json, line 2 (PAT101REC2 for DOC1) none',
    'Guardian_contract.json, line 1 (PAT102 for PAT101) created',
    'Guardian_contract.json, line 2 (PAT101 for PAT102) created',
    'Guardian_contract.json, line 5 (PAT104 for PAT103) none',
  ]);
  expect(await contentOf(site.db)).toEqual(before);
});

test('old numbers stay where they are free; who cannot come is named, and no administrator comes unasked', async () => {
  const stopped = await run({ stopAfter: 6 }); // among the doctors
  const [told, other] = await Promise.all([run(), run()]);
  expect(summary(told).map(([id, , number]) => [id, number])).toEqual(
    summary(other).map(([id, , number]) => [id, number]),
  );
  expect(
    summary(told)
      .slice(0, 6)
      .map(([id, , number]) => `${id} ${number}`),
  ).toEqual(['DOC7 DOC7', 'DOC1 DOC8', ...[101, 102, 103, 104].map((n) => `PAT${n} PAT${n}`)]);
  expect([...stopped, ...told, ...other].flatMap((one) => ('notes' in one ? one.notes : []))).toEqual([
    'without salary',
    'without phone',
    'without the password, which has 9000000000 rounds; from 1000 to 1500000 are taken',
  ]);
  const because = (id: string) => problemsOf(told, id);
  expect(because('Nodes.json')).toEqual([
    'line 9 is not a JSON document',
    'line 8 has no id of a doctor or an administrator, such as DOC1',
  ]);
  expect(because('ADM1')).toEqual([expect.stringContaining('--administrators')]);
  expect(because('DOC9')).toEqual(['Nodes.json, line 4: its password has 999 rounds; from 1000 to 1500000 are taken']);
  expect(because('DOC10')).toEqual(['Nodes.json, line 5: name: Fill this in.']);
  expect(because('DOC11')).toEqual(['Nodes.json has it twice, at line 6 and line 7']);
  expect(because('DOC12')).toEqual(['Nodes.json, line 10: its password is not pbkdf2_sha256$rounds$salt$key']);
  expect(because('SMART_CONTRACT.json, line 1 (PAT101REC3 for DOC1)')).toEqual([
    'DOC1 (DOC8 here) waits for verification: an administrator verifies them, then start this again',
  ]);
});

test('the old password opens, and is hashed anew at its first use', async () => {
  const old = await hashOf('DOC7');
  expect(old).toMatch(/^pbkdf2_sha256\$12000\$seasalt\$argon2id\$/);
  expect(old).not.toContain('Ybw8zsFx'); // its key is stored nowhere
  expect(await signedIn('DOC7', 'letmein')).toBeUndefined();
  expect(await hashOf('DOC7')).toBe(old);
  const both = await Promise.all([signedIn('doc7', 'lètmein'), signedIn('DOC7', 'lètmein')]);
  expect(both).not.toContain(undefined);
  expect(await hashOf('DOC7')).toMatch(/^\$argon2id\$/);
  expect((await both[0]?.get('/'))?.body).toContain('is being checked');
  expect(await signedIn('DOC7', 'letmein')).toBeUndefined();
  expect(await signedIn('PAT101', 'lètmein')).toBeDefined();
  expect(await hashOf('PAT102')).toBeNull();
});

test('once the doctor is verified the permission comes: for that record, with an end, and once', async () => {
  for (const login of ['DOC7', 'DOC8']) await verifyPractitioner(site, site.people.administrator, login);
  const told = await run({ administrators: true });
  const others = told.slice(7);
  expect(summary(told).slice(0, 3)).toEqual([
    ['DOC7', 'present', 'DOC7'],
    ['DOC1', 'present', 'DOC8'],
    ['ADM1', 'created', 'ADM2'],
  ]);
  const because = Object.fromEntries(
    told.flatMap((one) => (one.outcome === 'rejected' ? [[one.id, one.problems]] : [])),
  );
  const row = (line: number, words = '') => `SMART_CONTRACT.json, line ${line}${words}`;
  expect(because).toMatchObject({
    [row(3)]: ['it says again what is said at line 1'],
    [row(4)]: ['it contradicts line 5'],
    [row(5)]: ['it contradicts line 4'],
    [row(6, ' (PAT101REC9 for DOC1)')]: ['PAT101 has no record PAT101REC9'],
    [row(7, ' (PAT109REC1 for DOC1)')]: ['PAT109 was not imported'],
    [row(8, ' (PAT101REC1 for DOC12)')]: ['DOC12 was not imported'],
    [row(9)]: ['it has a status that is neither 0 nor 1'],
    [row(11)]: ['it names no single doctor, such as DOC1'],
    [row(12)]: ['it names another patient than the one of PAT101REC1'],
  });
  expect(others.filter(({ kind, outcome }) => kind === 'permission' && outcome === 'created')).toEqual([
    { kind: 'permission', id: row(1, ' (PAT101REC3 for DOC1)'), outcome: 'created', number: 'PAT101-REC3' },
    { kind: 'permission', id: row(10, ' (PAT101REC2 for DOC7)'), outcome: 'created', number: 'PAT101-REC2' },
  ]);
  const doctor = await enter('DOC8');
  const record = async (number: number) => (await doctor.get(`/patients/PAT101/records/${number}`)).statusCode;
  expect([await record(1), await record(2), await record(3), await record(4)]).toEqual([404, 404, 200, 404]);

  const patient = await enter('PAT101');
  const access = (await patient.get('/access')).body;
  expect(plain(access)).toContain('from the earlier program');
  expect(plain((await patient.get('/access/log')).body)).toContain('imported a permission from the earlier program');
  const id = /\/access\/grants\/([0-9a-f-]{33})\/revoke" aria-label="End access of Dr. Same/.exec(access)?.[1] ?? '';
  await patient.post(`/access/grants/${id}/revoke`, {});
  expect(await record(3)).toBe(404);
  const { rows } = await site.db.pool.query(
    `SELECT source, until - granted_at = interval '90 days' AS days FROM access_grant WHERE id = $1`,
    [id],
  );
  expect(rows).toEqual([{ source: 'SMART_CONTRACT', days: true }]);
  const before = await contentOf(site.db);
  for (const dryRun of [true, false])
    expect(new Set(summary(await run({ dryRun, administrators: true })).map(([, outcome]) => outcome))).toEqual(
      new Set(['present', 'none']),
    );
  expect(await contentOf(site.db)).toEqual(before); // what the patient ended is not given again
});

test('a guardian of before is asked, and then acts as far as before', async () => {
  const told = await run({ dryRun: true });
  const row = (line: number, words = '') => `Guardian_contract.json, line ${line}${words}`;
  const because = (id: string) => problemsOf(told, id);
  expect(because(row(3, ' (PAT103 for PAT101)'))).toEqual(['PAT103 is not of age']);
  expect(because(row(4, ' (PAT104 for PAT101)'))).toEqual([expect.stringContaining('no date of birth')]);
  expect(because(row(6))).toEqual(['it makes somebody their own guardian']);
  expect(because(row(7))).toEqual(['it has a level that is neither view nor complete']);
  expect(because(row(8, ' (PAT199 for PAT104)'))).toEqual(['PAT199 was not imported']);
  expect([because(row(9)), because(row(10))]).toEqual([['it contradicts line 10'], ['it contradicts line 9']]);

  await site.db.pool.query('UPDATE account SET password_hash = $1 WHERE login = $2', [await hashOf('DOC7'), 'PAT102']);
  const [complete, viewer] = [await enter('PAT101'), await enter('PAT102')];
  const accept = async (browser: Browser, ward: string) => {
    expect((await browser.get(`/for/${ward}/patients/${ward}/records/1`)).statusCode).toBe(404);
    const id = /\/guardians\/([0-9a-f-]{33})\/answer"/.exec((await browser.get('/guardians')).body)?.[1] ?? '';
    const page = await browser.get(`/guardians/${id}/answer`);
    expect(plain(page.body)).toContain('In the earlier program you were the guardian of');
    await browser.post(`/guardians/${id}/answer`, { answer: 'accept' });
    expect((await browser.get(`/for/${ward}/patients/${ward}/records/1`)).statusCode).toBe(200);
    return (await browser.post(`/for/${ward}/patients/${ward}/records/1/withhold`, { decision: 'withhold' }))
      .statusCode;
  };
  expect([await accept(viewer, 'PAT101'), await accept(complete, 'PAT102')]).toEqual([404, 303]);
  expect(plain((await viewer.get('/for/PAT101/access/log')).body)).toContain('imported a guardian');
  const { rows } = await site.db.pool.query(
    `SELECT DISTINCT source, state, until - invited_at = interval '365 days' AS days FROM guardianship`,
  );
  expect(rows).toEqual([{ source: 'Guardian_contract', state: 'accepted', days: true }]);
});

test('whoever made a record amends it; a row that says otherwise is found', async () => {
  const doctor = await enter('DOC7');
  const record = '/patients/PAT101/records/1';
  expect((await doctor.get('/patients/PAT101/records/3/versions/1/amend')).statusCode).toBe(404);
  const form = formIn((await doctor.get(`${record}/versions/1/amend`)).body);
  expect(form.weight).toBe('61.5');
  const amended = await doctor.post(`${record}/versions/1/amend`, {
    ...form,
    weight: '62.5',
    reason: 'Weighed again.',
  });
  expect(amended.headers.location).toBe(`${record}?notice=record-amended`);
  expect((await doctor.get(record)).body).toContain('62.5');
  await site.settle();
  const swap = (change: string) => site.db.pool.query(change);
  const found = async () => (await verifyStore(site.db, site.identity)).problems.length;
  expect(await found()).toBe(0);
  const system = `(SELECT system_account FROM installation)`;
  const doc7 = `(SELECT id FROM account WHERE login = 'DOC7')`;
  await swap(`UPDATE record SET author = ${doc7} WHERE author = ${system} AND number = 2`);
  await swap(`UPDATE access_grant SET source = NULL; UPDATE guardianship SET source = NULL`);
  expect(await found()).toBeGreaterThanOrEqual(4);
  await swap(`UPDATE record SET author = ${system} WHERE author = ${doc7} AND number = 2`);
  await swap(`UPDATE access_grant SET source = 'SMART_CONTRACT'; UPDATE guardianship SET source = 'Guardian_contract'`);
});
