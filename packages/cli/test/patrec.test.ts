// The `patrec` command as people run it: its own process, its own data directory, real files.

import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openStore, registerPractitioner, type Store } from '@patrec/server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 120_000 }); // each call is a process of its own, with a database

const COMMAND = join(import.meta.dirname, '..', 'bin', 'patrec.mjs');
let folder: string;
let data: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patrec-cli-'));
  await chmod(folder, 0o711); // the database's user is another one, and must be able to enter
  data = join(folder, 'data');
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function patrec(...parameters: string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PATREC_DATA: data };
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...parameters], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

function bundle(value: string, ...more: { resourceType: string }[]): object {
  const patient = {
    resourceType: 'Patient',
    identifier: [{ system: 'urn:example:clinic', value }],
    name: [{ family: 'Rao', given: ['Anil'] }],
  };
  const observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }], text: 'Body weight' },
    subject: { reference: 'urn:uuid:p' },
    effectiveDateTime: '2024-03-01',
    valueQuantity: { value: 61.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  };
  const entries = [patient, observation, ...more].map((resource, i) => ({
    fullUrl: i === 0 ? 'urn:uuid:p' : `urn:uuid:r${i}`,
    resource,
    request: { method: 'POST', url: resource.resourceType },
  }));
  return { resourceType: 'Bundle', type: 'transaction', entry: entries };
}

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const LOG = { logOrigin: 'demo.patrec.local/log', signing: 'optional' } as const;

async function inStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
  const config = { databaseUrl: undefined, dataDirectory: data, ...LOG };
  const store = await openStore({ config, log: () => undefined, exclusive: false });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

test('help, and a word that is no command', async () => {
  expect(await patrec('help')).toMatchObject({ code: 0, stdout: expect.stringContaining('import FILE') });
  for (const more of [[], ['--help']])
    expect(await patrec('frobnicate', ...more)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('frobnicate'),
    });
  expect((await patrec('import')).code).toBe(1);
  for (const [command, says] of [
    ['admin', 'admin NAME'],
    ['import', 'import FILE...'],
    ['log-key', 'log-key show'],
  ] as const)
    for (const help of ['--help', '-h'])
      expect(await patrec(command, help)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(says),
        stderr: '',
      });
});

test('bundles are imported, plain or gzip; a broken one brings nothing and says what and where', async () => {
  const plain = await file('one.json', JSON.stringify(bundle('1')));
  const zipped = await file('two.json.gz', gzipSync(JSON.stringify(bundle('2'))));
  const wrong = {
    resourceType: 'Observation',
    status: 'done',
    code: { text: 'x' },
    subject: { reference: 'urn:uuid:p' },
  };
  const broken = await file('broken.json', JSON.stringify(bundle('3', wrong)));
  const cut = await file('cut.json', JSON.stringify(bundle('4')).slice(0, -20));
  const ended = await patrec('import', plain, broken, zipped, cut, plain, join(folder, 'none.json'));
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('1/6 one.json: PAT001, 1 records, 2 resources');
  expect(ended.stdout).toContain('3/6 two.json.gz: PAT002, 1 records, 2 resources');
  expect(ended.stdout).toContain('Imported 2 of 6 files: 2 records, 4 resources.');
  expect(ended.stderr).toContain('Bundle.entry[2].resource');
  expect(ended.stderr).toContain('PAT001');
  const { rows } = await inStore(({ db }) => db.pool.query('SELECT number FROM patient ORDER BY number'));
  expect(rows).toEqual([{ number: 'PAT001' }, { number: 'PAT002' }]);
});

function documentOf(name: string, number: string): object {
  const subject = { reference: 'Patient/p' };
  const div = '<div xmlns="http://www.w3.org/1999/xhtml">Tired</div>';
  const composition = {
    resourceType: 'Composition',
    status: 'final',
    type: { coding: [{ system: 'http://snomed.info/sct', code: '371530004' }] },
    subject,
    date: '2024-05-01',
    author: [{ display: 'Dr. Elsewhere' }],
    title: 'Consultation',
    section: [{ title: 'Complaints', text: { status: 'generated', div } }],
  };
  const patient = { resourceType: 'Patient', identifier: [{ value: number }], name: [{ text: name }] };
  return {
    resourceType: 'Bundle',
    type: 'document',
    identifier: { system: 'urn:example', value: '1' },
    timestamp: '2024-05-01T10:00:00Z',
    entry: [
      { fullUrl: 'https://a.example/Composition/c', resource: composition },
      { fullUrl: 'https://a.example/Patient/p', resource: patient },
    ],
  };
}

test('a document becomes a record of the patient whom it names, once; of anybody else it is refused', async () => {
  const good = await file('document.json', JSON.stringify(documentOf('Anil Rao', 'PAT001')));
  const other = await file('other.json', JSON.stringify(documentOf('Anil Roy', 'PAT001')));
  const nobody = await file('nobody.json', JSON.stringify(documentOf('Anil Rao', 'PAT999')));
  const ended = await patrec('import', good, good, other, nobody);
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('1/4 document.json: PAT001, 1 records, 1 resources');
  expect(ended.stdout).toContain('Imported 1 of 4 files: 1 records, 1 resources.');
  expect(ended.stderr).toContain('It is here already, as PAT001-REC2.');
  expect(ended.stderr.match(/It is of no patient here/g)).toHaveLength(2);
  expect(await patrec('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('Everything holds.') });
});

test('admin makes an administrator and prints the password once; it is stored nowhere', async () => {
  const ended = await patrec('admin', 'Ravi', 'Menon');
  expect(ended).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Administrator ADM1: Ravi Menon\nOne-time password: /),
  });
  const password = /password: (\S+)/.exec(ended.stdout)?.[1] ?? '';
  expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
  const { rows } = await inStore(({ db }) =>
    db.pool.query(
      `SELECT role, status, demo, one_time_until > now() AS once, password_hash FROM account WHERE login = 'ADM1'`,
    ),
  );
  expect(rows).toMatchObject([{ role: 'administrator', status: 'active', demo: false, once: true }]);
  expect(rows[0].password_hash).not.toContain(password);
  expect((await patrec('admin')).code).toBe(1);
  expect((await patrec('admin', '1234')).code).toBe(1);
});

test('consents and tasks that a bundle brings are data, not decisions made here', async () => {
  const consent = (provision: object) => ({
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' }] },
    patient: { reference: 'urn:uuid:p' },
    dateTime: '2024-03-01',
    provision,
  });
  const data = [{ meaning: 'instance', reference: { display: 'PAT009-REC1', identifier: { value: 'PAT009-REC1' } } }];
  const task = { resourceType: 'Task', status: 'requested', intent: 'order', for: { reference: 'urn:uuid:p' } };
  const brought = [consent({ type: 'deny', data }), consent({ type: 'deny' }), consent({ type: 'permit' }), task];
  const path = await file('consents.json', JSON.stringify(bundle('9', ...brought)));
  const ended = await patrec('import', path);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(await patrec('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('Everything holds.') });
});

test('log-key changes the key of the log, step by step; what is no step is none', async () => {
  expect(await patrec('log-key', 'rotate')).toMatchObject({ code: 1, stderr: expect.stringContaining('Usage') });
  const begun = await patrec('log-key', 'begin');
  const [, next = ''] = /^The next key: (\S+)$/m.exec(begun.stdout) ?? [];
  expect([begun.code, next]).toEqual([0, expect.stringContaining('demo.patrec.local/log+')]);
  const finished = await patrec('log-key', 'finish', '--leaked');
  expect(finished).toMatchObject({ code: 0, stdout: expect.stringContaining(`The log is signed with: ${next}`) });
  const { stdout } = await patrec('log-key', 'show');
  expect(stdout).toContain(`In the files here: ${next}`);
  expect(stdout).toMatch(/since the log began; ended \S+ \(leaked\), for states up to \d+ entries/);
  expect(`${begun.stdout}${finished.stdout}${stdout}`).not.toContain('PRIVATE');
});

test('verify ends with 0 while everything holds, and with 1 and the name of the record when a byte is changed', async () => {
  expect(await patrec('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('Everything holds.') });
  await inStore(({ db }) =>
    db.pool.query(
      `UPDATE resource_version SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '61.5', '61.6'), 'UTF8')
       FROM patient WHERE patient.chain = resource_version.chain AND patient.number = 'PAT002' AND record = 1`,
    ),
  );
  const ended = await patrec('verify');
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('PAT002-REC1');
  expect(ended.stderr).not.toContain('PAT001');
});

test('a table is imported in the name of somebody; what is rejected is mended in its file and imported again', async () => {
  const login = await inStore(async ({ db, ledger }) => {
    const details = { name: { text: 'Kavya Nair' }, sex: 'female' } as const;
    const place = { workplace: 'Clinic', city: 'Chennai', hours: [], speciality: null };
    const person = { role: 'staff', details, ...place, passwordHash: null, demo: false } as const;
    return (await registerPractitioner({ db, ledger }, ledger.systemAccount, person)).login;
  });
  const table = await file(
    'people.csv',
    'Name,Sex,DOB,Phone\nUma Devi,f,1971-03-05,+919600000001\nRam Das,m,1980-02-31,+919600000002\n',
  );
  const guessed = await patrec('import-csv', 'patients', table, '--as', login);
  expect(guessed).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was imported') });
  const guess = { ...JSON.parse(guessed.stdout), fixed: { language: 'ta' } };
  const mapping = await file('mapping.json', JSON.stringify(guess));
  const ask = (path: string, ...more: string[]) =>
    patrec('import-csv', 'patients', path, '--as', login, '--mapping', mapping, ...more);
  const dry = await ask(table, '--dry-run');
  expect(dry.stdout).toContain('line 2: would be created\n1 would be created, 0 present already, 1 rejected.\n');
  const done = await ask(table);
  expect(done).toMatchObject({ code: 1, stderr: expect.stringContaining('line 3: rejected. birthDate: ') });
  expect(done.stdout).toContain('1 created, 0 present already, 1 rejected.');
  const rejects = join(folder, 'people.rejected.csv');
  expect((await stat(rejects)).mode & 0o777).toBe(0o600);
  const text = await readFile(rejects, 'utf8');
  expect(text).toContain(`"'+919600000002"`);
  await writeFile(rejects, text.replace('1980-02-31', '1980-02-28'));
  expect(await ask(rejects)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 created, 0 present') });
  for (const wrong of [['people', table], ['patients'], ['patients', table, '--what']])
    expect(await patrec('import-csv', ...wrong)).toMatchObject({ code: 1, stderr: expect.stringContaining('Usage') });
  expect(await ask(join(folder, 'none.csv'))).toMatchObject({ code: 1, stderr: expect.stringContaining('ENOENT') });
});

test('collections of MongoDB are imported one by one; what is broken is named and written down, and so is what is left out', async () => {
  const from = await mkdtemp(join(folder, 'mongo-'));
  const put = (name: string, ...documents: object[]) =>
    writeFile(join(from, name), documents.map((one) => JSON.stringify(one)).join('\n'));
  const person = { gender: 'male', dob: '1988-02-29' };
  const block = {
    type: 'Cardiac Report',
    creator: 'DOC1',
    timestamp: { $date: '2023-01-02T03:04:05Z' },
    'Heart rate': 72,
  };
  await put(
    'Blockhead.json',
    { _id: 'PAT001', name: 'Gopal Iyer', ...person },
    { _id: 'PAT002', name: 'Hari Das', ...person },
  );
  await put('PAT001.json', { _id: 'PAT001REC1', hash: 'a', prev: '0', ...block });
  await put(
    'PAT002.json',
    { _id: 'PAT002REC1', hash: 'a', ...block },
    { _id: 'PAT002REC2', hash: 'b', prev: 'c', ...block },
  );
  await put('Other.json');
  const dry = await patrec('import-mongo', from, '--dry-run');
  expect(dry.stdout).toContain('Collections that are not imported: Other\nPAT001: would be created, 2 records\n');
  const done = await patrec('import-mongo', from);
  expect(done).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/PAT001: created as PAT\d+, 2 records\nPatients: 1 created, 0 present/),
  });
  expect(done.stderr).toContain(
    'PAT002: rejected, nothing of it was imported\n  PAT002.json: PAT002REC2 (line 2): prev is not',
  );
  expect(await readFile(join(from, 'rejected.csv'), 'utf8')).toMatch(/"patient","PAT002","PAT002.json: PAT002REC2/);
  await put('PAT002.json', { _id: 'PAT002REC1', hash: 'a', ...block });
  await put('Guardian_contract.json', { patient: 'PAT001', guardian: 'PAT002', level: 'view', status: 0 });
  const again = await patrec('import-mongo', from);
  expect(again).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /Patients: 1 created, 1 present already, 0 rejected.\nGuardians: 0 created, .*1 allow nothing, 0 rejected/,
    ),
  });
  await expect(readFile(join(from, 'rejected.csv'))).rejects.toThrow('ENOENT');
  const wrong = await patrec('import-mongo', from, '--what');
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('Usage') });
});
