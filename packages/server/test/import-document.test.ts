// Documents that come back: of every record type the same record again, in the right chart or nowhere.

import { createHash } from 'node:crypto';
import { definitions } from '@patrec/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesOfRecord } from '../src/files/stored-files.ts';
import { visitResources } from '../src/operations/demo/visit-resources.ts';
import { importFile } from '../src/operations/import-document.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { createRecord } from '../src/records/create-record.ts';
import { fileDocument } from './support/document-forms.ts';
import { recordForm, recordWords } from './support/record-forms.ts';
import { dicomFile, jpegFile, pdfFile } from './support/sample-files.ts';
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

describe('a document with files', () => {
  const filesOf = (address: string) =>
    filesOfRecord(site.db, site.people.chart.chain, Number(address.split('/').at(-1)));
  const uploads = async () => (await site.db.pool.query('SELECT FROM upload')).rowCount;
  const send = async (type: 'cardiac' | 'laboratory' | 'dermatology', slot: string, bytes: Uint8Array) => {
    const who = type === 'laboratory' ? staff : doctor;
    const answer = await who.postForm(`/patients/PAT001/records/${type}`, recordForm(type, { slot }), { bytes });
    return String(answer.headers.location).split('?')[0] ?? '';
  };
  const long = pdfFile('Long', 1_000_000);
  const photograph = () => jpegFile({ width: 1024, height: 768 });

  test.each<[string, () => Promise<string>, Uint8Array]>([
    ['ECG', () => send('cardiac', 'ecg-file', pdfFile('Tracing')), pdfFile('Tracing')],
    ['report', () => send('laboratory', 'laboratory-report', dicomFile()), dicomFile()],
    ['photograph', () => send('dermatology', 'skin-photograph', photograph()), photograph()],
    ['scan of 1 MB', async () => `/patients/PAT001/records/${await fileDocument(doctor, 'PAT001', long)}`, long],
  ])('an %s comes back with the same bytes under the same hash, once', async (_, write, bytes) => {
    const address = await write();
    const document = await documentOf(address);
    const answer = await bring(doctor, document);
    expect([answer.statusCode, answer.statusCode === 303 ? '' : answer.body]).toEqual([303, '']);
    const brought = String(answer.headers.location).split('?')[0] ?? '';
    const [[before], [after]] = [await filesOf(address), await filesOf(brought)];
    const named = (text: string, id = '') => text.replaceAll(id, 'file');
    expect((await contentOf(brought)).map((text) => named(text, after?.id))).toEqual(
      (await contentOf(address)).map((text) => named(text, before?.id)),
    );
    const file = await patient.get(`${brought}/files/${after?.id}/download`);
    expect(file.rawPayload.equals(bytes)).toBe(true);
    expect(after?.id).not.toBe(before?.id);
    expect((await bring(doctor, document)).headers.location).toBe(answer.headers.location);
    expect(await uploads()).toBe(0);
  });

  test('that is not what it says is refused, and nothing of it is kept', async () => {
    const document = await documentOf(await send('dermatology', 'skin-photograph', photograph()));
    const before = [await count(), await uploads()];
    const small = jpegFile({ width: 800, height: 600 });
    const put = (bytes: Uint8Array, size = bytes.length) =>
      document
        .replace(/"data":"[^"]+"/, `"data":"${Buffer.from(bytes).toString('base64')}"`)
        .replace(/"size":\d+/, `"size":${size}`)
        .replace(/"hash":"[^"]+"/, `"hash":"${createHash('sha1').update(bytes).digest('base64')}"`);
    const cases: readonly [string, string][] = [
      [put(pdfFile()), 'is application/pdf by its content, not image/jpeg'],
      [put(Buffer.from('<script>')), 'is neither PDF, JPEG, PNG nor DICOM'],
      [put(small), 'has fewer pixels than 1024 × 768'],
      [put(photograph(), 1), 'bytes, not 1'],
      [document.replace(/"hash":"[^"]+"/, '"hash":"qvTGHdzF6KLavt4PO0gs2a6pQ00="'), 'has another SHA-1'],
      [document.replace('skin-photograph', 'x-ray'), 'names the kind of the file: '],
    ];
    for (const [sent, words] of cases) {
      const answer = await bring(doctor, sent);
      expect([words, answer.statusCode, answer.body.includes(words)]).toEqual([words, 422, true]);
    }
    expect((await bring(staff, document)).statusCode).toBe(403);
    expect([await count(), await uploads()]).toEqual(before);
  });

  test('is imported by the command line too, in the name of the institution', async () => {
    const address = await send('cardiac', 'ecg-file', pdfFile('Of the command'));
    const account = { passwordHash: null, demo: false };
    const document = Buffer.from(await documentOf(address));
    const before = await count();
    expect(await importFile(site, document, account)).toMatchObject({ patient: 'PAT001', records: 1 });
    expect(await count()).toBe(before + (await contentOf(address)).length);
    await expect(importFile(site, document, account)).rejects.toThrow('It is here already');
    expect(await uploads()).toBe(0);
  });
});

test('a visit comes back as the visit that it was, by doctors', async () => {
  const { people, app } = site;
  const vitals = { systolic: 128, diastolic: 82 } as const;
  const diagnoses = [{ icd10: 'I10', name: 'Essential hypertension' }];
  const entry = { visit: 'follow-up', title: 'Follow-up', reason: 'Blood pressure', vitals, diagnoses } as const;
  const saved = await createRecord(app, people.doctor, {
    ...{ type: 'visit', chain: people.chart.chain, occurredAt: '2026-10-01T04:00:00.000Z', nonce: 'ab'.repeat(16) },
    resources: ({ newId, recordedAt, patient: subject, author }) =>
      visitResources(entry as unknown as Parameters<typeof visitResources>[0], {
        ...{ newId, recordedAt, start: '2026-10-01T04:00:00.000Z', patient: subject, author },
        ...{ workplace: 'City Clinic', adult: true },
      }),
  });
  const address = `/patients/PAT001/records/${saved.created ? saved.number : 0}`;
  const document = await documentOf(address);
  const answer = await bring(doctor, document);
  expect([answer.statusCode, answer.statusCode === 303 ? '' : answer.body]).toEqual([303, '']);
  const brought = String(answer.headers.location).split('?')[0] ?? '';
  expect(await contentOf(brought)).toEqual(await contentOf(address));
  expect((await patient.get(brought)).body).toContain('Essential hypertension');
  expect((await bring(staff, document)).statusCode).toBe(403);
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
