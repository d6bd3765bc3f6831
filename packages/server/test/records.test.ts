// Every record type over HTTP, without a script: written, refused, read, shared by its type, and verified.

import { type DefinedType, definitions } from '@patrec/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { EVERY_RECORD, grant } from './support/permissions.ts';
import { recordForm, recordForms, recordWords } from './support/record-forms.ts';
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
    [people.doctor, people.otherDoctor, people.staff, people.patient].map((person) => as(person)),
  )) as [Browser, Browser, Browser, Browser];
});
afterAll(() => site.close());

const types = definitions.map(({ type }) => type);
const form = (type: string) => `/patients/PAT001/records/${type}`;
const write = async (who: Browser, type: DefinedType, more: Record<string, string> = {}): Promise<string> => {
  const answer = await who.post(form(type), recordForm(type, more));
  expect([answer.statusCode, answer.statusCode === 303 ? '' : answer.body]).toEqual([303, '']);
  return String(answer.headers.location).split('?')[0] ?? '';
};
const countOf = async (): Promise<number> =>
  (await site.db.pool.query('SELECT count(*)::integer AS n FROM record')).rows[0].n;

describe.each(types)('the %s record', (type) => {
  test('is written, and the patient reads all of it, on paper too', async () => {
    const address = await write(doctor, type);
    const page = await patient.get(address);
    for (const words of recordWords[type]) expect(page.body).toContain(words);
    const printed = await patient.get(`${address}/print`);
    for (const words of recordWords[type]) expect(printed.body).toContain(words);
    const timeline = await patient.get(`/patients/PAT001/records?type=${type}`);
    expect(timeline.body).toContain(address);
  });

  test('that is sent twice, at once or later, is one record', async () => {
    const before = await countOf();
    const sent = recordForm(type);
    const answers = await Promise.all([1, 2, 3].map(() => doctor.post(form(type), sent)));
    const again = await doctor.post(form(type), sent);
    expect(new Set([...answers, again].map(({ headers }) => headers.location)).size).toBe(1);
    expect(await countOf()).toBe(before + 1);
  });

  test('is refused where it is empty, wrong or absurd, and keeps what was typed', async () => {
    const before = await countOf();
    const time = definitions.find((one) => one.type === type)?.time.id ?? '';
    const wrong = { ...recordForms[type], [time]: '2099-01-01T00:00' };
    const answer = await doctor.post(form(type), recordForm(type, wrong));
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(`id="${time}-error"`);
    for (const [name, value] of Object.entries(wrong)) {
      expect(answer.body).toContain(`name="${name}"`);
      expect(answer.body).toContain(value.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
    }
    const { nonce = '' } = recordForm(type);
    for (const values of [{}, { [time]: '2026-10-01T08:30' }, { [time]: 'x'.repeat(5000) }])
      expect((await doctor.post(form(type), { nonce, ...values })).statusCode).toBe(422);
    expect((await doctor.post(form(type), recordForms[type])).statusCode).toBe(400);
    expect(await countOf()).toBe(before);
  });

  test('is read by a doctor to whom its type alone was given, and no other record is', async () => {
    const address = await write(doctor, type);
    const other = await write(doctor, type === 'laboratory' ? 'general' : 'laboratory');
    expect((await otherDoctor.get(address)).statusCode).toBe(404);
    const end = await grant(site, site.people.patient, site.people.otherDoctor, {
      scope: { ...EVERY_RECORD, types: [type] },
    });
    expect((await otherDoctor.get(address)).statusCode).toBe(200);
    expect((await otherDoctor.get(other)).statusCode).toBe(404);
    await patient.post(`/access/grants/${end}/revoke`, {});
    expect((await otherDoctor.get(address)).statusCode).toBe(404);
  });
});

test('a line more is a page more: nothing is saved, and nothing typed is lost', async () => {
  const before = await countOf();
  const answer = await doctor.post(form('prescription'), recordForm('prescription', { more: 'medicines' }));
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('name="medicines.1.drug"');
  expect(answer.body).toContain('value="Metformin"');
  expect(await countOf()).toBe(before);
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`medicines.${n}.drug`, 'x']));
  const full = await doctor.post(form('prescription'), recordForm('prescription', { ...many, more: 'medicines' }));
  expect(full.body).toContain('name="medicines.39.drug"');
  expect(full.body).not.toContain('name="medicines.40.drug"');
});

test('staff write what is measured and given, and leave judging to doctors', async () => {
  const page = await staff.get(form('general'));
  expect(page.body).toContain('name="weight"');
  expect(page.body).not.toContain('name="advice"');
  const address = await write(staff, 'general');
  const record = (await patient.get(address)).body;
  expect(record).toContain('28.6');
  expect(record).not.toContain('Walk half an hour');
  expect(record).not.toContain('Type 2 diabetes mellitus');
  for (const type of ['prescription', 'diagnosis', 'procedure', 'discharge', 'dermatology'])
    expect([(await staff.get(form(type))).statusCode, (await staff.post(form(type), {})).statusCode]).toEqual([
      404, 404,
    ]);
});

test('what the reader may write is offered, and nothing else', async () => {
  const [doctors, staffs] = await Promise.all([doctor, staff].map((who) => who.get('/patients?number=PAT001')));
  expect(types.filter((type) => doctors?.body.includes(`href="${form(type)}"`))).toEqual(types);
  expect(types.filter((type) => staffs?.body.includes(`href="${form(type)}"`))).toEqual([
    'general',
    'laboratory',
    'immunisation',
    'cardiac',
  ]);
});

test('allergies of records are in the banner as far as the reader sees, and never hide behind none', async () => {
  const { people } = site;
  const url = '/patients/PAT002/records';
  const otherPatient = await site.as(people.otherPatient);
  const banner = async (who: Browser) =>
    /class="allergies[^"]*">(.*?)<\/p>/s.exec((await who.get(url)).body)?.[1]?.replace(/<[^>]*>/g, '') ?? '';
  const general = (values: Record<string, string>) =>
    doctor.post(`${url}/general`, {
      nonce: recordForm('general').nonce ?? '',
      examinedAt: '2026-10-02T08:30',
      ...values,
    });
  await grant(site, people.otherPatient, people.otherDoctor, { scope: { ...EVERY_RECORD, types: ['general'] } });
  expect(await banner(otherDoctor)).toContain('not confirmation');
  await general({ 'no-allergies': 'none' });
  expect(await banner(otherDoctor)).toContain('No known allergies · confirmed 02-Oct-2026');
  const listed = await general({ 'allergies.0.substance': 'Latex', 'allergies.0.reaction': 'Rash' });
  expect(listed.statusCode).toBe(303);
  await general({ 'no-allergies': 'none' });
  expect(await banner(otherDoctor)).toContain('Latex (Rash)');
  expect((await otherPatient.post(`${url}/2/withhold`, { decision: 'withhold' })).statusCode).toBe(303);
  expect(await banner(otherDoctor)).not.toContain('Latex');
});

test('the store verifies with all of it', async () => {
  await site.settle();
  expect((await verifyStore(site.db, site.identity)).problems).toEqual([]);
});
