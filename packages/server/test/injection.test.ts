// SQL in every place that takes text: every field of every form, every name of every query, every part of every
// address. What PostgreSQL is sent is watched: no statement ever holds what somebody typed.

import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { requestAccess } from '../src/access/request-access.ts';
import { waitingCorrection } from './support/corrections.ts';
import { crawl, type PageForm } from './support/forms-of-pages.ts';
import { type HostileSite, startHostileSite } from './support/hostile-site.ts';
import { daysAhead, EVERY_RECORD, grant } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import type { Browser } from './support/test-server.ts';

// Those that no link has: pages ask for them by script, or redirects carry them.
const NO_LINK_HAS = ['number', 'before', 'from', 'to', 'returnTo', 'notice', 'ended', 'by', 'record'];
const MARK = 'qzx7';
/** The same form with the same field is on many pages. */
const MOST_TIMES = 2;
const PAYLOADS = [
  `${MARK}' OR '1'='1`,
  `${MARK}"; DROP TABLE record; --`,
  `PAT001' UNION SELECT password_hash FROM account --${MARK}`,
  `1) OR pg_sleep(20) IS NULL --${MARK}`,
  `\\'; $1 $$${MARK}$$ /*`,
  `%_${MARK}`,
];

let site: HostileSite;
let sent: string[];
const people = () => Object.entries(site.people).filter((entry): entry is [string, Actor] => 'role' in entry[1]);
beforeAll(async () => {
  site = await startHostileSite();
  const { people: cast } = site;
  const asked = { scope: EVERY_RECORD, purpose: 'CAREMGT', until: daysAhead(site, 30), note: '' } as const;
  await grant(site, cast.patient, cast.doctor);
  await requestAccess(site, cast.otherDoctor, { chain: cast.chart.chain, ...asked });
  await waitingCorrection(site, cast.patient, 1);
  await practitioner(site, 'doctor', 'Dr. Applicant', false);
});
beforeEach(async () => {
  await site.settle(); // receipts are of what is in the log
  sent = [];
  const query = pg.Client.prototype.query;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [first] = args as [string | pg.QueryConfig];
    sent.push(typeof first === 'string' ? first : first.text);
    return Reflect.apply(query, this, args);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(sent.length).toBeGreaterThan(0);
  expect([...new Set(sent)].filter((text) => text.includes(MARK))).toEqual([]);
});
afterAll(() => site.close());

const anybody = async (): Promise<[string, Browser][]> => [
  ['stranger', await site.as(null)],
  ...(await Promise.all(
    people().map(async ([name, actor]): Promise<[string, Browser]> => [name, await site.as(actor)]),
  )),
];
const ids = { ':number': 'PAT001', ':record': '1', ':code': '718-7', ':type': 'Observation' };
const addressOf = (route: string, other = '000000000000-00000000000000000000') =>
  (route.split(' ')[1] ?? '').replaceAll(/:\w+|\*/g, (name) => ids[name as keyof typeof ids] ?? other);
const gets = () => site.routes.filter((route) => route.startsWith('GET ') && !/assets|events|download/.test(route));
const posts = () => site.routes.filter((route) => route.startsWith('POST '));

/** Sends and expects an answer that is no fault; gives it. */
async function expectAnswer(what: string, answer: Promise<{ statusCode: number; body: string }>): Promise<string> {
  const { statusCode, body } = await answer;
  expect([what, statusCode < 500]).toEqual([what, true]);
  return body;
}

test('what is watched is what is sent', async () => {
  await site.db.pool.query(`SELECT '${MARK}'`);
  expect(sent.filter((text) => text.includes(MARK))).toHaveLength(1);
  sent = ['watched'];
});

describe('SQL in', () => {
  let offered: { person: Actor | null; forms: readonly PageForm[]; queryNames: readonly string[] }[];
  let names: string[];
  let queryNames: string[];
  beforeAll(async () => {
    offered = [];
    for (const person of [null, ...people().map(([, actor]) => actor)]) {
      const starts = ['/', ...gets().map((route) => addressOf(route))];
      offered.push({ person, ...(await crawl(await site.as(person), starts)) });
    }
    names = [...new Set(offered.flatMap(({ forms }) => forms.flatMap(({ fields }) => Object.keys(fields))))];
    queryNames = [...new Set([...NO_LINK_HAS, ...offered.flatMap((one) => one.queryNames)])];
  });

  test('nothing less than all of it', () => {
    expect(names).toEqual(expect.arrayContaining(['login', 'password', 'haemoglobin', 'note', 'returnTo', 'number']));
    expect(names.length).toBeGreaterThan(60);
    expect(queryNames).toEqual(expect.arrayContaining(['type', 'abnormal']));
    sent = ['watched'];
  });

  test('a field of a form that is otherwise as its page has it', { timeout: 300_000 }, async () => {
    let tried = 0;
    const done = new Map<string, number>();
    for (const { person, forms } of offered) {
      for (const { action, method, fields } of forms) {
        for (const name of Object.keys(fields)) {
          const place = `${method} ${action.replaceAll(/[0-9a-f-]*\d[0-9a-f-]*/g, '0')} ${name}`;
          const times = done.get(place) ?? 0;
          if (times === MOST_TIMES) continue;
          done.set(place, times + 1);
          const payload = PAYLOADS[tried++ % PAYLOADS.length] ?? '';
          const form = { ...fields, [name]: payload };
          const browser = await site.as(person);
          const query = new URLSearchParams(form).toString();
          const answer = method === 'post' ? browser.post(action, form) : browser.get(`${action}?${query}`);
          await expectAnswer(`${action} ${name}=${payload}`, answer);
        }
      }
    }
    expect(tried).toBeGreaterThan(300);
  });

  // By turns: each route gets every payload from somebody, each person has every payload for some route.
  test('every field that there is, sent to every route', { timeout: 300_000 }, async () => {
    let tried = 0;
    for (const route of posts()) {
      for (const [name, browser] of await anybody()) {
        const payload = PAYLOADS[tried++ % PAYLOADS.length] ?? '';
        const form = Object.fromEntries(names.map((field) => [field, payload]));
        await expectAnswer(`${route} by ${name}: ${payload}`, browser.post(addressOf(route), form));
      }
    }
  });

  test('every name of every query', { timeout: 300_000 }, async () => {
    const everybody = await anybody();
    let tried = 0;
    for (const route of gets()) {
      for (const [who, browser] of everybody) {
        const value = encodeURIComponent(PAYLOADS[tried++ % PAYLOADS.length] ?? '');
        const all = queryNames.map((name) => `${name}=${value}`).join('&');
        await expectAnswer(`${route} by ${who}: ${value}`, browser.get(`${addressOf(route)}?${all}`));
      }
    }
    const doctor = await site.as(site.people.doctor);
    const value = encodeURIComponent(PAYLOADS[0] ?? '');
    const twice = queryNames.map((name) => `${name}=${value}&${name}=${value}`).join('&');
    for (const route of gets()) await expectAnswer(`${route} twice`, doctor.get(`${addressOf(route)}?${twice}`));
  });

  test('every part of every address', { timeout: 300_000 }, async () => {
    const everybody = await anybody();
    const parts = gets().flatMap((route) => [...route.matchAll(/:\w+|\*/g)].map(([part]) => ({ route, part })));
    for (const [turn, payload] of PAYLOADS.entries()) {
      for (const [i, { route, part }] of parts.entries()) {
        const [[who, browser]] = everybody.slice((i + turn) % everybody.length) as [[string, Browser]];
        const url = addressOf(route.replace(part, encodeURIComponent(payload)));
        await expectAnswer(`${route} by ${who}: ${payload}`, browser.get(url));
      }
    }
  });

  test('a search finds nobody', async () => {
    for (const payload of [...PAYLOADS, `' OR ''='`, '%', '_', 'PAT%', 'PAT00_', 'PAT001 OR 1=1']) {
      const url = `/patients?number=${encodeURIComponent(payload)}`;
      const page = await expectAnswer(url, (await site.as(site.people.doctor)).get(url));
      expect(page).not.toContain('Lakshmi');
      expect(page).not.toContain('$argon2');
    }
  });
});
