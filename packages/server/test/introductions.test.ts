// A code that a patient shows to a doctor, over HTTP: what it gives, to whom, how long, and that nothing else gets out.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { blockPerson } from '../src/access/block-person.ts';
import { withholdRecord } from '../src/access/withhold-record.ts';
import { qrCode } from '../src/http/qr-code.ts';
import { emergencyCode, introduced, newCodes } from './support/cards.ts';
import { endSound } from './support/end-sound.ts';
import { accepted, onePatient } from './support/guardianships.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { ask, grant } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { contentOf, withRefusedEvent } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const MINUTE_MS = 60_000;

const lines: string[] = [];
let site: TestServer;
let patient: Browser;
let doctor: Actor;
let desk: Browser;
let chain: string;

beforeAll(async () => {
  site = await startTestServer(lines);
  const { people } = site;
  chain = people.chart.chain;
  await writeLaboratory(site, people.doctor, people.chart, { haemoglobin: '9.51' });
  await writeLaboratory(site, people.staff, people.chart, { haemoglobin: '6.02' });
  await writeLaboratory(site, people.staff, people.chart, { haemoglobin: '14.99' });
  await withholdRecord(site, people.patient, chain, 2);
});
beforeEach(async () => {
  patient = await site.as(site.people.patient);
  doctor = await practitioner(site, 'doctor', 'Dr. Visited');
  desk = await site.as(doctor);
});
afterAll(() => endSound(site));

const codes = (who = site.people.patient) => newCodes(site.app, who);
const use = (code: string, browser = desk) => browser.post('/introduce', { code });
const INVENTED = 'A'.repeat(27);
const WORTHLESS = 'This code does not work';
const isWorthless = async (code: string, browser = desk) => {
  const answer = await use(code, browser);
  return answer.statusCode === 422 && answer.body.includes(WORTHLESS);
};
const mainOf = (html: string) => /<main.*<\/main>/s.exec(html)?.[0] ?? '';
const eventsOf = async (action: string) => {
  const { rows } = await site.db.pool.query<{ actor: string; basis: string; block_seq: number | null }>(
    'SELECT actor, basis, block_seq FROM access_log WHERE chain = $1 AND action = $2 ORDER BY at, id',
    [chain, action],
  );
  return rows;
};

describe('a code', () => {
  test('is on the patient’s page as a picture and as text, until when, and there again when the page is reloaded', async () => {
    expect((await patient.post('/card/introductions', {})).headers.location).toBe('/card');
    const [first, second] = [await patient.get('/card'), await patient.get('/card')];
    const [typed] = /[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}/.exec(mainOf(first.body)) ?? [''];
    expect(typed).not.toBe('');
    expect(second.body).toContain(typed);
    expect(first.body).toContain('Works once, until');
    const { scanned } = await codes();
    const { path } = qrCode(`http://localhost:3000/introduce/${scanned}`);
    expect((await patient.get('/card')).body).toContain(`<path d="${path}"`);
    expect(await isWorthless(typed)).toBe(true); // a newer one took its place
    expect((await use(scanned)).statusCode).toBe(303);
    expect((await patient.get('/card')).body).not.toContain('<svg class="qr"');
  });

  test('is stored as a hash, and sealed; it stands in no table, no chain and no log line', async () => {
    const { scanned, typed } = await codes();
    await use(scanned);
    const { rows: tables } = await site.db.pool.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables) {
      const { rows } = await site.db.pool.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
      const hex = (code: string) => Buffer.from(code).toString('hex');
      const found = rows.filter(({ text }) =>
        [scanned, typed, hex(scanned), hex(typed)].some((code) => text.includes(code)),
      );
      expect({ name, found }).toEqual({ name, found: [] });
    }
    expect(lines.filter((line) => line.includes(scanned) || line.includes(typed))).toEqual([]);
    expect(Buffer.from(scanned, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
  });

  test('is not used up by opening its address, which tells nobody anything', async () => {
    const { scanned } = await codes();
    const before = await contentOf(site.db);
    const [real, invented] = [await desk.get(`/introduce/${scanned}`), await desk.get(`/introduce/${INVENTED}`)];
    expect(await contentOf(site.db)).toEqual(before);
    expect(real.statusCode).toBe(200);
    expect(real.headers['cache-control']).toBe('no-store');
    const without = (html: string, code: string) =>
      mainOf(html)
        .replaceAll(code, '')
        .replaceAll(/_csrf" value="[^"]+/g, '');
    expect(without(real.body, scanned)).toBe(without(invented.body, INVENTED));
    expect(real.body).not.toContain('Lakshmi');
    expect((await use(scanned)).statusCode).toBe(303);
  });

  test('that was cut short in its link is said to be worthless', async () => {
    const { scanned } = await codes();
    const answer = await desk.get(`/introduce/${scanned.slice(0, 20)}`);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(WORTHLESS);
  });

  test('leads a doctor who has not signed in to sign in, and back', async () => {
    const { scanned } = await codes();
    const answer = await (await site.as(null)).get(`/introduce/${scanned}`);
    expect(answer.headers.location).toBe(`/sign-in?returnTo=${encodeURIComponent(`/introduce/${scanned}`)}`);
  });

  test('is typed in capitals, with spaces, without hyphens', async () => {
    const { typed } = await codes();
    expect((await use(` ${typed.toUpperCase().replaceAll('-', ' ')} `)).statusCode).toBe(303);
  });

  test('works once', async () => {
    const { scanned, typed } = await codes();
    expect((await use(scanned)).statusCode).toBe(303);
    expect(await isWorthless(scanned)).toBe(true);
    expect(await isWorthless(typed)).toBe(true);
  });

  test('works for one of two doctors who use it at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { scanned, typed } = await codes();
      const other = await site.as(await practitioner(site, 'doctor', 'Dr. Second'));
      await Promise.all([desk.get('/about'), other.get('/about')]);
      const answers = await Promise.all([use(scanned), use(typed, other)]);
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
      const { rows } = await site.db.pool.query(
        'SELECT count(*) AS n FROM introduction WHERE code_hash = sha256($1::bytea) AND opened_at IS NOT NULL',
        [Buffer.from(scanned)],
      );
      expect(rows[0].n).toBe(1);
    }
  });

  test('is worthless after a newer one', async () => {
    const [first, second] = [await codes(), await codes()];
    expect(await isWorthless(first.scanned)).toBe(true);
    expect((await use(second.scanned)).statusCode).toBe(303);
  });

  test('is worthless when the patient withdrew it', async () => {
    const { scanned, introduction } = await codes();
    expect((await patient.post(`/card/introductions/${introduction.id}/end`, {})).statusCode).toBe(303);
    expect(await isWorthless(scanned)).toBe(true);
    expect((await patient.post(`/card/introductions/${introduction.id}/end`, {})).statusCode).toBe(409);
  });

  test('made twice at once leaves one that works', async () => {
    await Promise.all([1, 2, 3].map(() => patient.post('/card/introductions', {})));
    const { rows } = await site.db.pool.query(
      'SELECT count(*) AS n FROM introduction WHERE chain = $1 AND opened_at IS NULL AND ended_at IS NULL',
      [chain],
    );
    expect(rows[0].n).toBe(1);
  });

  test('cannot be guessed for long: five wrong ones, then one waits, and others of the house do not', async () => {
    for (let i = 0; i < 5; i += 1) expect(await isWorthless(`aaaaa-aaaaa-aaaa${'bcdef'[i]}`)).toBe(true);
    const { scanned } = await codes();
    const answer = await use(scanned);
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.body).toContain('Too many attempts');
    const colleague = await site.as(await practitioner(site, 'doctor', 'Dr. Colleague'));
    expect((await use(scanned, colleague)).statusCode).toBe(303);
  });

  test.each([
    ['empty', '', 'Fill this in'],
    ['absurd', `' OR 1=1; --${'x'.repeat(5000)}`, WORTHLESS],
    ['of an emergency card', 'emergency', WORTHLESS],
  ])('is refused when it is %s', async (_, text, words) => {
    const code = text === 'emergency' ? await emergencyCode(site.app, site.people.patient) : text;
    const answer = await use(code);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(words);
    expect(answer.body).toContain('id="code-error"');
  });
});

describe('what a code shows', () => {
  test('is who it is, and of each record that is not withheld its kind, day and author: nothing else', async () => {
    const answer = await desk.get(`/introductions/${await introduced(site.app, site.people.patient, doctor)}`);
    expect(answer.statusCode).toBe(200);
    const main = mainOf(answer.body);
    for (const words of ['Lakshmi Narayanan', 'PAT001', 'Laboratory', 'Dr. Meera Iyer', 'Kavya Nair', '01-Oct-2026'])
      expect(main).toContain(words);
    expect(main.match(/<tr>/g)).toHaveLength(3); // the head, and two of three records
    for (const hidden of ['9.51', '6.02', '14.99', 'Haem', 'haem', 'Critical', 'PAT001-REC1', 'PAT001-REC2', '1980'])
      expect({ hidden, there: main.includes(hidden) }).toEqual({ hidden, there: false });
  });

  test('opens no record, list, trend, proof, program or request of the chart', async () => {
    await introduced(site.app, site.people.patient, doctor);
    const { rows } = await site.db.pool.query<{ id: string; type: string }>(
      'SELECT id, type FROM resource_version WHERE chain = $1 AND current',
      [chain],
    );
    const addresses = [
      ...[
        'records',
        'records/1',
        'records/3',
        'records/1/print',
        'records/1/proof',
        'trends/718-7',
        'verify',
        'proof',
      ].map((rest) => `/patients/PAT001/${rest}`),
      ...rows.map(({ type, id }) => `/fhir/${type}/${id}`),
    ];
    for (const url of addresses)
      expect({ url, status: (await desk.get(url)).statusCode }).toEqual({ url, status: 404 });
  });

  test('ends after an hour, to the moment, and when the patient ends it', async () => {
    const id = await introduced(site.app, site.people.patient, doctor);
    expect((await desk.get(`/introductions/${id}`)).statusCode).toBe(200);
    expect((await patient.get('/access')).body).toContain('Dr. Visited');
    const [, address = ''] =
      new RegExp(`"(/card/introductions/${id}/end)"`).exec((await patient.get('/access')).body) ?? [];
    expect((await patient.post(address, {})).headers.location).toBe('/access?notice=introduction-ended');
    expect((await desk.get(`/introductions/${id}`)).statusCode).toBe(404);
    expect((await desk.get('/')).body).not.toContain(id);
  });

  test('is nobody else’s: no other doctor, no staff, no patient opens it, and no other patient ends it', async () => {
    const id = await introduced(site.app, site.people.patient, doctor);
    const { otherDoctor, staff, otherPatient, patient: owner } = site.people;
    for (const who of [otherDoctor, staff, otherPatient, owner, null]) {
      const answer = await (await site.as(who)).get(`/introductions/${id}`);
      expect(answer.statusCode).toBe(who === null ? 303 : 404);
      expect(answer.body).not.toContain('Kavya Nair</td>');
    }
    const other = await site.as(otherPatient);
    expect((await other.post(`/card/introductions/${id}/end`, {})).statusCode).toBe(404);
    expect((await desk.get(`/introductions/${id}`)).statusCode).toBe(200);
  });

  test('stands in the patient’s access log: made, opened by whom, headings seen', async () => {
    const id = await introduced(site.app, site.people.patient, doctor);
    await desk.get(`/introductions/${id}`);
    const log = (await patient.get('/access/log')).body;
    for (const words of ['made a code for a doctor', 'opened the card with the code', 'looked at the headings'])
      expect(log).toContain(words);
    expect(log).toContain('Dr. Visited');
    expect((await eventsOf('open-introduction')).at(-1)).toMatchObject({ actor: doctor.account, basis: 'duty' });
    expect((await eventsOf('view-headings')).at(-1)).toMatchObject({ actor: doctor.account, basis: 'introduction' });
  });

  test('leads to the ordinary request in one step', async () => {
    const id = await introduced(site.app, site.people.patient, doctor);
    const page = (await desk.get(`/introductions/${id}`)).body;
    const [, until = ''] = /name="until" value="(\d{4}-\d\d-\d\d)"/.exec(page) ?? [];
    const form = { extent: 'all', from: '', to: '', purpose: 'CAREMGT', until, note: '' };
    expect((await desk.post('/patients/PAT001/access-requests', form)).headers.location).toBe('/?notice=request-sent');
    expect((await desk.get(`/introductions/${id}`)).body).toContain('Your request waits');
    expect((await patient.get('/')).body).toContain('Dr. Visited');
  });

  test('goes on beside a permission, and leads to what that opens', async () => {
    await grant(site, site.people.patient, doctor);
    const id = await introduced(site.app, site.people.patient, doctor);
    expect((await desk.get(`/introductions/${id}`)).body).toContain('href="/patients/PAT001/records"');
    expect((await desk.get('/')).body).toContain(`/introductions/${id}`);
  });
});

describe('somebody who is blocked', () => {
  test('is answered like somebody with a worthless code, and the code still works for another', async () => {
    await blockPerson(site, site.people.patient, chain, doctor.account);
    const { scanned } = await codes();
    const [blocked, worthless] = [await use(scanned), await use('aaaaa-aaaaa-aaaaa')];
    const told = ({ statusCode, body }: typeof blocked) => ({
      statusCode,
      body: mainOf(body).replaceAll(/value="[^"]*"/g, ''),
    });
    expect(told(blocked)).toEqual(told(worthless));
    expect((await use(scanned, await site.as(site.people.otherDoctor))).statusCode).toBe(303);
  });

  test('loses what a code showed, in the block that says so', async () => {
    const id = await introduced(site.app, site.people.patient, doctor);
    await blockPerson(site, site.people.patient, chain, doctor.account);
    expect((await desk.get(`/introductions/${id}`)).statusCode).toBe(404);
  });

  test('never gets in, however the block and the code race', async () => {
    for (let round = 0; round < 5; round += 1) {
      const pushy = await practitioner(site, 'doctor', 'Dr. Race');
      const browser = await site.as(pushy);
      await browser.get('/about');
      const { scanned, introduction } = await codes();
      await Promise.all([use(scanned, browser), blockPerson(site, site.people.patient, chain, pushy.account)]);
      expect((await browser.get(`/introductions/${introduction.id}`)).statusCode).toBe(404);
    }
  });
});

describe('a guardian', () => {
  test('with complete access makes a code in the patient’s place, which says so; who only views may not', async () => {
    const [complete, viewing] = [
      await onePatient(site, site.people.staff, 'Complete Guardian', '1970-01-01'),
      await onePatient(site, site.people.staff, 'Viewing Guardian', '1970-01-01'),
    ];
    await accepted(site, site.people.patient, complete);
    await accepted(site, site.people.patient, viewing, { level: 'view' });
    const [acting, looking] = [await site.as(complete), await site.as(viewing)];
    expect((await acting.post('/for/PAT001/card/introductions', {})).headers.location).toBe('/for/PAT001/card');
    const page = (await acting.get('/for/PAT001/card')).body;
    const [typed] = /[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}/.exec(mainOf(page)) ?? [''];
    expect((await eventsOf('make-introduction')).at(-1)).toMatchObject({ actor: complete.account, basis: 'guardian' });
    for (const [url, method] of [
      ['/card', 'get'],
      ['/card/introductions', 'post'],
      ['/card/emergency', 'get'],
      ['/card/emergency', 'post'],
      ['/card/emergency/print', 'get'],
    ] as const) {
      const address = `/for/PAT001${url}`;
      const answer = method === 'get' ? await looking.get(address) : await looking.post(address, {});
      expect({ url, status: answer.statusCode }).toEqual({ url, status: 404 });
    }
    const opened = await use(typed);
    const id = String(opened.headers.location).split('/').at(-1);
    const seen = (await looking.get('/for/PAT001/access')).body;
    expect(seen).toContain('Dr. Visited');
    expect(seen).not.toContain(`/introductions/${id}/end`);
    expect((await looking.post(`/for/PAT001/card/introductions/${id}/end`, {})).statusCode).toBe(404);
    expect((await acting.post(`/for/PAT001/card/introductions/${id}/end`, {})).statusCode).toBe(303);
  });
});

test.each(['make-introduction', 'open-introduction', 'end-introduction'])(
  'leaves nothing behind when its last write fails: %s',
  async (action) => {
    const { scanned, introduction } = await codes();
    await Promise.all([patient.get('/about'), desk.get('/about')]);
    const before = await contentOf(site.db);
    const acts: Record<string, () => Promise<{ statusCode: number }>> = {
      'make-introduction': () => patient.post('/card/introductions', {}),
      'open-introduction': () => use(scanned),
      'end-introduction': () => patient.post(`/card/introductions/${introduction.id}/end`, {}),
    };
    await withRefusedEvent(site.db, action, async () => {
      expect((await acts[action]?.())?.statusCode).toBe(500);
    });
    const { password_attempt: _counted, ...after } = await contentOf(site.db);
    const { password_attempt: _before, ...unchanged } = before;
    expect(after).toEqual(unchanged);
    expect((await use(scanned)).statusCode).toBe(303);
  },
);

// The last: they move the clock.
test('a code ends after ten minutes', async () => {
  const { scanned } = await codes();
  site.clock.offset += 10 * MINUTE_MS;
  desk = await site.as(doctor);
  patient = await site.as(site.people.patient);
  expect(await isWorthless(scanned)).toBe(true);
  expect((await patient.get('/card')).body).toContain('Make a code');
  expect((await codes()).scanned).not.toBe(scanned); // one that lapsed makes room
});

test('what it shows ends after an hour by itself', async () => {
  const id = await introduced(site.app, site.people.patient, doctor);
  site.clock.offset += 59 * MINUTE_MS;
  expect((await (await site.as(doctor)).get(`/introductions/${id}`)).statusCode).toBe(200);
  site.clock.offset += MINUTE_MS;
  expect((await (await site.as(doctor)).get(`/introductions/${id}`)).statusCode).toBe(404);
  patient = await site.as(site.people.patient);
  expect((await patient.get('/access')).body).not.toContain(`/introductions/${id}/end`);
  await ask(site, doctor, chain);
});
