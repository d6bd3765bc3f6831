// Records that leave as documents: of every type, with their files, by those who may read them, in the access log.

import { definitions, isObject, type JsonObject, parseJson } from '@patrec/fhir';
import { validateResource } from '@patrec/fhir/validate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileDocument } from './support/document-forms.ts';
import { EVERY_RECORD, grant } from './support/permissions.ts';
import { recordForm } from './support/record-forms.ts';
import { pdfFile } from './support/sample-files.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let doctor: Browser;
let otherDoctor: Browser;
let patient: Browser;
beforeAll(async () => {
  site = await startTestServer();
  const { people, as } = site;
  [doctor, otherDoctor, patient] = (await Promise.all(
    [people.doctor, people.otherDoctor, people.patient].map((one) => as(one)),
  )) as [Browser, Browser, Browser];
});
afterAll(() => site.close());

type Inside = Record<string, unknown> & { resourceType: string };
const insideOf = (bytes: Buffer): Inside[] => {
  const bundle = parseJson(bytes) as JsonObject;
  const entries = JSON.parse(bytes.toString()).entry as { fullUrl: string; resource: Inside }[];
  expect(validateResource(bundle)).toEqual([]);
  for (const { fullUrl, resource } of entries)
    expect(fullUrl).toBe(`${site.app.publicUrl}/fhir/${resource.resourceType}/${resource.id}`);
  return entries.map(({ resource }) => resource);
};
const stored = async (record: number): Promise<string[]> => {
  const sql = 'SELECT bytes FROM resource_version WHERE chain = $1 AND record = $2 AND current';
  const { rows } = await site.db.pool.query<{ bytes: Buffer }>(sql, [site.people.chart.chain, record]);
  return rows.map(({ bytes }) => bytes.toString());
};

describe.each(definitions.map(({ type }) => type))('a %s record', (type) => {
  test('leaves as a document with all of its stored bytes, and the log says so', async () => {
    const written = await doctor.post(`/patients/PAT001/records/${type}`, recordForm(type));
    const address = String(written.headers.location).split('?')[0] ?? '';
    expect((await patient.get(address)).body).toContain(`href="${address}/document"`);
    const answer = await patient.get(`${address}/document`);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/fhir+json']);
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="PAT001-REC/);
    const inside = insideOf(answer.rawPayload);
    expect(inside.slice(0, 3).map(({ resourceType }) => resourceType)).toEqual([
      'Composition',
      'Patient',
      'Practitioner',
    ]);
    for (const bytes of await stored(Number(address.split('/').at(-1)))) expect(answer.body).toContain(bytes);
    const log = await patient.get('/access/log');
    expect(log.body).toContain('as an ABDM document');
    expect((await otherDoctor.get(`${address}/document`)).statusCode).toBe(404);
  });
});

test('a scanned document brings its file, and its author no more of the patient than the banner has', async () => {
  const file = pdfFile();
  const record = await fileDocument(doctor, 'PAT001', file);
  const address = `/patients/PAT001/records/${record}/document`;
  const [own, authors] = await Promise.all([patient, doctor].map((who) => who.get(address)));
  const [first, ...others] = insideOf(own?.rawPayload ?? Buffer.of());
  expect(JSON.stringify(first)).toContain('419891008');
  const binary = others.find(({ resourceType }) => resourceType === 'Binary');
  expect(Buffer.from(String(binary?.data), 'base64').equals(file)).toBe(true);
  expect(own?.body).toContain('1980-07-14');
  expect(authors?.statusCode).toBe(200);
  expect(authors?.body).not.toContain('1980-07-14');
});

test('a file that is not what was recorded does not leave', async () => {
  const record = await fileDocument(doctor, 'PAT001', pdfFile());
  const { chain } = site.people.chart;
  await site.db.pool.query(`UPDATE file SET object = repeat('0', 64) WHERE chain = $1 AND record = $2`, [
    chain,
    record,
  ]);
  const answer = await patient.get(`/patients/PAT001/records/${record}/document`, { accept: 'application/json' });
  expect([answer.statusCode, answer.body]).toEqual([410, expect.stringContaining('missing')]);
});

test('$document is the same of a Composition, for who may read it', async () => {
  const written = await doctor.post('/patients/PAT001/records/diagnosis', recordForm('diagnosis'));
  const address = String(written.headers.location).split('?')[0] ?? '';
  const [composition] = insideOf((await patient.get(`${address}/document`)).rawPayload);
  const operation = `/fhir/Composition/${composition?.id}/$document`;
  expect(insideOf((await patient.get(operation)).rawPayload)[0]).toEqual(composition);
  expect((await otherDoctor.get(operation)).statusCode).toBe(404);
  expect((await patient.get(`${operation}?persist=true`)).statusCode).toBe(422);
  await grant(site, site.people.patient, site.people.otherDoctor, { scope: { ...EVERY_RECORD, types: ['diagnosis'] } });
  const read = await otherDoctor.get(operation);
  expect(read.statusCode).toBe(200);
  expect(isObject(parseJson(read.rawPayload))).toBe(true);
  expect(read.body).toContain('1980-07-14');
});
