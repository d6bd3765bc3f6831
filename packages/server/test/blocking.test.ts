// Blocking a person, over HTTP: what the patient sees, and that the blocked learn it from nothing that they can read.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { blockPerson } from '../src/access/block-person.ts';
import { endSound } from './support/end-sound.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { ask, daysAhead, EVERY_RECORD, grant, share } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { contentOf, withRefusedEvent } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let patient: Browser;
let doctor: Actor;
let desk: Browser;
let chain: string;

beforeAll(async () => {
  site = await startTestServer();
  chain = site.people.chart.chain;
});
beforeEach(async () => {
  site.clock.offset = 0;
  patient = await site.as(site.people.patient);
  doctor = await practitioner(site, 'doctor', 'Dr. Pushy');
  desk = await site.as(doctor);
});
afterAll(() => endSound(site));

const block = (who = doctor) => patient.post('/access/blocks', { number: who.login });
const unblock = async () => {
  const [, id] = /\/access\/blocks\/([0-9a-f-]{33})\/end/.exec((await patient.get('/access')).body) ?? [];
  return patient.post(`/access/blocks/${id}/end`, {});
};
const request = (browser = desk) =>
  browser.post('/patients/PAT001/access-requests', {
    extent: 'types',
    types: 'laboratory',
    purpose: 'CAREMGT',
    until: daysAhead(site, 9).slice(0, 10),
    note: 'Please let me in',
  });
const seenByPatient = async () =>
  (await Promise.all(['/', '/access'].map((url) => patient.get(url)))).map(({ body }) => body.includes('Dr. Pushy'));
const withoutMoment = (text: string) =>
  text
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'REQUEST')
    .replaceAll(/name="_csrf" value="[^"]+/g, '')
    .replaceAll(/data-(now|ends|key|session[a-z-]*)="[^"]*"/g, '')
    .replaceAll(/[0-9a-f]{12}-[0-9a-f]{20}/g, 'ID')
    .replaceAll(/DOC\d+/g, 'DOC');

test('the patient sees first who it is and what happens, and nothing happens before', async () => {
  await share(site, site.people.patient, doctor);
  const before = await contentOf(site.db);
  const page = await patient.get(`/access/blocks/new?number=${doctor.login.toLowerCase()}`);
  expect(page.statusCode).toBe(200);
  for (const words of ['Block Dr. Pushy?', 'Sunrise Clinic', 'Their permission ends: 1'])
    expect(page.body).toContain(words);
  expect(await contentOf(site.db)).toEqual(before);
});

test('blocking ends what they may read, and a request of theirs never arrives', async () => {
  await writeLaboratory(site, site.people.staff, site.people.chart);
  await grant(site, site.people.patient, doctor);
  expect((await desk.get('/patients/PAT001/records')).statusCode).toBe(200);
  expect((await block()).headers.location).toBe('/access?notice=blocked');
  expect((await desk.get('/patients/PAT001/records')).statusCode).toBe(404);
  expect((await request()).headers.location).toBe('/?notice=request-sent');
  expect((await patient.get('/')).body).not.toContain('Please let me in');
  expect((await patient.get('/access')).body).toContain('Unblock Dr. Pushy');
  expect((await patient.get('/access')).body).not.toContain('Please let me in');
});

test('a request that waits when its doctor is blocked disappears, and cannot be answered any more', async () => {
  const id = await ask(site, doctor, chain);
  expect(await seenByPatient()).toEqual([true, true]);
  await block();
  expect((await patient.get('/')).body).not.toContain('Dr. Pushy');
  expect((await patient.get(`/access/requests/${id}`)).statusCode).toBe(404);
  for (const decision of ['grant', 'deny'])
    expect((await patient.post(`/access/requests/${id}/decision`, { decision, extent: 'all' })).statusCode).toBe(404);
  expect((await desk.get('/')).body).toContain(`/access/requests/${id}/cancel`);
});

test('a request of the blocked makes the blocks and the events of any other: own proofs tell nothing', async () => {
  const other = await practitioner(site, 'doctor', 'Dr. Other');
  await block();
  const grown = async (who: Actor) => {
    const count = async () =>
      (
        await site.db.pool.query(
          `SELECT (SELECT seq FROM chain_head WHERE chain = $1) AS seq,
             (SELECT count(*) FROM access_log WHERE chain = $1) AS events`,
          [chain],
        )
      ).rows[0];
    const before = await count();
    await ask(site, who, chain);
    const after = await count();
    return { blocks: after.seq - before.seq, events: after.events - before.events };
  };
  expect(await grown(doctor)).toEqual(await grown(other));
});

test('nothing of it can be read by anybody but the patient, not by its id either', async () => {
  await grant(site, site.people.patient, site.people.otherDoctor);
  await block();
  const { rows } = await site.db.pool.query<{ id: string }>('SELECT id FROM access_block WHERE blocked = $1', [
    doctor.account,
  ]);
  const id = rows[0]?.id ?? '';
  expect((await patient.get(`/fhir/Consent/${id}`)).statusCode).toBe(200);
  for (const who of [
    doctor,
    site.people.otherDoctor,
    site.people.staff,
    site.people.administrator,
    site.people.otherPatient,
  ])
    expect((await (await site.as(who)).get(`/fhir/Consent/${id}`)).statusCode).toBe(404);
  for (const who of [doctor, site.people.otherPatient])
    expect((await (await site.as(who)).post(`/access/blocks/${id}/end`, {})).statusCode).toBe(404);
});

test('who is blocked cannot be shared with by mistake', async () => {
  await block();
  const form = { doctor: doctor.login, extent: 'all', purpose: 'CAREMGT', until: daysAhead(site, 9).slice(0, 10) };
  const answer = await patient.post('/access/share', { ...form, step: 'confirm', nonce: 'ab'.repeat(16) });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain('You blocked this doctor');
  await expect(share(site, site.people.patient, doctor)).rejects.toMatchObject({ kind: 'conflict' });
});

test('after the block has ended, only what is asked from then on arrives', async () => {
  const id = await ask(site, doctor, chain);
  await block();
  site.clock.offset += 1000;
  expect((await unblock()).headers.location).toBe('/access?notice=unblocked');
  expect((await patient.get('/')).body).not.toContain('Dr. Pushy');
  expect((await patient.get(`/access/requests/${id}`)).statusCode).toBe(404);
  site.clock.offset += 1000;
  await desk.get('/');
  await desk.post(`/access/requests/${id}/cancel`, {});
  expect((await patient.get('/access')).body).not.toContain('Taken back');
  await request();
  expect(await seenByPatient()).toEqual([true, true]);
});

test('blocked twice at once it happens once, and ended twice once', async () => {
  const answers = await Promise.all([block(), block(), block()]);
  expect(answers.map(({ statusCode }) => statusCode).filter((status) => status === 303)).toHaveLength(1);
  expect((await block()).statusCode).toBe(422);
  const [, id] = /\/access\/blocks\/([0-9a-f-]{33})\/end/.exec((await patient.get('/access')).body) ?? [];
  const ends = await Promise.all([1, 2].map(() => patient.post(`/access/blocks/${id}/end`, {})));
  expect(ends.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
});

test('a request approved and its doctor blocked at the same time leave no permission', async () => {
  for (let round = 0; round < 5; round += 1) {
    const pushy = await practitioner(site, 'doctor', 'Dr. Race');
    const id = await ask(site, pushy, chain);
    const form = { decision: 'grant', extent: 'all', until: daysAhead(site, 5).slice(0, 10) };
    const second = await site.as(site.people.patient);
    await Promise.all([
      patient.post(`/access/requests/${id}/decision`, form),
      second.post('/access/blocks', { number: pushy.login }),
    ]);
    expect((await (await site.as(pushy)).get('/patients/PAT001/records')).statusCode).toBe(404);
  }
});

test.each([
  ['nobody has the number', 'DOC999'],
  ['it is empty', ''],
  ['it is a patient', 'PAT002'],
  ['it is an administrator', 'ADM1'],
  ['it is absurd', `' OR 1=1; --${'x'.repeat(5000)}`],
])('says at the field what is wrong: %s', async (_, number) => {
  const before = await contentOf(site.db);
  const answer = await patient.post('/access/blocks', { number });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain('id="number-error"');
  expect(await contentOf(site.db)).toEqual(before);
});

test('a zero character is refused', async () => {
  expect((await patient.post('/access/blocks', { number: 'DOC1\0' })).statusCode).toBe(400);
});

test('staff are blocked too, and the log says that it was done', async () => {
  await block(site.people.staff);
  expect((await patient.get('/access')).body).toContain('Unblock Kavya Nair');
  expect((await patient.get('/access/log')).body).toContain('blocked somebody, whose permissions ended');
});

test('leaves nothing behind when its last write fails', async () => {
  await share(site, site.people.patient, doctor, { scope: EVERY_RECORD });
  const before = await contentOf(site.db);
  await withRefusedEvent(site.db, 'block-person', async () => {
    expect((await block()).statusCode).toBe(500);
  });
  expect(await contentOf(site.db)).toEqual(before);
});

// The last: it moves the clock far on, and a chain's time never goes back.
test('the blocked read the same as those who wait without an answer: at once, after it lapses, after they take it back', async () => {
  doctor = await practitioner(site, 'doctor', 'Dr. Same');
  desk = await site.as(doctor);
  const other = await practitioner(site, 'doctor', 'Dr. Same');
  let otherDesk = await site.as(other);
  await blockPerson(site, site.people.patient, chain, doctor.account);
  const compare = async (step: string) => {
    for (const url of [
      '/',
      '/patients?number=PAT001',
      '/patients/PAT001/access-requests',
      '/patients/PAT001/records',
    ]) {
      const [one, two] = [await desk.get(url), await otherDesk.get(url)];
      expect({ step, url, status: one.statusCode, body: withoutMoment(one.body) }).toEqual({
        step,
        url,
        status: two.statusCode,
        body: withoutMoment(two.body),
      });
    }
  };
  const both = async (act: (browser: Browser) => Promise<{ statusCode: number; headers: object; body: string }>) => {
    const answers = await Promise.all([act(desk), act(otherDesk)]);
    const [one, two] = answers.map(({ statusCode, body }) => ({ statusCode, body: withoutMoment(body) }));
    expect(one).toEqual(two);
    return answers[0];
  };
  await compare('nothing asked');
  expect((await both(request))?.headers).toMatchObject({ location: '/?notice=request-sent' });
  await compare('asked');
  expect((await both(request))?.statusCode).toBe(409);
  const cancel = async (browser: Browser) => {
    const [, address = ''] = /"(\/access\/requests\/[0-9a-f-]+\/cancel)"/.exec((await browser.get('/')).body) ?? [];
    return browser.post(address, {});
  };
  expect((await both(cancel))?.headers).toMatchObject({ location: '/?notice=cancelled' });
  await compare('taken back');
  await both(request);
  site.clock.offset = 20 * 86_400_000;
  [desk, otherDesk] = [await site.as(doctor), await site.as(other)];
  await compare('lapsed');
  await both(request);
  await compare('asked again after it lapsed');
});
