// Tables that staff import by the pages: the whole way, what is refused, whom they concern, and what a stop leaves.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tableKey } from '../src/operations/csv/importing.ts';
import { runImports, runNextImport } from '../src/operations/csv/run-imports.ts';
import { endSound } from './support/end-sound.ts';
import { practitioner } from './support/practitioners.ts';
import { pdfFile } from './support/sample-files.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const LEASE_MS = 30_000;
const WEEK_MS = 7 * 86_400_000;
const lines: string[] = [];
let site: TestServer;
let staff: Browser;

beforeAll(async () => {
  site = await startTestServer(lines);
  staff = await site.as(site.people.staff);
});
afterAll(async () => {
  for (const word of ['Vasanthi', 'Meenakshi', 'HYPERLINK', 'clinic']) expect(lines.join('')).not.toContain(word);
  await endSound(site);
});

const run = (signal?: AbortSignal) => {
  const { secret } = site.app;
  return runNextImport({ ...site, secret, key: tableKey(secret) }, signal);
};
const bring = (kind: string, text: string | Uint8Array, name = 'clinic.csv', who = staff) =>
  who.postForm('/imports', { kind }, { bytes: Buffer.from(text), name });
const brought = async (kind: string, text: string): Promise<string> => {
  const answer = await bring(kind, text);
  expect([answer.statusCode, answer.body]).toEqual([303, '']);
  return String(answer.headers.location);
};
const words = (body: string) =>
  body
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');
const page = async (address: string, who = staff) => words((await who.get(address)).body);
const count = async (table: string) => (await site.db.pool.query(`SELECT FROM ${table}`)).rowCount ?? 0;
const tried = async (address: string, mapping: Record<string, string>) => {
  const answer = await staff.post(`${address}/columns`, mapping);
  expect([answer.statusCode, answer.headers.location]).toEqual([303, address]);
  expect(await page(address)).toContain('about to begin');
  expect(await run()).toBe(true);
};
const imported = async (address: string) => {
  await staff.post(`${address}/begin`, {});
  expect(await run()).toBe(true);
};

const PATIENTS = `Full name;Sex;DOB;Mobile
Vasanthi Raman;F;05/03/1971;9600000001
"=HYPERLINK(""x"")";M;31/02/1980;+919600000002
Lakshmi Narayanan;F;14/07/1980;
Meenakshi Sundaram;x;09/09/1999;960
`;
const mapping = {
  ...{ 'column.0': 'name', 'column.1': 'sex', 'column.2': 'birthDate', 'column.3': 'phone' },
  ...{ dates: 'dd/mm/yyyy', 'fixed.0': 'language', 'fixed.0.value': 'ta' },
};

test('patients: columns are proposed and changed, tried row by row, imported, and the rejected come back to be mended', async () => {
  const [before, blocks] = [await count('patient'), await count('block')];
  const address = await brought('patients', PATIENTS);
  const proposed = (await staff.get(address)).body;
  for (const field of ['name', 'sex', 'birthDate', 'phone'])
    expect(proposed).toMatch(new RegExp(`<option value="${field}" selected`));
  const wrong = await staff.post(`${address}/columns`, { ...mapping, 'column.3': 'name', 'fixed.0.value': '' });
  expect(wrong.statusCode).toBe(422);
  for (const text of ['Another column is this already', 'Write what it says in every row'])
    expect(words(wrong.body)).toContain(text);
  expect(wrong.body).toMatch(/<option value="dd\/mm\/yyyy" selected/);
  const missing = await staff.post(`${address}/columns`, { 'column.0': 'name' });
  expect(words(missing.body)).toContain('No column is “Date of birth or Age”');

  await tried(address, mapping);
  const dry = await page(address);
  expect(dry).toMatch(/Would be imported 1 Here already 0 Rejected 3/);
  expect(dry).toContain(
    'line 3 =HYPERLINK("x") · M · 31/02/1980 · +919600000002 Rejected DOB: Write a date that exists.',
  );
  expect(dry).toContain('This may be the same person as PAT001.');
  expect(dry).toMatch(/Sex: Write one of .*female/);
  expect([await count('patient'), await count('block')]).toEqual([before, blocks]);

  await imported(address);
  const done = await page(address);
  expect(done).toMatch(/The import is finished: 4 of 4 rows. Imported 1 Here already 0 Rejected 3/);
  expect(done).toMatch(/line 2 Vasanthi Raman · F · 05\/03\/1971 · 9600000001 Imported PAT\d+/);
  expect(await count('patient')).toBe(before + 1);
  expect((await staff.get(`${address}?show=rejected`)).body).not.toContain('Vasanthi');
  const file = await staff.get(`${address}/rejected`);
  expect(file.headers['content-disposition']).toBe('attachment; filename=clinic.rejected.csv');
  expect(file.body.split('\r\n')[1]).toBe(
    `"'=HYPERLINK(""x"")";"M";"31/02/1980";"'+919600000002";"DOB: Write a date that exists."`,
  );
  const log = words((await (await site.as(site.people.patient)).get('/access/log')).body);
  expect(log.match(/searched for the patient’s number/g)).toHaveLength(2);

  const mended = await brought('patients', file.body.replace('31/02/1980', '28/02/1980').replace("'=HYPER", 'Hyper'));
  expect((await staff.get(mended)).body).toContain('patrec: why it was not imported');
  await tried(mended, mapping);
  expect(await page(mended)).toMatch(/Would be imported 1 Here already 0 Rejected 2/);
  const again = await brought('patients', PATIENTS);
  await tried(again, mapping);
  expect(await page(again)).toMatch(/Would be imported 0 Here already 1 Rejected 3/);
});

test('results: tests that nobody knows by their names are asked for, once', async () => {
  const text =
    'No,DOB,Date,Test,Result\nPAT002,1991-02-03,2026-01-07,Hb,12.5\nPAT002,1991-02-03,2026-01-07,Unheard of,1\nPAT002,1991-02-04,2026-01-07,Hb,1\nPAT002,1991-02-05,2026-01-07,Hb,1\n';
  const address = await brought('results', text);
  const columns = ['patient', 'birthDate', 'collectedAt', 'test', 'value'];
  const form = Object.fromEntries(columns.map((field, i) => [`column.${i}`, field]));
  const asked = await staff.post(`${address}/columns`, form);
  expect([asked.statusCode, words(asked.body).includes('Nobody knows this test by its name')]).toEqual([422, true]);
  await tried(address, { ...form, 'test.0': 'haemoglobin', 'test.1': '' });
  expect(await page(address)).toContain('There is no test Unheard of');
  expect((await staff.get(`${address}/columns`)).body.includes('<option value="haemoglobin" selected')).toBe(true);
  await imported(address);
  expect(await page(address)).toMatch(/Imported PAT002-REC1 /);
  // Whose birth is tried has it in the log, once a run.
  const log = words((await (await site.as(site.people.otherPatient)).get('/access/log')).body);
  expect(log.match(/searched for the patient’s number/g)).toHaveLength(2);
});

describe('a table', () => {
  test.each<[string, string | Uint8Array, string, number, string]>([
    ['a PDF', pdfFile(), 'patients', 422, 'Only one column can be read'],
    ['UTF-16', Buffer.from('\ufeffName,Sex\nx,F', 'utf16le'), 'patients', 422, 'is not UTF-8 text'],
    [
      'a letter cut off at the end',
      Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0xe0, 0xa4]),
      'patients',
      422,
      'is not UTF-8 text',
    ],
    ['nothing', '', 'patients', 422, 'The file is empty'],
    ['a name twice', 'a,a\n1,2\n', 'patients', 422, 'each name once'],
    ['an open quote', 'a,b\n1,"2\n', 'results', 422, 'near line'],
    [
      'too many columns',
      `${Array.from({ length: 101 }, (_, i) => `c${i}`)}\n`,
      'results',
      422,
      'more than 100 columns',
    ],
    ['more than the limit', `a,b\n${'1234,678\n'.repeat(300_000)}`, 'patients', 413, 'larger than 2 MB'],
    ['another kind', 'a,b\n1,2\n', 'people', 422, 'Say what the table holds'],
  ])('that is %s is refused, and nothing of it is kept', async (_, bytes, kind, status, text) => {
    const before = [await count('table_import'), await count('table_import_rows')];
    const answer = await bring(kind, bytes);
    expect([answer.statusCode, words(answer.body).includes(text)]).toEqual([status, true]);
    expect([await count('table_import'), await count('table_import_rows')]).toEqual(before);
  });

  test('without a file is asked for', async () => {
    expect((await staff.postForm('/imports', { kind: 'patients' })).body).toContain('Choose a file.');
  });

  test('is sealed where it is kept, seen by nobody else, and gone after a week or when it is removed', async () => {
    const address = await brought('patients', PATIENTS);
    const { rows } = await site.db.pool.query(
      'SELECT plan FROM table_import UNION ALL SELECT rows FROM table_import_rows',
    );
    for (const { plan } of rows) expect(plan.toString('latin1')).not.toMatch(/Vasanthi|Mobile/);
    const colleague = await site.as(await practitioner(site, 'staff', 'Second Desk'));
    expect((await colleague.get('/imports')).body).not.toContain('clinic.csv');
    for (const rest of ['', '/columns', '/rejected'])
      expect((await colleague.get(address + rest)).statusCode).toBe(404);
    for (const rest of ['/columns', '/begin', '/stop', '/remove'])
      expect((await colleague.post(address + rest, mapping)).statusCode).toBe(404);
    await staff.post(`${address}/remove`, {});
    expect((await staff.get(address)).statusCode).toBe(404);
    site.clock.offset += WEEK_MS;
    staff = await site.as(site.people.staff);
    const loop = runImports({ ...site, secret: site.app.secret, key: tableKey(site.app.secret) }, () => undefined);
    await loop.stop();
    expect([await count('table_import'), await count('table_import_rows')]).toEqual([0, 0]);
  });
});

describe('an import', () => {
  const people = (from: number, rows: number) => {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const name = (i: number) => `Meenakshi ${letters[i % 26]}${letters[Math.floor(i / 26)]}`;
    const row = (i: number) => `${name(i)};F;0${1 + (i % 9)}/03/${1900 + from + i};`;
    return `Full name;Sex;DOB;Mobile\n${Array.from({ length: rows }, (_, i) => row(i)).join('\n')}\n`;
  };

  test('that breaks off in the middle says what stands, and goes on without doubles', async () => {
    const before = await count('patient');
    const address = await brought('patients', people(0, 60));
    await tried(address, mapping);
    expect(await page(`${address}?from=1`)).toContain('line 61 ');
    await staff.post(`${address}/begin`, {});
    // The server is ended before a row, and the next one finds the lease run out.
    expect(await run(AbortSignal.abort())).toBe(true);
    expect(await page(address)).toContain('Import: 0 of 60 rows');
    expect(await run()).toBe(false);
    site.clock.offset += LEASE_MS;
    staff = await site.as(site.people.staff);
    // Rows are written, and the store fails before that is noted.
    await site.db.pool.query(
      'ALTER TABLE table_import_rows ADD CONSTRAINT refused CHECK (place <> 1 OR outcome IS NULL)',
    );
    await expect(run()).rejects.toThrow();
    await site.db.pool.query('ALTER TABLE table_import_rows DROP CONSTRAINT refused');
    expect(await page(address)).toMatch(/broke off after 50 of 60 rows.* Imported 50 Here already 0 Rejected 0/);
    expect(await count('patient')).toBe(before + 60);
    await imported(address);
    expect(await page(address)).toMatch(/60 of 60 rows. Imported 50 Here already 10 Rejected 0/);
    expect(await count('patient')).toBe(before + 60);
  });

  test('is stopped between fifty rows, waits behind another, and goes on where it was', async () => {
    const before = await count('patient');
    const [first, second] = [await brought('patients', people(60, 60)), await brought('patients', PATIENTS)];
    for (const address of [first, second]) await tried(address, mapping);
    for (const address of [first, first, second]) await staff.post(`${address}/begin`, {});
    const going = run();
    await staff.post(`${first}/stop`, {});
    await going;
    expect(await page(first)).toMatch(/stopped after (0|50) of 60 rows/);
    expect(await page(second)).toContain('about to begin');
    await staff.post(`${second}/remove`, {}); // what waits is not removed
    await staff.post(`${second}/stop`, {});
    expect(await run()).toBe(false);
    expect(await page(second)).toContain('stopped after 0 of 4 rows');
    await imported(first);
    expect(await page(first)).toMatch(/60 of 60 rows. Imported 60/);
    expect(await count('patient')).toBe(before + 60);
    expect((await staff.post(`${first}/columns`, mapping)).statusCode).toBe(303); // what was imported is not tried again
    expect(await run()).toBe(false);
  });

  test('of somebody who may not write any more writes nothing', async () => {
    const before = await count('patient');
    const leaver = await practitioner(site, 'staff', 'Leaver');
    const browser = await site.as(leaver);
    const address = String((await bring('patients', people(120, 2), 'a.csv', browser)).headers.location);
    await browser.post(`${address}/columns`, mapping);
    await run();
    await browser.post(`${address}/begin`, {});
    await site.db.pool.query(`UPDATE account SET status = 'awaiting-verification' WHERE id = $1`, [leaver.account]);
    expect(await run()).toBe(true);
    await site.db.pool.query(`UPDATE account SET status = 'active' WHERE id = $1`, [leaver.account]);
    expect(await page(address, browser)).toContain('stopped after 0 of 2 rows');
    expect(await count('patient')).toBe(before);
  });
});
