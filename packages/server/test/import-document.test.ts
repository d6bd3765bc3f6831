// Documents that come back: of every record type the same record again, in the right chart or nowhere.

import { definitions } from '@patrec/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { fileDocument } from './support/document-forms.ts';
import { recordForm, recordWords } from './support/record-forms.ts';
import { pdfFile } from './support/sample-files.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let doctor: Browser;
let otherDoctor: Browser;
let staff: Browser;
let patient: Browser;
beforeAll(async () => {
  site = await startTestServer();
  const { people, as } = site;
  [doctor, otherDoctor, staff, patient] = (await Promise.all(
    [people.doctor, people.otherDoctor, people.staff, people.patient].map((one) => as(one)),
  )) as [Browser, Browser, Browser, Browser];
});
afterAll(() => site.close());

const count = async (): Promise<number> =>
  (await site.db.pool.query('SELECT count(*)::integer AS n FROM resource_version WHERE record IS NOT NULL')).rows[0].n;
const written = async (type: (typeof definitions)[number]['type']): Promise<string> => {
  const answer = await doctor.post(`/patients/PAT001/records/${type}`, recordForm(type));
  return String(answer.headers.location).split('?')[0] ?? '';
};
const documentOf = async (address: string): Promise<string> => (await patient.get(`${address}/document`)).body;
const bring = (who: Browser, document: string | Uint8Array, number = 'PAT001') =>
  who.postForm(`/patients/${number}/records/import`, {}, { bytes: Buffer.from(document), name: 'document.json' });
/** The stored resources of a record, without what each time is another: ids, the time of recording, the author's address. */
const contentOf = async (address: string): Promise<string[]> => {
  const { rows } = await site.db.pool.query<{ id: string; bytes: Buffer }>(
    'SELECT id, bytes FROM resource_version WHERE chain = $1 AND record = $2 ORDER BY place',
    [site.people.chart.chain, Number(address.split('/').at(-1))],
  );
  const texts = rows.map(({ bytes }) => bytes.toString());
  return texts.map((text) =>
    rows
      .reduce((all, { id }, i) => all.replaceAll(id, `#${i}`), text)
      .replaceAll(/"(lastUpdated|issued|recorded)":"[^"]*"/g, '"$1"')
      .replaceAll(/"reference":"Practitioner\/[^"]*",/g, ''),
  );
};

describe.each(definitions.map(({ type }) => type))('a document of a %s record', (type) => {
  test('becomes the same record, once, to its author and to another doctor', async () => {
    const address = await written(type);
    const document = await documentOf(address);
    for (const who of [doctor, otherDoctor]) {
      const before = await contentOf(address);
      const answer = await bring(who, document);
      expect([answer.statusCode, answer.statusCode === 303 ? '' : answer.body]).toEqual([303, '']);
      const brought = String(answer.headers.location).split('?')[0] ?? '';
      expect(brought).not.toBe(address);
      expect(await contentOf(brought)).toEqual(before);
      const page = (await patient.get(brought)).body;
      for (const words of recordWords[type]) expect(page).toContain(words);
      expect((await bring(who, document)).headers.location).toBe(answer.headers.location);
    }
  });
});

test('a document is recorded by FHIR too, in the chart of whom it names', async () => {
  const document = await documentOf(await written('diagnosis'));
  const cookie = `patrec_session=${doctor.cookies.get('patrec_session')}`;
  const answer = await site.server.inject({
    method: 'POST',
    url: '/fhir',
    payload: document,
    headers: { cookie, 'content-type': 'application/fhir+json' },
  });
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body).entry.map((one: { response: { status: string } }) => one.response.status)).toEqual([
    '201 Created',
    '201 Created',
  ]);
  const stranger = document.replaceAll('PAT001', 'PAT999');
  const refused = await site.server.inject({
    method: 'POST',
    url: '/fhir',
    payload: stranger,
    headers: { cookie, 'content-type': 'application/fhir+json' },
  });
  expect([refused.statusCode, refused.body]).toEqual([422, expect.stringContaining('not of this patient')]);
});

test('what is of another, broken, too large, or not theirs to write is refused, and nothing of it is kept', async () => {
  const document = await documentOf(await written('general'));
  const scanned = await documentOf(`/patients/PAT001/records/${await fileDocument(doctor, 'PAT001', pdfFile())}`);
  const before = await count();
  const cases: readonly [Browser, string, string, number, string][] = [
    [doctor, document, 'PAT002', 422, 'not of this patient'],
    [doctor, document.replace('1980-07-14', '1981-07-14'), 'PAT001', 422, 'not of this patient'],
    [doctor, document.replace('"text":"Lakshmi Narayanan"', '"text":"Another"'), 'PAT001', 422, 'not of this patient'],
    [doctor, document.replace('"type":"document"', '"type":"collection"'), 'PAT001', 422, 'not a document'],
    [doctor, document.replace('"status":"final"', '"status":"done"'), 'PAT001', 422, 'Bundle.entry[0].resource.status'],
    [doctor, document.slice(0, -1), 'PAT001', 422, 'not strict JSON'],
    [doctor, `${document}${' '.repeat(3 * 1024 * 1024)}`, 'PAT001', 413, 'larger than 2 MB'],
    [doctor, '', 'PAT001', 422, 'not strict JSON'],
    [doctor, scanned, 'PAT001', 422, 'cannot be recorded here'],
    [staff, document, 'PAT001', 403, 'You may not write'],
  ];
  for (const [who, sent, number, status, words] of cases) {
    const answer = await bring(who, sent, number);
    expect([words, answer.statusCode, answer.body.includes(words)]).toEqual([words, status, true]);
  }
  expect((await doctor.postForm('/patients/PAT001/records/import', {})).body).toContain('Choose a file.');
  expect(await count()).toBe(before);
});

test('the way to it is offered to those who write, and the store verifies with all of it', async () => {
  const found = await doctor.get('/patients?number=PAT001');
  expect(found.body).toContain('href="/patients/PAT001/records/import"');
  expect((await doctor.get('/patients/PAT001/records/import')).body).toContain('type="file"');
  await site.settle();
  expect((await verifyStore(site.db, site.identity)).problems).toEqual([]);
});
