// Tables of patients and of results: what a row becomes, what is rejected, and that nothing comes twice.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemText } from '../src/http/exchange/import-words.ts';
import { importerByLogin, importTable } from '../src/operations/csv/import-table.ts';
import { parseMapping, type TableKind } from '../src/operations/csv/mapping.ts';
import { readTable } from '../src/operations/csv/read-table.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { parseRegistration } from '../src/records/registration-form.ts';
import { registerPeople } from './support/people.ts';
import { openTestStore, type TestStore } from './support/test-store.ts';

const SECRET = 'a secret of the tests, long enough';
let store: TestStore;

beforeAll(async () => {
  store = await openTestStore();
  await registerPeople(store);
});
afterAll(async () => {
  const { problems } = await verifyStore(store.db, store.identity);
  await store.close();
  expect(problems).toEqual([]);
});

interface Run {
  readonly dryRun?: boolean;
  readonly as?: string;
  readonly stopAfter?: number;
}

async function run(
  kind: TableKind,
  text: string,
  mapping: object,
  { dryRun = false, as = 'STF1', stopAfter = 1e9 }: Run = {},
) {
  const { db, ledger } = store;
  const table = readTable(Buffer.from(text));
  const actor = await importerByLogin(db, as);
  const parts = { db, ledger, secret: SECRET, actor, file: { name: 'table.csv', sha256: 'ab'.repeat(32) }, dryRun };
  const told: string[] = [];
  const stop = new AbortController();
  const tell: Parameters<typeof importTable>[4] = ({ line }, result) => {
    const words = result.outcome === 'rejected' ? result.problems.map(problemText).join(' ') : result.what;
    told.push(`${line} ${result.outcome} ${words}`);
    if (told.length >= stopAfter) stop.abort();
  };
  await importTable(kind, table, parseMapping(kind, JSON.stringify(mapping), table), parts, tell, stop.signal);
  return told;
}
const count = async (table: string) => (await store.db.pool.query(`SELECT FROM ${table}`)).rowCount ?? 0;

const PATIENTS = `Name;Sex;Born;Mobile;Lang;Apart
"Uma
Shankar";F;05/03/1971;9600000001;ta;
Vikram Seth;M;31/02/1980;9600000002;en;
Uma Shankar;f;05/03/1971;;en;
Uma Shankar;f;05/03/1971;9600000009;en;Cousin of the same name
Too;Short
"=HYPERLINK(""x"")";m;01/01/1990;960;xx;
`;
const patientMapping = {
  dates: 'dd/mm/yyyy',
  columns: { Name: 'name', Sex: 'sex', Born: 'birthDate', Mobile: 'phone', Lang: 'language', Apart: 'apart' },
};

test('patients: a dry run says of every row what would become of it, and writes nothing', async () => {
  const [before, blocks] = [await count('patient'), await count('block')];
  const told = await run('patients', PATIENTS, patientMapping, { dryRun: true });
  expect(told).toEqual([
    '2 created ',
    '4 rejected birthDate: Write a date that exists.',
    expect.stringMatching(/^5 rejected This may be the same person as line 2\. /),
    '6 created ',
    '7 rejected The row has 2 cells, the first line 6.',
    expect.stringMatching(/^8 rejected phone: .* language: /),
  ]);
  expect([await count('patient'), await count('block')]).toEqual([before, blocks]);
});

test('patients: why somebody is another person is one line of text, or the row says so', async () => {
  const table = (apart: string) => `Name;Sex;Born;Mobile;Lang;Apart\nNeha Kulkarni;F;05/03/1981;;en;${apart}\n`;
  const asked = async (apart: string) => (await run('patients', table(apart), patientMapping, { dryRun: true }))[0];
  for (const apart of ['x\u0007y', 'x'.repeat(301)]) expect(await asked(apart)).toMatch(/^2 rejected apart: /);
  expect(await asked(`${'x'.repeat(298)}🙂`)).toBe('2 created ');
});

test('patients: an import that stops goes on where it was, and the same rows come once', async () => {
  const before = await count('patient');
  const first = await run('patients', PATIENTS, patientMapping, { stopAfter: 1 });
  expect(first).toEqual([expect.stringMatching(/^2 created PAT\d+$/)]);
  const number = first[0]?.split(' ')[2];
  const second = await run('patients', PATIENTS, patientMapping);
  expect(second[0]).toBe(`2 present ${number}`);
  expect(second[2]).toContain(`same person as ${number}`);
  expect(second[3]).toMatch(/^6 created PAT/);
  const [third, fourth] = await Promise.all([
    run('patients', PATIENTS, patientMapping),
    run('patients', PATIENTS, patientMapping),
  ]);
  expect(third).toEqual(fourth);
  expect(third.map((one) => one.split(' ')[1])).toEqual([
    'present',
    'rejected',
    'rejected',
    'present',
    'rejected',
    'rejected',
  ]);
  expect(await count('patient')).toBe(before + 2);
  const { rows } = await store.db.pool.query(
    `SELECT convert_from(v.bytes, 'UTF8')::jsonb AS source FROM resource_version v JOIN patient_number n ON n.chain = v.chain
     WHERE n.number = $1 AND v.type = 'Provenance'`,
    [number],
  );
  expect(rows.map(({ source }) => source.entity[0].what.display)).toEqual(['table.csv, line 2']);
});

test('patients: two imports of one row at once register one', async () => {
  const before = await count('patient');
  const row = 'Name;Sex;Born;Mobile;Lang;Apart\nNew Person;o;09/09/1999;9600000077;hi;\n';
  const told = (await Promise.all([run('patients', row, patientMapping), run('patients', row, patientMapping)])).flat();
  expect(new Set(told.map((one) => one.split(' ')[2])).size).toBe(1);
  expect(await count('patient')).toBe(before + 1);
});

test('a row that lacks what a form offers is told what there is', () => {
  const offered = { offered: 'en, hi, ta' };
  expect(problemText({ field: 'language', code: 'unknown-option', params: offered })).toBe(
    'language: Write one of en, hi, ta.',
  );
  const parsed = parseRegistration({ name: 'Asha', sex: 'x', birthDate: '1990-01-01' }, '2026-11-27');
  const problems = parsed.ok ? [] : parsed.errors.map(problemText);
  expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(/^sex: Write one of .*female/)]));
});

const wideMapping = {
  columns: { ID: 'patient', DOB: 'birthDate', Taken: 'collectedAt', Hb: 'haemoglobin', LDL: 'ldl', Pus: 'pus-cells' },
  fixed: { 'haemoglobin.unit': 'g/L', 'ldl.method': 'calculated' },
};

test('results: a row is a record; units are converted, and what is implausible or of another person is rejected', async () => {
  const text = [
    'ID,DOB,Taken,Hb',
    'PAT001,1980-07-14,2026-01-05 08:30,131',
    'pat001,1980-07-14,2026-01-06,131',
    'PAT001,1991-02-03,2026-01-05,131',
    'PAT999,1980-07-14,2026-01-05,131',
    'PAT001,1980-07-14,2999-01-05,131',
    'PAT001,1980-07-14,2026-01-05,900',
    'PAT001,1980-07-14,2026-01-05,',
    'PAT001,,2026-01-05,131',
    'PAT001,1980-07-14,2026-01-05 08:30,131',
  ].join('\n');
  const { LDL: _, Pus: __, ...columns } = wideMapping.columns;
  const mapping = { columns, fixed: { 'haemoglobin.unit': 'g/L' } };
  const dry = await run('results', text, mapping, { dryRun: true });
  expect(await count('record')).toBe(0);
  expect(dry.at(-1)).toBe('10 present line 2');
  const found = async () => {
    const { rowCount } = await store.db.pool.query(
      `SELECT FROM access_log JOIN patient USING (chain) WHERE action = 'find-patient' AND number = 'PAT001'`,
    );
    return rowCount ?? 0;
  };
  const before = await found();
  for (const day of ['2026-01-05', '2999-01-05'])
    await run('results', `ID,DOB,Taken,Hb\nPAT001,1980-07-14,${day},131`, mapping, { dryRun: true });
  expect(await found()).toBe(before + 2); // whoever tries number and birth is told of, though they agree
  const told = await run('results', text, mapping);
  expect(told.map((one) => one.split(' ').slice(1, 3).join(' '))).toEqual([
    'created PAT001-REC1',
    'created PAT001-REC2',
    'rejected patient:',
    'rejected patient:',
    'rejected collectedAt:',
    'rejected haemoglobin:',
    expect.stringMatching(/^rejected /),
    'rejected birthDate:',
    'present PAT001-REC1',
  ]);
  expect(told.slice(2, 4).map((one) => one.slice(2))).toEqual([told[2]?.slice(2), told[2]?.slice(2)]);
  const { rows } = await store.db.pool.query(
    `SELECT value::text, unit FROM observation WHERE code = '718-7' ORDER BY effective`,
  );
  expect(rows.map(({ value, unit }) => `${Number(value)} ${unit}`)).toEqual(['13.1 g/dL', '13.1 g/dL']);
  expect((await run('results', text, mapping)).filter((one) => one.includes('created'))).toEqual([]);
});

test('results: a column may name the test; names that nobody knows are rejected, others are mapped', async () => {
  const text =
    'No,DOB,Date,Test,Result,Unit\nPAT002,1991-02-03,07/01/2026,Hb,12.5,G/DL\nPAT002,1991-02-03,07/01/2026,XYZ,1,\n';
  const columns = { No: 'patient', DOB: 'birthDate', Date: 'collectedAt', Test: 'test', Result: 'value', Unit: 'unit' };
  const told = await run('results', text.replaceAll('1991-02-03', '03/02/1991'), {
    dates: 'dd/mm/yyyy',
    columns,
    tests: { Hb: 'haemoglobin' },
  });
  expect(told[0]).toBe('2 created PAT002-REC1');
  expect(told[1]).toContain('There is no test XYZ');
});

test('nobody but staff and doctors imports, and doctors and staff only what they may write', async () => {
  for (const as of ['PAT001', 'ADM1', 'STF99', ''])
    await expect(run('patients', PATIENTS, patientMapping, { as })).rejects.toThrow('--as STF1');
});
