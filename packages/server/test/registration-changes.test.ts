// A registration is changed: at the desk, by the patient and by a guardian; what it becomes, who may not, two at once, twice.

import { type JsonObject, parseJson } from '@patrec/fhir';
import { validateResource } from '@patrec/fhir/validate';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { importBundle } from '../src/operations/import-bundle.ts';
import { endSound } from './support/end-sound.ts';
import { accepted, onePatient } from './support/guardianships.ts';
import { share } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const lines: string[] = [];
let site: TestServer;
let desk: Browser;
let second: Browser;
let colleague: Actor;
let forms = 0;

beforeAll(async () => {
  site = await startTestServer(lines);
  colleague = await practitioner(site, 'staff', 'Second Desk');
});
afterAll(async () => {
  await endSound(site);
  for (const secret of ['Penicillin', 'Kamala', '9700000']) expect(lines.join('')).not.toContain(secret);
});

beforeEach(async () => {
  site.clock.offset += 15 * 60_000; // pairs that matched nobody are forgotten
  [desk, second] = [await site.as(site.people.staff), await site.as(colleague)];
});

type Form = Record<string, string>;
const nonce = () => (++forms).toString(16).padStart(32, '0');
const plain = (body: string) => body.replaceAll(/<style>.*?<\/style>/gs, '').replaceAll(/<[^>]+>/g, ' ');
const wholeForm = (): Form => ({
  name: `Kamala ${'abcdefghijklmnopqrstuvwxyz'[forms % 26]} ${'abcdefghijklmnopqrstuvwxyz'[(forms / 26) | 0]}`,
  officialName: 'கமலா',
  officialLanguage: 'ta',
  sex: 'female',
  gender: 'woman',
  birthDate: '1961-03-04',
  language: 'ta',
  phone: `+9197000000${String(forms).padStart(2, '0')}`,
  email: 'kamala@example.org',
  addressLine: '4, Temple Street',
  city: 'Madurai',
  district: 'Madurai',
  state: 'TN',
  pin: '625001',
  contactName: 'Ravi',
  contactRelation: 'son',
  contactPhone: '+919812345678',
  card: 'voter-id',
  cardNumber: '7890',
  bloodGroup: 'B+',
  allergies: 'Penicillin\r\nPeanuts',
  medication: 'Metformin 500 mg',
});

/** What stands in the controls of a page's form. */
function filledIn(body: string): Form {
  const form: Form = {};
  const text = (value = '') => value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  const main = body.slice(body.indexOf('<main'));
  for (const [, tag = ''] of main.matchAll(/<input\b([^>]*)>/g)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1];
    if (!name || (tag.includes('type="checkbox"') && !/\bchecked\b/.test(tag))) continue;
    form[name] = text(/\bvalue="([^"]*)"/.exec(tag)?.[1]);
  }
  for (const [, name = '', inner = ''] of main.matchAll(/<select\b[^>]*\bname="([^"]*)"[^>]*>(.*?)<\/select>/gs))
    form[name] = text(
      /<option\b[^>]*\bvalue="([^"]*)"[^>]*\bselected\b/.exec(inner)?.[1] ??
        /<option\b[^>]*\bselected\b[^>]*\bvalue="([^"]*)"/.exec(inner)?.[1],
    );
  for (const [, name = '', inner = ''] of main.matchAll(/<textarea\b[^>]*\bname="([^"]*)"[^>]*>(.*?)<\/textarea>/gs))
    form[name] = text(inner).replaceAll('\n', '\r\n');
  const { _csrf: _, ...typed } = form;
  return typed;
}

async function registered(form = wholeForm()): Promise<{ number: string; form: Form }> {
  const { body, statusCode } = await desk.post('/desk/register', { nonce: nonce(), ...form, told: '', reason: '' });
  const number = /\bPAT\d{3,}\b/.exec(plain(body))?.[0] ?? 'none';
  expect([statusCode, number]).not.toContain('none');
  return { number, form };
}

const whom = (number: string, birthDate = '1961-03-04') => ({ number, birthDate, document: 'passport' });
async function opened(number: string, by = desk, birthDate?: string): Promise<Form> {
  const answer = await by.post('/desk/registration', whom(number, birthDate));
  expect(answer.statusCode).toBe(200);
  return filledIn(answer.body);
}
const send = (form: Form, change: Form, by = desk) =>
  by.post('/desk/registration/change', { ...form, reason: form.reason || 'As on the passport.', ...change });

interface StoredVersion {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly current: boolean;
  readonly block: string;
  readonly resource: Record<string, never> & { [name: string]: unknown };
}
async function stored(number: string): Promise<StoredVersion[]> {
  const { rows } = await site.db.pool.query(
    `SELECT v.id, v.type, v.version, v.current, b.type AS block, convert_from(v.bytes, 'UTF8')::json AS resource
     FROM resource_version v JOIN patient_number n ON n.chain = v.chain
       JOIN block b ON b.chain = v.chain AND b.seq = v.block_seq
     WHERE n.number = $1 AND v.record IS NULL AND v.type <> 'Bundle' ORDER BY v.block_seq, v.place`,
    [number],
  );
  return rows;
}
async function patientOf(number: string) {
  const versions = (await stored(number)).filter(({ type }) => type === 'Patient');
  return { versions, newest: versions.at(-1) as StoredVersion, first: versions[0] as StoredVersion };
}
async function rowOf(number: string) {
  const { rows } = await site.db.pool.query(
    `SELECT p.name, p.birth_date::text AS birth, p.born, p.sex, p.phone, p.abha, p.blood_group AS blood, a.name AS account,
       (SELECT count(*)::int FROM access_event e WHERE e.chain = p.chain AND e.action = 'change-registration') AS changes
     FROM patient p JOIN account a ON a.id = p.account_id WHERE p.number = $1`,
    [number],
  );
  return rows[0];
}

describe('the desk', () => {
  test('gets the form filled with what stands, and what it changes becomes a version that FHIR reads', async () => {
    const { number, form: typed } = await registered();
    const form = await opened(number);
    for (const [name, value] of Object.entries(typed)) expect([name, form[name]]).toEqual([name, value]);
    const change = {
      name: 'Kamala Raghavan',
      birthDate: '1962-03-04',
      phone: '98400 12345',
      abha: '91-2345-6789-0123',
      bloodGroup: 'O-',
      allergies: 'Peanuts\r\nLatex',
      medication: '',
    };
    const answer = await send(form, change);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/desk?notice=desk-registration-changed']);
    const { versions, newest, first } = await patientOf(number);
    expect(versions.map(({ version, current, block }) => [version, current, block])).toEqual([
      [1, false, 'registration'],
      [2, true, 'amendment'],
    ]);
    const { meta, name, telecom, identifier, birthDate, ...rest } = newest.resource;
    expect(meta).toMatchObject({ versionId: '2' });
    expect([birthDate, name, telecom]).toEqual([
      '1962-03-04',
      [expect.objectContaining({ text: 'Kamala Raghavan' }), expect.objectContaining({ text: 'கமலா' })],
      [expect.objectContaining({ value: '+919840012345' }), expect.objectContaining({ value: 'kamala@example.org' })],
    ]);
    expect(identifier).toContainEqual(expect.objectContaining({ value: '91-2345-6789-0123' }));
    expect(first.resource).toMatchObject(rest);
    expect(await rowOf(number)).toEqual({
      ...{ name: 'Kamala Raghavan', account: 'Kamala Raghavan', birth: '1962-03-04', born: '1962-03-04' },
      ...{ sex: 'female', phone: '9840012345', abha: '91-2345-6789-0123', blood: 'O-', changes: 1 },
    });
    const made = (await stored(number)).filter(({ block }) => block === 'amendment');
    expect(made.map(({ type, version, resource }) => [type, version, resource.status ?? null])).toEqual([
      ['Patient', 2, null],
      ['Observation', 2, 'amended'],
      ['AllergyIntolerance', 2, null],
      ['AllergyIntolerance', 1, null],
      ['MedicationStatement', 2, 'stopped'],
      ['Provenance', 1, null],
      ['AuditEvent', 1, null],
    ]);
    expect(JSON.stringify(made[2]?.resource.verificationStatus)).toContain('entered-in-error');
    for (const { id, type } of made.slice(0, 5)) await isServed(number, type, id);
  });

  async function isServed(number: string, type: string, id: string) {
    await site.db.pool.query('UPDATE account SET one_time_until = NULL WHERE login = $1', [number]);
    const { rows } = await site.db.pool.query(
      'SELECT p.account_id AS account, p.chain, a.name FROM patient p JOIN account a ON a.id = p.account_id WHERE number = $1',
      [number],
    );
    const own: Actor = { ...rows[0], login: number, role: 'patient', verified: true };
    const reader = await site.as(own);
    const newest = await reader.get(`/fhir/${type}/${id}`);
    expect(validateResource(parseJson(newest.rawPayload) as JsonObject)).toEqual([]);
    const history = JSON.parse((await reader.get(`/fhir/${type}/${id}/_history`)).body);
    const every = await Promise.all(
      history.entry.map((_: unknown, i: number) => reader.get(`/fhir/${type}/${id}/_history/${i + 1}`)),
    );
    expect(every.at(-1)?.body).toBe(newest.body);
    expect(history.entry.map(({ resource }: { resource: unknown }) => resource).reverse()).toEqual(
      every.map(({ body }) => JSON.parse(body)),
    );
  }

  test('is told at the field what is wrong, keeps what it typed, and what stands is not judged', async () => {
    const { number } = await registered();
    const form = await opened(number);
    const wrong = {
      birthDate: '2999-01-01',
      pin: '012345',
      contactPhone: '',
      reason: ' ',
      allergies: 'Dust',
      noAllergies: 'yes',
    };
    const answer = await send(form, { ...wrong, city: 'Salem' });
    expect(answer.statusCode).toBe(422);
    for (const field of ['birthDate', 'pin', 'contactPhone', 'allergies', 'reason'])
      expect(answer.body).toContain(`id="${field}-error"`);
    expect(filledIn(answer.body)).toMatchObject({ ...wrong, city: 'Salem', nonce: form.nonce, version: '1' });
    const same = await send(form, {});
    expect(plain(same.body)).toContain('Nothing in the form differs');
    expect((await rowOf(number)).changes).toBe(0);
    for (const broken of [{ nonce: 'x' }, { version: '' }, { version: '0' }, { version: '1e3' }])
      expect((await send(form, { ...broken, city: 'Salem' })).statusCode).toBe(400);
    const huge = await send(form, { name: 'x'.repeat(5000), allergies: 'y\n'.repeat(5000) });
    expect(huge.statusCode).toBe(422);
  });

  test('needs number, date of birth and document, and each view is in the log of the patient', async () => {
    const { number } = await registered();
    for (const one of [{ birthDate: '1961-03-05' }, { number: 'PAT999' }, { document: '' }, { birthDate: 'x' }]) {
      const answer = await desk.post('/desk/registration', { ...whom(number), ...one });
      expect(answer.statusCode).toBe(422);
      expect(plain(answer.body)).not.toContain('Temple Street');
    }
    const form = await opened(number);
    const other = await opened((await registered()).number, second);
    for (const served of ['', 'x', form.served?.slice(0, -2) ?? '', other.served ?? ''])
      expect((await send(form, { served, city: 'Salem' })).statusCode).toBe(400);
    expect((await rowOf(number)).changes).toBe(0);
    await site.settle();
    const { rows } = await site.db.pool.query(
      `SELECT e.action, e.basis FROM access_event e JOIN patient_number n ON n.chain = e.chain WHERE n.number = $1
       AND e.action = 'view-registration'`,
      [number],
    );
    expect(rows).toEqual([{ action: 'view-registration', basis: 'duty' }]);
  });

  test('serves somebody of whom only the age is known: the year stays, or a date replaces it', async () => {
    const { number } = await registered({ ...wholeForm(), birthDate: '', age: '60' });
    const { born } = await rowOf(number);
    const form = await opened(number, desk, `${born}-05-05`);
    expect([form.birthDate, form.age]).toEqual(['', '']);
    expect((await send(form, { city: 'Salem' })).statusCode).toBe(303);
    expect(await rowOf(number)).toMatchObject({ born, birth: null });
    const again = await opened(number, desk, `${born}-05-05`);
    expect((await send(again, { birthDate: '1959-12-31' })).statusCode).toBe(303);
    expect(await rowOf(number)).toMatchObject({ born: '1959-12-31', birth: '1959-12-31' });
  });

  test('sent twice changes once; two at once, the second is told with both versions and goes on from there', async () => {
    const { number } = await registered();
    const [form, other] = [await opened(number), await opened(number, second)];
    const [one, two] = await Promise.all([send(form, { city: 'Salem' }), send(form, { city: 'Salem' })]);
    expect([one.statusCode, two.statusCode]).toEqual([303, 303]);
    expect((await rowOf(number)).changes).toBe(1);
    const late = await send(other, { city: 'Karur', reason: 'Moved' }, second);
    expect(late.statusCode).toBe(409);
    expect(plain(late.body)).toMatch(/Salem[\s\S]*Karur/);
    const kept = filledIn(late.body);
    expect(kept).toMatchObject({ city: 'Karur', version: '2', reason: 'Moved' });
    expect((await send(kept, {}, second)).statusCode).toBe(303);
    expect((await patientOf(number)).newest.version).toBe(3);
  });

  test('looks at who may be the same person where that is new, and says why it is another', async () => {
    const [one, two] = [await registered(), await registered()];
    const form = await opened(two.number);
    const same = { name: one.form.name ?? '', phone: one.form.phone ?? '' };
    const asked = await send(form, same);
    expect(asked.statusCode).toBe(409);
    expect(plain(asked.body)).toContain(one.number);
    const proposed = filledIn(
      asked.body.slice(asked.body.indexOf('<form class="card stack"')).replace('<form', '<main><form'),
    );
    expect((await desk.post('/desk/registration/change', { ...proposed, edit: 'yes' })).statusCode).toBe(200);
    expect((await desk.post('/desk/registration/change', { ...proposed, apart: '' })).body).toContain(
      'id="apart-error"',
    );
    const told = await desk.post('/desk/registration/change', { ...proposed, apart: 'Sisters, both were here' });
    expect(told.statusCode).toBe(303);
    const apart = (await stored(two.number)).filter(({ type }) => type === 'AuditEvent').at(-1);
    expect(apart?.resource).toMatchObject({ outcomeDesc: 'Sisters, both were here' });
    expect(JSON.stringify(apart?.resource)).not.toContain(one.number);
    const later = await opened(two.number);
    expect((await send(later, { city: 'Salem' })).statusCode).toBe(303);
  });

  test('leaves everything of somebody brought from elsewhere that nobody touched', async () => {
    const brought = {
      resourceType: 'Patient',
      extension: [{ url: 'http://example.org/birth-place', valueString: 'Springfield' }],
      identifier: [{ system: 'urn:example:clinic', value: '77' }],
      name: [
        { family: 'Smith', given: ['Ann', 'B.'] },
        { use: 'maiden', family: 'Jones' },
      ],
      telecom: [{ system: 'phone', value: '555-710-6512', use: 'home' }],
      gender: 'female',
      address: [{ line: ['1 Main Street', 'Unit 4'], city: 'Boston', state: 'Massachusetts', postalCode: '02139' }],
      maritalStatus: { text: 'Married' },
      multipleBirthInteger: 2,
    };
    const entry = [{ fullUrl: 'urn:uuid:7', resource: brought, request: { method: 'POST', url: 'Patient' } }];
    const bytes = new TextEncoder().encode(JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }));
    const { patient: number } = await importBundle(site, bytes, { passwordHash: null, demo: false });
    const form = await opened(number, desk, '1970-01-01');
    const { pin, phone, state, ...rest } = form;
    expect([pin, phone, state, rest.name]).toEqual(['02139', '555-710-6512', '', 'Ann B. Smith']);
    expect((await send(form, { birthDate: '1970-06-07', language: 'en' })).statusCode).toBe(303);
    const { first, newest } = await patientOf(number);
    const communication = [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'en' }] }, preferred: true }];
    const { meta: _, ...before } = first.resource;
    expect(newest.resource).toEqual({ ...before, meta: newest.resource.meta, birthDate: '1970-06-07', communication });
    const moved = await opened(number, desk, '1970-06-07');
    expect((await send(moved, { city: 'Pune', pin: '411001', state: 'MH' })).statusCode).toBe(303);
    expect((await patientOf(number)).newest.resource).toMatchObject({
      ...{ name: brought.name, extension: brought.extension, telecom: brought.telecom },
      address: [{ line: ['1 Main Street, Unit 4'], city: 'Pune', state: 'Maharashtra', postalCode: '411001' }],
    });
  });

  test('is staff alone', async () => {
    const { number } = await registered();
    for (const who of [site.people.doctor, site.people.patient, site.people.administrator])
      expect((await (await site.as(who)).post('/desk/registration', whom(number))).statusCode).toBe(404);
  });
});

describe('the patient', () => {
  const contact = (number: string) => `/patients/${number}/registration/contact`;
  const page = '/patients/PAT001/registration';

  test('changes how to reach them and nothing else, and everybody who may read it reads what was before', async () => {
    const { people } = site;
    const own = await site.as(people.patient);
    const form = filledIn((await own.get(contact('PAT001'))).body);
    const change = { phone: '9840011111', addressLine: '9 Beach Road', language: 'hi', reason: 'Moved' };
    const answer = await own.post(contact('PAT001'), {
      ...form,
      ...change,
      name: 'Somebody Else',
      birthDate: '1990-01-01',
    });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${page}?notice=registration-changed`]);
    expect(await rowOf('PAT001')).toMatchObject({
      name: 'Lakshmi Narayanan',
      birth: '1980-07-14',
      phone: '9840011111',
    });
    const again = await own.post(contact('PAT001'), { ...form, ...change });
    expect([again.statusCode, (await rowOf('PAT001')).changes]).toEqual([303, 1]);
    await share(site, people.patient, people.doctor);
    const doctor = await site.as(people.doctor);
    for (const reader of [own, doctor]) {
      expect(plain((await reader.get(page)).body)).toMatch(/9 Beach Road[\s\S]*Moved/);
      expect(plain((await reader.get(`${page}/versions/2/changes`)).body)).toContain('+919840011111');
      for (const missing of ['0', '1', '3', 'x'])
        expect((await reader.get(`${page}/versions/${missing}/changes`)).statusCode).toBe(404);
    }
    for (const who of [people.otherPatient, people.otherDoctor, people.staff, people.administrator]) {
      const stranger = await site.as(who);
      for (const address of [page, `${page}/versions/2/changes`, contact('PAT001')])
        expect((await stranger.get(address)).statusCode).toBe(404);
      expect((await stranger.post(contact('PAT001'), { ...form, ...change })).statusCode).toBe(404);
    }
    expect((await doctor.post(contact('PAT001'), { ...form, ...change })).statusCode).toBe(404);
  });

  test('is not told that somebody has the same phone, and is told what is wrong', async () => {
    const own = await site.as(site.people.otherPatient);
    const form = filledIn((await own.get(contact('PAT002'))).body);
    const wrong = await own.post(contact('PAT002'), { ...form, phone: '12', email: 'x', reason: '' });
    expect(wrong.statusCode).toBe(422);
    for (const field of ['phone', 'email', 'reason']) expect(wrong.body).toContain(`id="${field}-error"`);
    const { phone } = await rowOf('PAT001');
    expect((await own.post(contact('PAT002'), { ...form, phone, language: 'en', reason: 'New' })).statusCode).toBe(303);
  });

  test('has a guardian who decides do it, in both names, and not one who looks', async () => {
    const { people } = site;
    const leela = await onePatient(site, people.staff, 'Leela Rao', '1985-05-05');
    await accepted(site, people.patient, leela, { level: 'complete' });
    await accepted(site, people.patient, people.otherPatient, { level: 'view' });
    const [decides, looks] = [await site.as(leela), await site.as(people.otherPatient)];
    const address = `/for/PAT001${contact('PAT001')}`;
    const form = filledIn((await decides.get(address)).body);
    const change = {
      ...form,
      contactName: 'Leela',
      contactRelation: 'sister',
      contactPhone: '9840022222',
      reason: 'Wish',
    };
    expect((await looks.get(`/for/PAT001${page}`)).statusCode).toBe(200);
    for (const answer of [await looks.get(address), await looks.post(address, change)])
      expect(answer.statusCode).toBe(404);
    expect((await decides.post(address, change)).statusCode).toBe(303);
    const made = (await stored('PAT001')).filter(({ block }) => block === 'amendment').slice(-3);
    expect(made.map(({ type }) => type)).toEqual(['Patient', 'Provenance', 'Provenance']);
    expect(JSON.stringify(made[2]?.resource)).toContain('onBehalfOf');
    expect(plain((await decides.get(`/for/PAT001${page}`)).body)).toMatch(/Leela Rao[\s\S]*Wish/);
  });
});
