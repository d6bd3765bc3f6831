// The access log over HTTP: looking through it, printing, and attempts without permission.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { insertEvent, makeEvent } from '../src/access/access-log.ts';
import type { Actor } from '../src/access/actor.ts';
import { removeOldDenials } from '../src/access/denied-access.ts';
import { endSound } from './support/end-sound.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { EVERY_RECORD, grant } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { withRefusedEvent } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let site: TestServer;
let reader: Actor;
let patient: Browser;
let doctor: Browser;
let stranger: Browser;

beforeAll(async () => {
  site = await startTestServer();
  const { people } = site;
  for (const haemoglobin of ['9.51', '9.52']) await writeLaboratory(site, people.doctor, people.chart, { haemoglobin });
  reader = await practitioner(site, 'doctor', 'Dr. Reader');
  await grant(site, people.patient, reader, { scope: { ...EVERY_RECORD, records: [1] } });
});
// Sessions end while the tests move the clock.
beforeEach(async () => {
  patient = await site.as(site.people.patient);
  doctor = await site.as(reader);
  stranger = await site.as(site.people.otherDoctor);
});
afterAll(() => endSound(site));

const textOf = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<select.*?<\/select>/gs, '')
    .replaceAll(/<[^>]+>/g, '');
const look = async (query: string) => {
  const answer = await patient.get(`/access/log${query}`);
  const text = textOf(answer.body);
  return {
    status: answer.statusCode,
    body: answer.body,
    text,
    lines: answer.body.match(/class="event[ "]/g)?.length ?? 0,
  };
};
const eventsOf = async (action: string) => {
  const { rows } = await site.db.pool.query<{ actor: string; record: number | null; basis: string }>(
    'SELECT actor, record, basis FROM access_log WHERE chain = $1 AND action = $2 ORDER BY at, id',
    [site.people.chart.chain, action],
  );
  return rows;
};

describe('printing a record', () => {
  test('is in the log before the page leaves, and sealed as a report', async () => {
    const page = await doctor.get('/patients/PAT001/records/1/print');
    expect(page.statusCode).toBe(200);
    for (const text of ['Lakshmi Narayanan', 'PAT001-REC1', '9.51', 'Dr. Reader']) expect(page.body).toContain(text);
    expect((await eventsOf('print-record')).map(({ record }) => record)).toEqual([1]);
    await site.settle();
    const { rows } = await site.db.pool.query<{ bytes: Buffer }>(
      `SELECT bytes FROM resource_version WHERE chain = $1 AND type = 'Bundle' ORDER BY block_seq DESC LIMIT 1`,
      [site.people.chart.chain],
    );
    expect(rows[0]?.bytes.toString()).toMatch(/"code":"report"[\s\S]*print-record/);
    expect((await look('?what=prints')).text).toMatch(/Dr\. Reader: printed [^(]+\(PAT001-REC1\)/);
  });

  test('shows nothing where the log cannot be written', async () => {
    await withRefusedEvent(site.db, 'print-record', async () => {
      const answer = await patient.get('/patients/PAT001/records/1/print');
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toContain('9.51');
    });
  });
});

describe('an attempt without permission', () => {
  const paths = [
    '/patients/PAT001/records/2',
    '/patients/PAT001/records/77',
    '/patients/PAT001/records',
    '/patients/PAT001/records/2/proof',
    '/patients/PAT001/records/2/print',
    '/patients/PAT001/trends/718-7',
  ];

  test('is in the patient’s log once in a quarter of an hour, whatever was tried', async () => {
    const before = (await eventsOf('denied-access')).length;
    for (const path of [...paths, ...paths]) expect((await stranger.get(path)).statusCode).toBe(404);
    const rows = (await eventsOf('denied-access')).slice(before);
    expect(rows).toEqual([{ actor: site.people.otherDoctor.account, record: 2, basis: 'none' }]);
    expect((await look('?what=attempts')).text).toMatch(/Dr\. Arjun Rao: tried to open this record without permission/);

    site.clock.offset += 15 * MINUTE_MS - 2_000;
    await stranger.get('/patients/PAT001/records/2');
    expect((await eventsOf('denied-access')).slice(before)).toHaveLength(1);
    site.clock.offset += 4_000;
    await stranger.get('/patients/PAT001/records/77');
    expect((await eventsOf('denied-access')).slice(before).map(({ record }) => record)).toEqual([2, null]);
  });

  test('by an identifier through a program is there too', async () => {
    const { rows } = await site.db.pool.query<{ id: string }>(
      `SELECT id FROM resource_version WHERE chain = $1 AND type = 'Observation' AND record = 2 LIMIT 1`,
      [site.people.chart.chain],
    );
    const before = (await eventsOf('denied-access')).length;
    for (const _ of [1, 2, 3]) expect((await doctor.get(`/fhir/Observation/${rows[0]?.id}`)).statusCode).toBe(404);
    expect((await eventsOf('denied-access')).slice(before).map(({ record }) => record)).toEqual([2]);
  });

  test('fifty at once make one line', async () => {
    site.clock.offset += 16 * MINUTE_MS;
    const before = (await eventsOf('denied-access')).length;
    stranger = await site.as(site.people.otherDoctor); // the session before has ended of rest
    await Promise.all(Array.from({ length: 50 }, () => stranger.get('/patients/PAT001/records/2')));
    expect((await eventsOf('denied-access')).slice(before)).toHaveLength(1);
  });

  test('on a record that does not exist is one’s own affair for the patient, and nobody’s for unknown numbers', async () => {
    const before = (await eventsOf('denied-access')).length;
    expect((await patient.get('/patients/PAT001/records/77')).statusCode).toBe(404);
    expect((await stranger.get('/patients/PAT998/records/1')).statusCode).toBe(404);
    expect((await stranger.get(`/patients/${'P'.repeat(99)}/records/1`)).statusCode).toBe(404);
    expect(await eventsOf('denied-access')).toHaveLength(before);
  });

  test('is forgotten as a bound after a day, and stays in the log', async () => {
    const lines = (await eventsOf('denied-access')).length;
    site.clock.offset += DAY_MS + MINUTE_MS;
    await removeOldDenials(site.db, site.ledger);
    const { rows } = await site.db.pool.query('SELECT count(*) AS count FROM denied_access');
    expect(rows[0]?.count).toBe(0);
    expect(await eventsOf('denied-access')).toHaveLength(lines);
  });
});

describe('looking through the log', () => {
  test('by person, by what happened, by record and by period, all limits together', async () => {
    await doctor.get('/patients/PAT001/records/1');
    const login = /option value="(DOC\d+)"[^>]*>Dr\. Reader/.exec((await look('')).body)?.[1];
    const theirs = await look(`?who=${login}&what=views`);
    expect(theirs.text).toContain('Dr. Reader: opened');
    expect(theirs.text).not.toMatch(/You: |Dr\. Arjun Rao: /);
    expect((await look('?record=pat001-rec2')).text).not.toContain('(PAT001-REC1)');
    expect((await look('?record=2&what=entries')).lines).toBe(1);
    expect((await look('?what=account')).text).toContain('Nothing matches this choice.');
    const today = new Date(site.ledger.clock() + 5.5 * 3_600_000).toISOString().slice(0, 10);
    expect((await look(`?from=${today}&to=${today}`)).text).toContain('Dr. Reader: opened');
    expect((await look(`?to=2020-01-01`)).lines).toBe(0);
    expect((await look('?who=DOC999')).text).toContain('Nothing matches this choice.');
  });

  test('counts what matches, and offers only what there is', async () => {
    const { body, text } = await look('?what=entries');
    expect(text).toContain('3 entries');
    expect(body).toMatch(/value="entries" selected[^>]*>Entries written \(3\)/);
    expect(body).not.toContain('value="account"');
  });

  test.each([
    ['record', '?record=REC'],
    ['record', '?record=PAT002-REC1'],
    ['record', '?record=99999999999'],
    ['from', '?from=2026-02-30'],
    ['from', '?from=0000-01-01'],
    ['to', '?from=2026-02-03&to=2026-02-01'],
    ['what', '?what=constructor'],
    ['what', '?what=%27%20OR%201=1'],
  ])('says at the field what is wrong: %s, %s', async (field, query) => {
    const { status, body, lines } = await look(query);
    expect({ status, lines }).toEqual({ status: 422, lines: 0 });
    expect(body).toContain(`id="${field}-error"`);
    expect(body).toContain(`href="#${field}"`);
  });

  test('goes on over pages within the filter, each line once, while others are added', async () => {
    const { chain } = site.people.chart;
    const { doctor: author, otherDoctor } = site.people;
    const view = (actor: typeof author) =>
      insertEvent(site.db, makeEvent(site.ledger, actor, 'view-trend', { chain, basis: { kind: 'author' } }));
    for (let i = 0; i < 120; i += 1) await view(i % 10 === 0 ? otherDoctor : author);
    let address: string | undefined = `/access/log?who=${author.login}&what=views`;
    const seen: string[] = [];
    for (let pages = 0; address !== undefined && pages < 5; pages += 1) {
      const { body } = await patient.get(address);
      seen.push(...(body.match(/class="event-time"><time dateTime="[^"]+"/gi) ?? []));
      expect(body).not.toContain(`<strong>${otherDoctor.name}</strong>`);
      await view(author);
      address = /href="(\/access\/log\?[^"]*before=[^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).toHaveLength(108);
  });

  test('a place that is none, or of another form, is no page', async () => {
    for (const before of ['x', '9999-99-99T00:00:00.000Z_x', `${'0'.repeat(24)}_${'a'.repeat(33)}`])
      expect((await look(`?before=${before}`)).status).toBe(400);
  });

  test('is of one’s own log alone', async () => {
    const other = await site.as(site.people.otherPatient);
    expect((await other.get('/access/log?record=1')).body).not.toContain('PAT001-REC1');
  });
});
