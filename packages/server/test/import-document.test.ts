// Documents that come back: of every record type the same record again, in the right chart or nowhere.

import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { definitions } from '@patrec/fhir';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { filesOfRecord } from '../src/files/stored-files.ts';
import { visitResources } from '../src/operations/demo/visit-resources.ts';
import { importFile } from '../src/operations/import-document.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { createRecord } from '../src/records/create-record.ts';
import { fileDocument, sendUpload } from './support/document-forms.ts';
import { MULTIPART, multipartBody } from './support/multipart.ts';
import { recordForm, recordWords } from './support/record-forms.ts';
import { dicomFile, jpegFile, pdfFile } from './support/sample-files.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const MEGABYTE = 1024 * 1024;

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

const filesOf = (address: string) => filesOfRecord(site.db, site.people.chart.chain, Number(address.split('/').at(-1)));
/** The same with the ids of its files. */
const wholeContentOf = async (address: string): Promise<string[]> => {
  const files = await filesOf(address);
  const texts = await contentOf(address);
  return texts.map((text) => files.reduce((all, { id }) => all.replaceAll(id, 'file'), text));
};
const addressIn = ({ headers }: { headers: Record<string, unknown> }) => String(headers.location).split('?')[0] ?? '';
const objects = async () => {
  const names: string[] = [];
  for await (const name of site.files.store.list()) names.push(name);
  return names.sort();
};
/** What a refused document must leave as it was. */
const kept = async () => ({
  resources: await count(),
  uploads: (await site.db.pool.query('SELECT FROM upload')).rowCount,
  objects: await objects(),
  incoming: await readdir(site.files.incoming),
});

describe('a document with files', () => {
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
    expect(await wholeContentOf(brought)).toEqual(await wholeContentOf(address));
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
    const document = await documentOf(address);
    const before = await count();
    expect(await importFile(site, Readable.from([Buffer.from(document)]), account)).toMatchObject({
      patient: 'PAT001',
      records: 1,
    });
    expect(await count()).toBe(before + (await contentOf(address)).length);
    await expect(importFile(site, Readable.from([Buffer.from(document)]), account)).rejects.toThrow(
      'It is here already',
    );
    expect(await uploads()).toBe(0);
  });
});

describe('a document of more than 5 MB', () => {
  const large = pdfFile('Large', 5_300_000);
  let address: string;
  let document: string;
  let limit: number;
  beforeAll(async () => {
    ({ limit } = site.files);
    Object.assign(site.files, { limit: 8 * MEGABYTE });
    address = `/patients/PAT001/records/${await fileDocument(doctor, 'PAT001', large)}`;
    document = await documentOf(address);
  });
  afterAll(() => Object.assign(site.files, { limit }));

  test('comes back byte for byte, by its page, once', async () => {
    expect((await patient.get(address)).body).toContain('Download as ABDM document, 6.7 MB');
    const answer = await patient.get(`${address}/document`);
    expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length));
    const [one, two] = await Promise.all([bring(doctor, document), bring(doctor, document)]);
    expect([one.statusCode, two.statusCode, one.headers.location]).toEqual([303, 303, two.headers.location]);
    const brought = addressIn(one);
    expect(await wholeContentOf(brought)).toEqual(await wholeContentOf(address));
    const [file] = await filesOf(brought);
    expect((await patient.get(`${brought}/files/${file?.id}/download`)).rawPayload.equals(large)).toBe(true);
    expect(await kept()).toMatchObject({ uploads: 0, incoming: [] });
  });

  test('comes back by FHIR, and is read there as it was', async () => {
    const cookie = `patrec_session=${otherDoctor.cookies.get('patrec_session')}`;
    const headers = { cookie, 'content-type': 'application/fhir+json', prefer: 'return=representation' };
    const answer = await site.server.inject({ method: 'POST', url: '/fhir', payload: document, headers });
    expect(answer.statusCode).toBe(200);
    const [{ resource }] = JSON.parse(answer.body).entry;
    const { url, size } = resource.content[0].attachment;
    expect(size).toBe(large.length);
    const read = await patient.get(`/fhir/DocumentReference/${resource.id}`);
    expect(read.json()).toEqual(resource);
    expect((await patient.get(`/fhir/${url}`)).rawPayload.equals(large)).toBe(true);
    const part = await patient.get(`/fhir/${url}`, { range: 'bytes=5299990-5300009' });
    expect(part.rawPayload.equals(large.subarray(5_299_990, 5_300_010))).toBe(true);
  });

  test('of which something is wrong leaves nothing behind', async () => {
    const at = document.indexOf('"data":"') + 1_000_000;
    const put = (text: string) => document.slice(0, at) + text + document.slice(at + text.length);
    const other = document[at] === 'A' ? 'B' : 'A';
    const cases: readonly [string, string, number][] = [
      [put(other), 'has another SHA-1', 422],
      [put('*'), 'resource.data: the file is not base64', 422],
      [document.slice(0, at), 'resource.data: the file is cut off', 422],
      [document.slice(0, -2), 'not strict JSON', 422],
      [document.replace('"start":"2026-', '"start":"2999-'), 'which is in the future', 422],
      [document.replace('"text":"Lakshmi Narayanan"', '"text":"Another"'), 'not of this patient', 422],
      [document.replace(/"data":"[^"]+"/, '"data":""'), 'has no bytes', 422],
    ];
    const before = await kept();
    for (const [sent, words, status] of cases) {
      const answer = await bring(doctor, sent);
      expect([words, answer.statusCode, answer.body.includes(words)]).toEqual([words, status, true]);
      expect([words, await kept()]).toEqual([words, before]);
    }
    Object.assign(site.files, { limit });
    const answer = await bring(doctor, document);
    Object.assign(site.files, { limit: 8 * MEGABYTE });
    expect([answer.statusCode, answer.body.includes('is larger than 2 MB')]).toEqual([422, true]);
    expect(await kept()).toEqual(before);
  });

  test('whose upload is cut off is told so, and leaves nothing behind', async () => {
    const form = '/patients/PAT001/records/import';
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec((await doctor.get(form)).body) ?? [];
    const cookie = [...doctor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const body = multipartBody({ _csrf: token }, { bytes: Buffer.from(document), name: 'document.json' });
    const before = await kept();
    for (const end of [4 * MEGABYTE, body.length - 40]) {
      const payload = body.subarray(0, end);
      const headers = { cookie, 'content-type': MULTIPART };
      const answer = await site.server.inject({ method: 'POST', url: form, payload, headers });
      expect(answer.statusCode).toBe(400);
      expect(await kept()).toEqual(before);
    }
  });

  test('whose download is given up holds no file open; one that is too long is told so while it is sent', async () => {
    const read = site.files.store.read;
    const opened: Readable[] = [];
    const observed: typeof read = async (...range) => {
      const stream = await read(...range);
      opened.push(stream as Readable);
      return stream;
    };
    Object.assign(site.files.store, { read: observed });
    await site.server.listen({ port: 0, host: '127.0.0.1' });
    const cookie = `patrec_session=${patient.cookies.get('patrec_session')}`;
    const { port } = site.server.server.address() as AddressInfo;
    const ended = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${port}${address}/document`, {
      headers: { cookie },
      signal: ended.signal,
    });
    await answer.body?.getReader().read();
    ended.abort();
    await vi.waitFor(() => expect(opened.map(({ destroyed }) => destroyed)).toEqual([true, true]));
    Object.assign(site.files.store, { read });
    expect(answer.headers.get('content-length')).toBe(String(document.length));
    const refused = await fetch(`http://127.0.0.1:${port}/fhir`, {
      method: 'POST',
      headers: {
        cookie: `patrec_session=${doctor.cookies.get('patrec_session')}`,
        'content-type': 'application/fhir+json',
      },
      body: ' '.repeat(8 * MEGABYTE),
    });
    expect([refused.status, await refused.text()]).toEqual([413, expect.stringContaining('has at most 2 MB here')]);
  });
});

test('a record of several files comes back with all of them, in their order', async () => {
  const files = Array.from({ length: 4 }, (_, i) => pdfFile(`Tracing ${i}`, 1_400_000));
  const attached: [string, string][] = [];
  for (const [i, bytes] of files.entries())
    attached.push([`attached.${i}`, `ecg-file ${(await sendUpload(doctor, 'PAT001', { bytes })).json().id}`]);
  const form = recordForm('cardiac', Object.fromEntries(attached));
  const address = addressIn(await doctor.postForm('/patients/PAT001/records/cardiac', form));
  const answer = await bring(otherDoctor, await documentOf(address));
  expect(answer.statusCode).toBe(303);
  const brought = addressIn(answer);
  expect(await wholeContentOf(brought)).toEqual(await wholeContentOf(address));
  const ids = (await patient.get(brought)).body.matchAll(/\/files\/([0-9a-f-]+)\/download/g);
  const named = [...new Set([...ids].map(([, id]) => id))];
  expect(named).toHaveLength(files.length);
  for (const [i, id] of named.entries())
    expect((await patient.get(`${brought}/files/${id}/download`)).rawPayload.equals(files[i] ?? Buffer.of())).toBe(
      true,
    );
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
    [doctor, `${document}${' '.repeat(9 * MEGABYTE)}`, 'PAT001', 413, 'has at most 9 MB here'],
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

describe('a document of an amended record', () => {
  const amend = async (address: string, form: Record<string, string>) =>
    expect((await doctor.post(`${address}/versions/1/amend`, { ...form, reason: 'A slip.' })).statusCode).toBe(303);
  /** Its resources in force, without what each time is another. */
  const standing = async (address: string) => {
    const { rows } = await site.db.pool.query<{ id: string; bytes: Buffer }>(
      `SELECT id, bytes FROM resource_version WHERE chain = $1 AND record = $2 AND current AND type <> 'Provenance'
         AND position('entered-in-error' in convert_from(bytes, 'UTF8')) = 0 ORDER BY place`,
      [site.people.chart.chain, Number(address.split('/').at(-1))],
    );
    return rows.map(({ bytes }) =>
      rows
        .reduce((all, { id }, i) => all.replaceAll(id, `#${i}`), bytes.toString())
        .replaceAll(/"(lastUpdated|issued|recorded|versionId)":"[^"]*"/g, '"$1"')
        .replaceAll(/"reference":"Practitioner\/[^"]*",/g, ''),
    );
  };

  test.each(definitions.map(({ type }) => type))('comes back as it stands: %s', async (type) => {
    const address = await written(type);
    await amend(address, recordForm(type));
    const answer = await bring(otherDoctor, await documentOf(address));
    expect([answer.statusCode, answer.statusCode === 303 ? '' : answer.body]).toEqual([303, '']);
    expect(await standing(addressIn(answer))).toEqual(await standing(address));
  });

  test('comes back without what it does not say any more, files too', async () => {
    const form = recordForm('cardiac', { slot: 'ecg-file' });
    const sent = await doctor.postForm('/patients/PAT001/records/cardiac', form, { bytes: pdfFile('Tracing') });
    await amend(addressIn(sent), recordForm('cardiac'));
    const before = await kept();
    const answer = await bring(otherDoctor, await documentOf(addressIn(sent)));
    expect(answer.statusCode).toBe(303);
    expect(await filesOf(addressIn(answer))).toEqual([]);
    expect(await standing(addressIn(answer))).toEqual(await standing(addressIn(sent)));
    expect({ ...(await kept()), resources: 0 }).toEqual({ ...before, resources: 0 });
  });
});
