// Patients are registered at the desk: what a form becomes, who may be the same person, two at once, and twice.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { practitioner } from './support/practitioners.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const lines: string[] = [];
let site: TestServer;
let second: Actor;
let forms = 0;

beforeAll(async () => {
  site = await startTestServer(lines);
  second = await practitioner(site, 'staff', 'Second Desk');
});
afterAll(async () => {
  await site.settle();
  const { problems } = await verifyStore(site.db, site.identity);
  await site.close();
  expect(problems).toEqual([]);
  for (const secret of ['234123412346', 'Penicillin', 'Kamala']) expect(lines.join('')).not.toContain(secret);
});
beforeEach(() => {
  forms += 1;
  site.clock.offset += 15 * 60_000;
});

const nonce = (n = forms) => n.toString(16).padStart(32, '0');
const formOf = (more: Record<string, string> = {}) => ({
  nonce: nonce(),
  name: `Kamala Person ${String.fromCharCode(96 + forms)}`,
  sex: 'female',
  birthDate: `19${60 + forms}-03-04`,
  phone: String(9_700_000_000 + forms),
  language: 'ta',
  ...more,
});
const send = async (by: Actor, form: Record<string, string>) => (await site.as(by)).post('/desk/register', form);
const plain = (body: string) => body.replaceAll(/<style>.*?<\/style>/gs, '').replaceAll(/<[^>]+>/g, ' ');
const numberIn = (body: string) => /\bPAT\d{3,}\b/.exec(plain(body))?.[0] ?? 'none';
const passwordIn = (body: string) => /[a-z2-9]{5}(?:-[a-z2-9]{5}){3}/.exec(plain(body))?.[0] ?? 'none';
async function contents(number: string) {
  const { rows } = await site.db.pool.query(
    `SELECT v.type, convert_from(v.bytes, 'UTF8')::jsonb AS resource, b.type AS block FROM resource_version v
     JOIN patient_number n ON n.chain = v.chain JOIN block b ON b.chain = v.chain AND b.seq = v.block_seq
     WHERE n.number = $1 AND v.block_seq = 0 ORDER BY v.place`,
    [number],
  );
  return rows;
}
const countPatients = async () => (await site.db.pool.query('SELECT FROM patient')).rowCount ?? 0;

describe('the form', () => {
  test('with every field makes a chain, a number and a first password that has to be replaced', async () => {
    const answer = await send(
      site.people.staff,
      formOf({
        officialName: 'கமலா',
        officialLanguage: 'ta',
        gender: 'woman',
        email: 'kamala@example.org',
        addressLine: '4, Temple Street',
        city: 'Madurai',
        district: 'Madurai',
        state: 'TN',
        pin: '625001',
        contactName: 'Ravi',
        contactRelation: 'son',
        contactPhone: '9812345678',
        abha: '91-2345-6789-0123',
        abhaAddress: 'Kamala.1961@abdm',
        aadhaar: '2341 2341 2346',
        card: 'voter-id',
        cardNumber: 'TN/01/234/567890',
        bloodGroup: 'B+',
        allergies: 'Penicillin\r\nPeanuts',
        medication: 'Metformin 500 mg',
      }),
    );
    expect(answer.statusCode).toBe(200);
    const number = numberIn(answer.body);
    const found = await contents(number);
    expect(found.map(({ type }) => type)).toEqual([
      'Patient',
      'Observation',
      'AllergyIntolerance',
      'AllergyIntolerance',
      'MedicationStatement',
      'AuditEvent',
    ]);
    expect(found.every(({ block }) => block === 'registration')).toBe(true);
    expect(found[0].resource).toMatchObject({
      extension: [{ valueCodeableConcept: { text: 'Woman' } }],
      name: [{ text: expect.stringContaining('Kamala') }, { text: 'கமலா' }],
      address: [{ city: 'Madurai', state: 'Tamil Nadu', postalCode: '625001' }],
      contact: [{ name: { text: 'Ravi' } }],
    });
    const values = found[0].resource.identifier.map(({ value }: { value: string }) => value);
    expect(values).toEqual([number, '91-2345-6789-0123', 'kamala.1961@abdm', '2346', '7890']);
    const all = (
      await site.db.pool.query(`SELECT string_agg(convert_from(bytes, 'UTF8'), '') AS t FROM resource_version`)
    ).rows[0].t;
    for (const hidden of ['234123412346', 'TN01234567890', passwordIn(answer.body)]) expect(all).not.toContain(hidden);
    const patient = await site.as(null);
    const signedIn = await patient.post('/sign-in', { login: number, password: passwordIn(answer.body) });
    expect(signedIn.statusCode).toBe(303);
    expect((await patient.get('/')).headers.location).toBe('/first-password');
  });

  test('takes an age where no date is known, and a child', async () => {
    const old = await send(site.people.staff, formOf({ birthDate: '', age: '70' }));
    const year = new Date(site.ledger.clock()).getUTCFullYear() - 70;
    const [{ resource }] = await contents(numberIn(old.body));
    expect([String(year), String(year + 1)]).toContain(resource.birthDate);
    const found = await (await site.as(site.people.staff)).get(`/patients?number=${numberIn(old.body)}`);
    expect(plain(found.body)).toMatch(/\b(?:69|70)\b/);
    const child = await send(
      site.people.staff,
      formOf({ nonce: nonce(900), name: 'Small Child', birthDate: '2025-01-05', phone: '' }),
    );
    expect(child.statusCode).toBe(200);
  });

  test('that is wrong says where, keeps what was typed and writes nothing', async () => {
    const before = await countPatients();
    const answer = await send(
      site.people.staff,
      formOf({
        name: '<b>Kamala</b>',
        sex: 'x',
        birthDate: '2999-01-01',
        pin: '012345',
        state: 'ZZ',
        contactName: 'Ravi',
        abha: '12',
        abhaAddress: '1abc',
        aadhaar: '234123412345',
        card: 'pan',
        cardNumber: 'A1',
        noAllergies: 'yes',
        allergies: 'Dust',
        language: 'xx',
      }),
    );
    expect(answer.statusCode).toBe(422);
    for (const field of [
      'sex',
      'birthDate',
      'pin',
      'state',
      'contactPhone',
      'abha',
      'abhaAddress',
      'aadhaar',
      'cardNumber',
      'allergies',
      'language',
    ])
      expect(answer.body).toContain(`id="${field}-error"`);
    expect(answer.body).toContain('&lt;b>Kamala&lt;/b>');
    const huge = await send(
      site.people.staff,
      formOf({ allergies: 'x\n'.repeat(20) + Array.from({ length: 40 }, (_, i) => `a${i}`).join('\n') }),
    );
    expect(huge.body).toContain('id="allergies-error"');
    expect(await countPatients()).toBe(before);
  });

  test('sent twice, and twice at once, registers one and hands over the same password', async () => {
    const before = await countPatients();
    const [one, two] = await Promise.all([send(site.people.staff, formOf()), send(site.people.staff, formOf())]);
    const three = await send(site.people.staff, formOf());
    expect(new Set([one, two, three].map(({ body }) => `${numberIn(body)} ${passwordIn(body)}`)).size).toBe(1);
    expect(await countPatients()).toBe(before + 1);
    const other = await send(site.people.staff, formOf({ name: 'Somebody Else', phone: '9711111111' }));
    expect(other.statusCode).toBe(409);
    expect(await countPatients()).toBe(before + 1);
  });

  test('is refused where it has no number of its own', async () => {
    expect((await send(site.people.staff, formOf({ nonce: 'x' }))).statusCode).toBe(400);
  });
});

describe('somebody who may be registered already', () => {
  test('is shown with what tells them apart; a reason registers another person, and stands in the chain', async () => {
    const first = await send(site.people.staff, formOf({ abha: '11-1111-1111-1111' }));
    const number = numberIn(first.body);
    const again = { nonce: nonce(1000 + forms), name: 'Another Person', birthDate: '1990-01-01' };
    for (const same of [
      {},
      { phone: '', abha: '11-1111-1111-1111' },
      { phone: '', name: formOf().name.toUpperCase(), birthDate: formOf().birthDate },
    ]) {
      const answer = await send(second, formOf({ ...again, ...same }));
      expect(answer.statusCode).toBe(409);
      expect(plain(answer.body)).toContain(number);
      expect(answer.body).not.toContain(`+91${formOf().phone}`);
    }
    const without = await send(second, formOf({ ...again, told: number, reason: '' }));
    expect(without.body).toContain('id="reason-error"');
    const told = await send(second, formOf({ ...again, told: number, reason: 'Sister, both were here' }));
    expect(told.statusCode).toBe(200);
    const stated = (await contents(numberIn(told.body))).at(-1)?.resource;
    expect(stated).toMatchObject({ outcomeDesc: 'Sister, both were here' });
    expect(JSON.stringify(stated)).not.toContain(number);
    await site.settle();
    const { rows } = await site.db.pool.query(
      `SELECT count(*)::int AS count FROM access_event e JOIN patient_number n ON n.chain = e.chain
       WHERE n.number = $1 AND e.action = 'find-patient' AND e.actor = $2`,
      [number, second.account],
    );
    expect(rows[0].count).toBe(4);
  });

  test('and of two desks that register the same person at once, one is asked', async () => {
    const before = await countPatients();
    const answers = await Promise.all([
      send(site.people.staff, formOf()),
      send(second, formOf({ nonce: nonce(2000 + forms) })),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect(await countPatients()).toBe(before + 1);
  });

  test('goes back to the form with everything that was typed', async () => {
    const answer = await send(site.people.staff, formOf({ edit: 'yes', told: 'PAT001', city: 'Salem', reason: '' }));
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('value="Salem"');
  });

  test('by the Aadhaar number is refused at that field', async () => {
    const answer = await send(site.people.staff, formOf({ aadhaar: '234123412346' }));
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('id="aadhaar-error"');
  });
});

test('doctors, patients and administrators do not come here', async () => {
  for (const who of [site.people.doctor, site.people.patient, site.people.administrator])
    expect((await send(who, formOf())).statusCode).toBe(404);
});
