// The emergency card over HTTP: what the patient puts on it, what anybody sees who has the code, and for how long.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { standingCard } from '../src/access/card-store.ts';
import { printedCode } from '../src/access/emergency-card.ts';
import { qrCode } from '../src/http/qr-code.ts';
import { emergencyCode } from './support/cards.ts';
import { endSound } from './support/end-sound.ts';
import { accepted, onePatient } from './support/guardianships.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { contentOf, withRefusedEvent } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

const lines: string[] = [];
let site: TestServer;
let patient: Browser;
let stranger: Browser;
let chain: string;
let addresses = 1;

beforeAll(async () => {
  site = await startTestServer(lines);
  chain = site.people.chart.chain;
  await writeLaboratory(site, site.people.doctor, site.people.chart, { haemoglobin: '9.51' });
});
beforeEach(async () => {
  patient = await site.as(site.people.patient);
  stranger = await site.as(null, `198.51.100.${addresses++}`);
});
afterAll(() => endSound(site));

const FORM = {
  name: 'Lakshmi Narayanan',
  birthDate: '1980-07-14',
  sex: 'female',
  bloodGroup: 'B+',
  allergies: 'Penicillin',
  medication: 'Metformin 500 mg',
  conditions: 'Type 2 diabetes',
  contact: 'Ravi (husband)',
  contactPhone: '+91 98765 43210',
  note: 'I wear lenses.\nI speak Tamil.',
};
const save = (on: readonly string[], more: Record<string, string> = {}, browser = patient) =>
  browser.post('/card/emergency', { ...FORM, ...more, on });
const codeNow = async () => {
  const card = await standingCard(site.db, chain);
  return (card && printedCode(site.app.secret, card)) ?? '';
};
const mainOf = (html: string) => /<main.*<\/main>/s.exec(html)?.[0] ?? '';
const scans = async () => {
  const { rows } = await site.db.pool.query(
    `SELECT actor, basis FROM access_log WHERE chain = $1 AND action = 'scan-card'`,
    [chain],
  );
  return rows;
};

describe('the form', () => {
  test('is filled in from the registration, and nothing is on the card before somebody ticks it', async () => {
    const page = mainOf((await patient.get('/card/emergency')).body);
    expect(page).toContain('value="Lakshmi Narayanan"');
    expect(page).toContain('value="1980-07-14"');
    expect(page).not.toMatch(/type="checkbox"[^>]* checked/);
    expect(page).toContain('Make the card');
    expect(await standingCard(site.db, chain)).toBeUndefined();
  });

  test.each([
    ['nothing is ticked', [], {}, 'Tick at least one line'],
    ['what is ticked is empty', ['allergies'], { allergies: '  ' }, 'take it off the card'],
    ['a text is too long', ['note'], { note: 'x'.repeat(301) }, 'At most 300 characters'],
    ['there is no text in it', ['note'], { note: 'a\u0007b' }, 'characters in it that cannot be stored'],
    ['a phone number is none', ['contactPhone'], { contactPhone: 'javascript:alert(1)' }, 'Write a phone number'],
    ['the birthday does not exist', ['birthDate'], { birthDate: '1980-02-30' }, 'exist'],
    ['the birthday is to come', ['birthDate'], { birthDate: '2999-01-01' }, 'in the future'],
    ['the sex is not one of those', ['sex'], { sex: 'unknown' }, 'Choose one of the answers'],
    ['the blood group is not one of those', ['bloodGroup'], { bloodGroup: 'Z' }, 'Choose one of the answers'],
    ['only what is not an item is ticked', ['donor', '__proto__'], {}, 'Tick at least one line'],
  ])('says at the field what is wrong, keeps what was typed, and writes nothing: %s', async (_, on, more, words) => {
    const before = await contentOf(site.db);
    const answer = await save(on, { contact: 'Typed by <me>', ...more });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(words);
    expect(answer.body).toContain('Typed by &lt;me');
    expect(await contentOf(site.db)).toEqual(before);
  });

  test('a zero character is refused', async () => {
    expect((await save(['note'], { note: 'a\0b' })).statusCode).toBe(400);
  });
});

describe('the card', () => {
  test('shows exactly what was ticked, to anybody who has the code', async () => {
    expect((await save(['name', 'birthDate', 'bloodGroup', 'contactPhone', 'note'])).headers.location).toBe(
      '/card/emergency?notice=card-saved',
    );
    const answer = await stranger.get(`/e/${await codeNow()}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' });
    const main = mainOf(answer.body);
    for (const words of ['Lakshmi Narayanan', '14-Jul-1980', 'B+', 'href="tel:+919876543210"', 'I speak Tamil.'])
      expect(main).toContain(words);
    for (const hidden of ['Penicillin', 'Metformin', 'diabetes', 'Ravi', 'Female', 'PAT001', '9.51', 'Allergies'])
      expect({ hidden, there: main.includes(hidden) }).toEqual({ hidden, there: false });
  });

  test('shows what the patient changed, at once and under the same code', async () => {
    await save(['bloodGroup']);
    const code = await codeNow();
    await save(['allergies'], { allergies: '<b>Latex</b>' });
    const main = mainOf((await stranger.get(`/e/${code}`)).body);
    expect(main).toContain('&lt;b>Latex');
    expect(main).not.toContain('B+');
    const form = mainOf((await patient.get('/card/emergency')).body);
    expect(form.match(/type="checkbox"[^>]* checked/g)).toHaveLength(1);
    expect(form).toContain('In use since');
  });

  test('does not follow the registration: only what stands on it', async () => {
    await save(['name'], { name: 'Lakshmi N.' });
    expect(mainOf((await stranger.get(`/e/${await codeNow()}`)).body)).toContain('Lakshmi N.');
  });

  test('has every scan in the patient’s log, by somebody who did not sign in, also when somebody did', async () => {
    await save(['bloodGroup']);
    const before = (await scans()).length;
    await stranger.get(`/e/${await codeNow()}`);
    await (await site.as(site.people.otherDoctor, '198.51.100.250')).get(`/e/${await codeNow()}`);
    const after = await scans();
    expect(after).toHaveLength(before + 2);
    expect(after.at(-1)).toEqual({ actor: 'anybody', basis: 'card' });
    const log = (await patient.get('/access/log?who=ANYBODY')).body;
    expect(log).toContain('<strong>Somebody who did not sign in</strong>: opened the emergency card');
    expect(log).toContain('with the emergency card');
    const hindi = (await patient.get('/access/log?who=ANYBODY', { 'accept-language': 'hi' })).body;
    expect(hindi).toContain('जिसने साइन इन नहीं किया');
    expect((await patient.get('/access/disclosures')).body).toMatch(/[1-9]\d* disclosures/);
  });

  test('is sealed as an AuditEvent that names nobody', async () => {
    await save(['bloodGroup']);
    await stranger.get(`/e/${await codeNow()}`);
    await site.settle();
    const { rows } = await site.db.pool.query<{ bytes: Buffer }>(
      `SELECT bytes FROM resource_version WHERE chain = $1 AND type = 'Bundle' ORDER BY block_seq DESC LIMIT 1`,
      [chain],
    );
    const bundle = rows[0]?.bytes.toString() ?? '';
    expect(bundle).toContain('"agent":[{"type":{"text":"not signed in"},"requestor":true}]');
  });

  test('is printed with its code, as often as the patient likes', async () => {
    await save(['bloodGroup']);
    const [first, second] = [await patient.get('/card/emergency/print'), await patient.get('/card/emergency/print')];
    const { path } = qrCode(`http://localhost:3000/e/${await codeNow()}`);
    for (const { body } of [first, second]) expect(body).toContain(`<path d="${path}"`);
    expect(mainOf(first.body)).toContain('B+');
    expect((await patient.get('/access/log')).body).toContain('printed the emergency card');
  });

  test('says so where the secret is another one and the code cannot be printed', async () => {
    await save(['bloodGroup']);
    await site.db.pool.query('UPDATE emergency_card SET sealed = $1 WHERE ended_at IS NULL', [Buffer.alloc(60)]);
    const page = await patient.get('/card/emergency/print');
    expect(page.statusCode).toBe(200);
    expect(mainOf(page.body)).toContain('cannot be shown any more');
    await patient.post('/card/emergency/renew', {});
    expect((await patient.get('/card/emergency/print')).body).toContain('<svg class="qr"');
  });

  test('shows nothing any more under the old code after a new one, and after its end; like a code that never was', async () => {
    await save(['bloodGroup']);
    const first = await codeNow();
    expect((await patient.post('/card/emergency/renew', {})).headers.location).toBe(
      '/card/emergency?notice=card-renewed',
    );
    const second = await codeNow();
    expect(mainOf((await stranger.get(`/e/${second}`)).body)).toContain('B+');
    expect((await patient.post('/card/emergency/end', {})).headers.location).toBe('/card/emergency?notice=card-ended');
    const before = (await scans()).length;
    const answers = [];
    for (const code of [first, second, 'A'.repeat(27), 'x', '%E0%A4%A4']) {
      const { statusCode, body, headers } = await stranger.get(`/e/${code}`);
      answers.push({
        statusCode,
        main: mainOf(body),
        robots: headers['x-robots-tag'],
        cache: headers['cache-control'],
      });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveProperty('size', 1);
    expect(answers[0]).toMatchObject({ statusCode: 404, robots: 'noindex, nofollow', cache: 'no-store' });
    expect((await scans()).length).toBe(before);
    for (const url of ['/card/emergency/renew', '/card/emergency/end'])
      expect((await patient.post(url, {})).statusCode).toBe(409);
    expect((await patient.get('/card/emergency/print')).statusCode).toBe(404);
  });

  test('has a new code when it is made again', async () => {
    await save(['bloodGroup']);
    const old = await codeNow();
    await patient.post('/card/emergency/end', {});
    await save(['bloodGroup']);
    expect(await codeNow()).not.toBe(old);
    expect((await stranger.get(`/e/${old}`)).statusCode).toBe(404);
  });

  test('is one, however often it is made at once', async () => {
    await patient.post('/card/emergency/end', {});
    const answers = await Promise.all([1, 2, 3].map(() => save(['bloodGroup'])));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303]);
    const { rows } = await site.db.pool.query(
      'SELECT count(*) AS n FROM emergency_card WHERE chain = $1 AND ended_at IS NULL',
      [chain],
    );
    expect(rows[0].n).toBe(1);
  });

  test('is stored without its code, which stands in no log line', async () => {
    await save(['bloodGroup']);
    const code = await codeNow();
    await stranger.get(`/e/${code}`);
    expect(Buffer.from(code, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
    const { rows } = await site.db.pool.query<{ text: string }>(
      `SELECT t::text AS text FROM emergency_card t UNION ALL SELECT encode(bytes, 'escape') FROM resource_version
       UNION ALL SELECT t::text FROM access_log t`,
    );
    expect(rows.filter(({ text }) => text.includes(code))).toEqual([]);
    expect(lines.filter((line) => line.includes(code))).toEqual([]);
  });

  test('is opened sixty times in a quarter of an hour from one address, and no more', async () => {
    await save(['bloodGroup']);
    const code = await codeNow();
    const crowd = await site.as(null, '203.0.113.9');
    for (let i = 0; i < 60; i += 1) expect((await crowd.get(`/e/${code}`)).statusCode).toBe(200);
    expect((await crowd.get(`/e/${code}`)).statusCode).toBe(429);
    expect((await stranger.get(`/e/${code}`)).statusCode).toBe(200);
  });
});

describe('somebody else', () => {
  test('changes nothing of it: another patient makes their own', async () => {
    await save(['bloodGroup']);
    const code = await codeNow();
    const other = await site.as(site.people.otherPatient);
    await save(['name'], { name: 'Somebody Else' }, other);
    await other.post('/card/emergency/end', {});
    expect(mainOf((await stranger.get(`/e/${code}`)).body)).toContain('B+');
  });

  test('with complete access keeps it in the patient’s place, in both names', async () => {
    const guardian = await onePatient(site, site.people.staff, 'Guardian Rao', '1970-01-01');
    await accepted(site, site.people.patient, guardian);
    const acting = await site.as(guardian);
    const answer = await acting.post('/for/PAT001/card/emergency', { ...FORM, on: 'conditions' });
    expect(answer.headers.location).toBe('/for/PAT001/card/emergency?notice=card-saved');
    expect(mainOf((await stranger.get(`/e/${await codeNow()}`)).body)).toContain('Type 2 diabetes');
    expect((await patient.get('/access/log')).body).toContain('Guardian Rao');
    expect((await acting.get('/for/PAT001/card/emergency/print')).body).toContain('<svg class="qr"');
  });
});

test.each(['change-card', 'make-card', 'end-card', 'scan-card'])(
  'leaves nothing behind, and shows nothing, when its event cannot be written: %s',
  async (action) => {
    const code = await emergencyCode(site.app, site.people.patient);
    await patient.get('/about');
    const before = await contentOf(site.db);
    const acts: Record<string, () => Promise<{ statusCode: number; body: string }>> = {
      'change-card': () => save(['bloodGroup']),
      'make-card': () => patient.post('/card/emergency/renew', {}),
      'end-card': () => patient.post('/card/emergency/end', {}),
      'scan-card': () => stranger.get(`/e/${code}`),
    };
    await withRefusedEvent(site.db, action, async () => {
      const answer = await acts[action]?.();
      expect(answer?.statusCode).toBe(500);
      expect(answer?.body.replaceAll(/value="[^"]*"/g, '')).not.toContain('B+'); // tokens are base64
    });
    const { request_rate: _rate, ...after } = await contentOf(site.db);
    const { request_rate: _before, ...unchanged } = before;
    expect(after).toEqual(unchanged);
  },
);
