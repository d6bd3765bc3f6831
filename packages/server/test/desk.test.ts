// The desk: guardians and addresses by two, Aadhaar numbers by one, for patients who came in person.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { invite, onePatient } from './support/guardianships.ts';
import { deliverAll, giveAddress, linkIn } from './support/mails.ts';
import { PASSWORD } from './support/people.ts';
import { practitioner } from './support/practitioners.ts';
import { contentOf } from './support/tables.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const HOUR_MS = 3_600_000;
const lines: string[] = [];
let site: TestServer;
let second: Actor;
let child: Actor & { chain: string };
let parent: Actor & { chain: string };

beforeAll(async () => {
  site = await startTestServer(lines);
  second = await practitioner(site, 'staff', 'Second Desk');
  child = await onePatient(site, site.people.staff, 'Mina Rao', '2015-02-28');
  parent = await onePatient(site, site.people.staff, 'Leela Rao', '1985-06-01', true);
});
afterAll(async () => {
  await site.settle();
  const { problems } = await verifyStore(site.db, site.identity);
  await site.close();
  expect(problems).toEqual([]);
  for (const secret of ['desk@example.org', '234123412346', 'Birth certificate'])
    expect(lines.join('')).not.toContain(secret);
});
beforeEach(() => {
  site.clock.offset += 2 * HOUR_MS;
});

const ofChild = (more: Record<string, string> = {}) => ({
  number: child.login,
  birthDate: '2015-02-28',
  guardian: parent.login,
  guardianBirthDate: '1985-06-01',
  relation: 'PRN',
  level: 'complete',
  until: '',
  basis: 'parent',
  document: 'voter-id',
  note: 'Birth certificate',
  ...more,
});
const ofAdult = (more: Record<string, string> = {}) =>
  ofChild({ number: 'PAT001', birthDate: '1980-07-14', relation: 'SIB', basis: 'consent', note: '', ...more });
const post = async (by: Actor, url: string, form: Record<string, string>) => (await site.as(by)).post(url, form);
const get = async (by: Actor, url: string) => (await site.as(by)).get(url);
const enter = (by: Actor, form: Record<string, string>) => post(by, '/desk/guardian', form);
const idOf = (location: unknown) => /\/desk\/acts\/([0-9a-f-]{33})\?/.exec(String(location))?.[1] ?? 'none';
async function entered(by: Actor, form: Record<string, string>): Promise<string> {
  const { headers, statusCode } = await enter(by, form);
  expect(statusCode).toBe(303);
  return idOf(headers.location);
}
const confirm = (by: Actor, id: string) => post(by, `/desk/acts/${id}/confirm`, {});
const cancel = (by: Actor, id: string) => post(by, `/desk/acts/${id}/cancel`, {});
const plain = (body: string) => body.replaceAll(/<style>.*?<\/style>/gs, '').replaceAll(/<[^>]+>/g, '');
async function logOf(who: Actor): Promise<string> {
  await site.settle();
  return plain((await get(who, '/access/log')).body);
}
const errorAt = (body: string, field: string) =>
  plain(new RegExp(`id="${field}-error">.*?</p>`, 's').exec(body)?.[0] ?? '');

describe('a guardian', () => {
  test('of a child: two enter and confirm, the parent accepts and decides; nobody needs the child’s password', async () => {
    const { staff } = site.people;
    const id = await entered(staff, ofChild());
    expect((await get(parent, '/guardians')).body).not.toContain('Mina Rao');
    const list = plain((await get(second, '/desk')).body);
    expect(list).toContain(`Leela Rao (${parent.login}) as guardian of Mina Rao (${child.login})`);
    const page = plain((await get(second, `/desk/acts/${id}`)).body);
    for (const words of [
      '28-Feb-2015',
      '01-Jun-1985',
      '28-Feb-2033',
      'Voter identity card',
      'Birth certificate',
      'Kavya Nair (STF1)',
    ])
      expect(page).toContain(words);
    expect((await confirm(second, id)).headers.location).toBe('/desk?notice=desk-confirmed');
    const asked = await get(parent, '/guardians');
    expect(plain(asked.body)).toContain('Mina Rao');
    expect(plain((await get(parent, `/guardians/${id}/answer`)).body)).toContain('At the desk you were entered');
    expect((await get(parent, `/for/${child.login}/`)).statusCode).toBe(404);
    expect((await post(parent, `/guardians/${id}/answer`, { answer: 'accept' })).statusCode).toBe(303);
    expect((await get(parent, `/for/${child.login}/`)).statusCode).toBe(200);
    expect(plain((await get(parent, '/guardians')).body)).toContain('set up at the desk');
    const { rows } = await site.db.pool.query(
      `SELECT until FROM guardianship WHERE id = $1 AND level = 'complete' AND state = 'accepted'`,
      [id],
    );
    expect(rows[0].until.toISOString()).toBe('2033-02-27T18:30:00.000Z');
    const log = await logOf(child);
    for (const words of [
      'Kavya Nair: entered a guardian',
      'Second Desk: confirmed the guardian',
      'Leela Rao: accepted',
    ])
      expect(log.replaceAll(/\s+/g, ' ')).toContain(words);
  });

  test('of a grown patient: who is told, sees it and stops it, or ends it later', async () => {
    const { patient, staff, administrator } = site.people;
    await giveAddress(site, patient, 'lakshmi@example.org', PASSWORD);
    const first = await entered(staff, ofAdult());
    expect((await deliverAll(site)).map(({ subject }) => subject)).toEqual([
      'Patrec: At the desk something was entered for you',
    ]);
    const own = await get(patient, '/guardians');
    expect(plain(own.body)).toContain('Kavya Nair (STF1) entered at');
    expect(own.body).toContain(`/desk/acts/${first}/cancel`);
    expect((await cancel(patient, first)).headers.location).toBe('/guardians?notice=desk-cancelled');
    expect((await confirm(second, first)).statusCode).toBe(404);

    const again = await entered(staff, ofAdult());
    expect((await confirm(administrator, again)).statusCode).toBe(303);
    await post(parent, `/guardians/${again}/answer`, { answer: 'accept' });
    expect((await get(parent, '/for/PAT001/')).statusCode).toBe(200);
    expect((await enter(staff, ofAdult())).body).toContain('is the guardian already');
    expect((await post(patient, `/guardians/${again}/end`, {})).headers.location).toBe(
      '/guardians?notice=guardian-ended',
    );
    expect((await get(parent, '/for/PAT001/')).statusCode).toBe(404);
    expect(await logOf(patient)).toContain('cancelled the guardian that was entered at the desk');
  });

  test('by order of a court, over anybody', async () => {
    const order = { basis: 'court', relation: 'GUARD', note: 'Family Court Chennai, 12/2026' };
    const id = await entered(site.people.staff, ofAdult({ ...order, level: 'view' }));
    expect((await confirm(second, id)).statusCode).toBe(303);
    const { rows } = await site.db.pool.query(
      `SELECT convert_from(bytes, 'UTF8')::jsonb AS consent FROM resource_version v
         JOIN guardianship g ON g.consent_id = v.id AND g.chain = v.chain WHERE g.id = $1`,
      [id],
    );
    expect(rows[0].consent).toMatchObject({ status: 'proposed' });
    expect(rows[0].consent).not.toHaveProperty('performer');
    await post(parent, `/guardians/${id}/answer`, { answer: 'decline' });
  });
});

describe('two people', () => {
  test('the same person never does both, and nobody else sees it', async () => {
    const { staff, doctor, patient, otherPatient } = site.people;
    const id = await entered(staff, ofAdult());
    const own = await get(staff, `/desk/acts/${id}`);
    expect(own.body).toContain('Another person has to confirm');
    expect(own.body).not.toContain(`/desk/acts/${id}/confirm`);
    expect((await confirm(staff, id)).statusCode).toBe(404);
    for (const who of [doctor, patient, otherPatient, parent])
      expect([(await get(who, `/desk/acts/${id}`)).statusCode, (await confirm(who, id)).statusCode]).toEqual([
        404, 404,
      ]);
    for (const who of [second, otherPatient, parent, doctor]) expect((await cancel(who, id)).statusCode).toBe(404);
    expect((await cancel(staff, id)).headers.location).toBe('/desk?notice=desk-cancelled');
    expect((await cancel(staff, id)).statusCode).toBe(409);
  });

  test('two who confirm at once: one does', async () => {
    const id = await entered(site.people.staff, ofAdult());
    const answers = await Promise.all([confirm(second, id), confirm(site.people.administrator, id)]);
    const codes = answers.map(({ statusCode }) => statusCode);
    expect(codes.filter((code) => code === 303)).toHaveLength(1);
    expect(codes.filter((code) => code === 404 || code === 409)).toHaveLength(1);
    const { rows } = await site.db.pool.query('SELECT FROM guardianship WHERE id = $1', [id]);
    expect(rows).toHaveLength(1);
    await post(parent, `/guardians/${id}/answer`, { answer: 'decline' });
  });

  test('two who enter the same at once: one waits; after an hour it is over', async () => {
    const answers = await Promise.all([enter(site.people.staff, ofAdult()), enter(second, ofAdult())]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
    const id = idOf(answers.find(({ statusCode }) => statusCode === 303)?.headers.location);
    site.clock.offset += HOUR_MS;
    const last = site.people.administrator;
    expect([(await confirm(last, id)).statusCode, (await get(last, `/desk/acts/${id}`)).statusCode]).toEqual([
      404, 404,
    ]);
    expect(plain((await get(site.people.patient, '/guardians')).body)).not.toContain('At the desk');
  });

  test('who became guardian meanwhile is not asked again, and it still waits', async () => {
    const id = await entered(site.people.staff, ofAdult());
    const invited = await invite(site, site.people.patient, parent, { level: 'view' });
    expect((await confirm(second, id)).statusCode).toBe(409);
    await post(parent, `/guardians/${invited}/answer`, { answer: 'decline' });
    expect((await confirm(second, id)).statusCode).toBe(303);
    await post(parent, `/guardians/${id}/answer`, { answer: 'decline' });
  });
});

describe('what is wrong', () => {
  test.each([
    ['a date that is not the patient’s', () => ofAdult({ birthDate: '1980-07-15' }), 'number'],
    ['no such patient', () => ofAdult({ number: 'PAT999' }), 'number'],
    ['a date that is not the guardian’s', () => ofAdult({ guardianBirthDate: '1985-06-02' }), 'guardian'],
    [
      'a guardian who is a child',
      () => ofAdult({ guardian: child.login, guardianBirthDate: '2015-02-28' }),
      'guardian',
    ],
    ['a doctor as guardian', () => ofAdult({ guardian: 'DOC1' }), 'guardian'],
    [
      'the patient as their own guardian',
      () => ofAdult({ guardian: 'PAT001', guardianBirthDate: '1980-07-14' }),
      'guardian',
    ],
    ['a child that agrees', () => ofChild({ basis: 'consent' }), 'basis'],
    ['a grown child', () => ofAdult({ basis: 'parent', relation: 'PRN', note: 'x' }), 'basis'],
    ['a parent who is a sister', () => ofChild({ relation: 'SIB' }), 'relation'],
    ['a court without a note', () => ofAdult({ basis: 'court' }), 'note'],
    ['a parent without a note', () => ofChild({ note: ' ' }), 'note'],
    ['a huge note', () => ofChild({ note: 'x'.repeat(20_000) }), 'note'],
    ['no level', () => ofAdult({ level: '' }), 'level'],
    ['a day that has passed', () => ofAdult({ until: '2020-01-01' }), 'until'],
    ['a day that there is not', () => ofAdult({ birthDate: '1980-02-31' }), 'birthDate'],
    ['a document’s number', () => ofAdult({ document: 'P1234567' }), 'document'],
  ])('comes back with what was typed, and nothing is written: %s', async (_, form, field) => {
    site.clock.offset += 24 * HOUR_MS;
    const before = await contentOf(site.db);
    const answer = await enter(site.people.staff, form());
    expect(answer.statusCode).toBe(422);
    expect(errorAt(answer.body, field)).not.toBe('');
    expect(answer.body).toContain('value="');
    const after = await contentOf(site.db);
    const beside = { session: 0, password_attempt: 0 };
    expect({ ...after, ...beside }).toEqual({ ...before, ...beside });
  });

  test('wrong pairs make the next wait, the right one too', async () => {
    site.clock.offset += 24 * HOUR_MS;
    const browser = await site.as(second);
    for (let i = 1; i <= 5; i += 1)
      expect((await browser.post('/desk/guardian', ofAdult({ birthDate: `1980-07-0${i}` }))).statusCode).toBe(422);
    const waits = await browser.post('/desk/guardian', ofAdult());
    expect(waits.statusCode).toBe(429);
    expect(waits.headers['retry-after']).toBe('30');
    expect(waits.body).toContain('value="PAT001"');
  });
});

describe('an e-mail address', () => {
  const ofPatient = (more: Record<string, string> = {}) => ({
    number: 'PAT002',
    birthDate: '1991-02-03',
    document: 'passport',
    address: 'desk@example.org',
    ...more,
  });

  test('is entered by two, and counts when the patient has opened the link', async () => {
    const { staff, otherPatient } = site.people;
    const browser = await site.as(otherPatient);
    await deliverAll(site);
    const opened = await post(staff, '/desk/email', ofPatient());
    const id = idOf(opened.headers.location);
    expect(await deliverAll(site)).toEqual([]);
    expect((await post(staff, '/desk/email', ofPatient())).body).toContain('waits for a second person');
    expect(plain((await browser.get('/account')).body)).toContain('your e-mail address is to be desk@example.org');
    expect((await confirm(staff, id)).statusCode).toBe(404);
    expect((await confirm(second, id)).headers.location).toBe('/desk?notice=desk-link-sent');
    const [link] = await deliverAll(site);
    expect(link?.to).toBe('desk@example.org');
    const { rows } = await site.db.pool.query(
      'SELECT FROM account_email e JOIN account a ON a.id = e.account_id WHERE a.login = $1',
      ['PAT002'],
    );
    expect(rows).toEqual([]);
    expect((await browser.post(linkIn(link ?? { text: '' }), {})).statusCode).toBe(303);
    expect((await browser.get('/account')).statusCode).toBe(303);
    const log = (await logOf(otherPatient)).replaceAll(/\s+/g, ' ');
    for (const words of ['Kavya Nair: entered an e-mail address', 'Second Desk: confirmed the e-mail address'])
      expect(log).toContain(words);
    expect((await post(staff, '/desk/email', ofPatient())).body).toContain('This is the present address already');
  });

  test('is stopped by the patient', async () => {
    const { staff, otherPatient } = site.people;
    const opened = await post(staff, '/desk/email', ofPatient({ address: 'other@example.org' }));
    const id = idOf(opened.headers.location);
    expect((await cancel(otherPatient, id)).headers.location).toBe('/account?notice=desk-cancelled');
    expect((await confirm(second, id)).statusCode).toBe(404);
  });
});

describe('an Aadhaar number', () => {
  const ofPatient = (more: Record<string, string> = {}) => ({
    number: 'PAT001',
    birthDate: '1980-07-14',
    document: 'aadhaar',
    aadhaar: '2341 2341 2346',
    step: 'change',
    ...more,
  });

  test('is kept, shown to nobody beyond four digits, told to its owner, and removed', async () => {
    const { staff, patient } = site.people;
    await deliverAll(site);
    const kept = await post(staff, '/desk/aadhaar', ofPatient());
    expect(kept.headers.location).toBe('/desk?notice=desk-aadhaar-saved');
    for (const who of [staff, patient])
      expect((await get(who, who === staff ? '/desk/aadhaar' : '/account')).body).not.toContain('23412341');
    expect((await get(patient, '/account')).body).toContain('•••• •••• 2346');
    expect((await deliverAll(site)).map(({ subject }) => subject)).toEqual([
      'Patrec: Your Aadhaar number was changed at the desk',
    ]);
    expect((await logOf(patient)).replaceAll(/\s+/g, ' ')).toContain('Kavya Nair: entered an Aadhaar number');
    const taken = await post(staff, '/desk/aadhaar', ofPatient({ number: 'PAT002', birthDate: '1991-02-03' }));
    expect(errorAt(taken.body, 'aadhaar')).toContain('Another patient has this number');
    const removed = await post(staff, '/desk/aadhaar', ofPatient({ step: 'remove', aadhaar: '' }));
    expect(removed.headers.location).toBe('/desk?notice=desk-aadhaar-removed');
    const none = await post(staff, '/desk/aadhaar', ofPatient({ step: 'remove' }));
    expect(errorAt(none.body, 'aadhaar')).toContain('No number is kept');
  });

  test.each([
    ['a wrong digit', { aadhaar: '2341 2341 2345' }, 'aadhaar'],
    ['no digits', { aadhaar: '' }, 'aadhaar'],
    ['another’s birthday', { birthDate: '1991-02-03' }, 'number'],
    ['no document', { document: '' }, 'document'],
  ])('comes back: %s', async (_, more, field) => {
    site.clock.offset += 24 * HOUR_MS;
    const answer = await post(site.people.administrator, '/desk/aadhaar', ofPatient(more));
    expect([answer.statusCode, errorAt(answer.body, field) !== '']).toEqual([422, true]);
  });
});
