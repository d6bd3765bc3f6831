// Addresses that no page of ours links to: texts and numbers out of any range, files outside the assets, other methods.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HostileSite, startHostileSite } from './support/hostile-site.ts';
import type { Browser } from './support/test-server.ts';

let site: HostileSite;
let patient: Browser;
let doctor: Browser;
let send: HostileSite['send'];
beforeAll(async () => {
  site = await startHostileSite();
  ({ patient, doctor, send } = site);
});
afterAll(() => site.close());

const HOSTILE = [
  '%00',
  'PAT001%00',
  `'`,
  `%27%20OR%201%3D1--`,
  `%22%3B%20DROP%20TABLE%20record%3B--`,
  '%25',
  '\\',
  '..%2f..%2f..%2fetc%2fpasswd',
  '%ED%A0%80',
  '%F0%9F%98%80',
  '0',
  '-1',
  '1e9',
  '2147483648',
  '9007199254740993',
  '99999999999999999999',
  '1.5',
  'NaN',
  '%E2%80%8B1',
  'constructor',
  '__proto__',
  'x'.repeat(101),
  'x'.repeat(5000),
];
const QUERIES: Record<string, readonly string[]> = {
  '/patients': ['number'],
  '/patients/PAT001/records': ['type', 'abnormal', 'before'],
  '/patients/PAT001/verify': ['before'],
  '/patients/PAT001/proof': ['from'],
  '/access/log': ['before'],
  '/sign-in': ['returnTo', 'notice'],
  '/': ['notice'],
};
const PLACES = [
  '0000-01-01T00:00:00.000Z_1',
  '2026-02-30T00:00:00.000Z_1',
  '2026-01-01T24:00:00.000Z_1',
  '9999-12-31T23:59:59.999Z_999999999',
  '0000-01-01T00:00:00.000Z_000000000000-00000000000000000000',
  '2026-02-31T00:00:00.000Z_000000000000-00000000000000000000',
];

describe('an address', () => {
  test('with anything at all in the place of a parameter is an answer, never a fault', {
    timeout: 120_000,
  }, async () => {
    let tried = 0;
    const shapes = site.routes.filter((route) => route.startsWith('GET ') && /[:*]/.test(route)).map((r) => r.slice(4));
    expect(shapes.length).toBeGreaterThan(10);
    for (const shape of shapes) {
      const names = shape.match(/:\w+|\*/g) ?? [];
      for (const name of names) {
        for (const value of HOSTILE) {
          const url = names.reduce(
            (at, other) => at.replace(other, other === name ? value : someParameter(other)),
            shape,
          );
          const browser = tried++ % 2 === 0 ? patient : doctor;
          const { statusCode } = await send(browser, { method: 'GET', url });
          expect([url, statusCode < 500 && statusCode !== 200]).toEqual([url, true]);
        }
      }
    }
  });

  test('with anything at all in its query is an answer, never a fault', async () => {
    for (const [path, names] of Object.entries(QUERIES)) {
      for (const name of names) {
        for (const value of [...HOSTILE, ...PLACES, `a&${name}=b`, '']) {
          for (const browser of [patient, doctor]) {
            const { statusCode } = await send(browser, { method: 'GET', url: `${path}?${name}=${value}` });
            expect([`${path}?${name}=${value}`, statusCode < 500]).toEqual([`${path}?${name}=${value}`, true]);
          }
        }
      }
    }
  });

  test('that holds a zero character fails nobody else’s request that is on its way', async () => {
    const { rows } = await site.db.pool.query<{ id: string }>(
      `SELECT id FROM resource_version WHERE chain = $1 AND type = 'Observation'`,
      [site.people.chart.chain],
    );
    const good = `/fhir/Observation/${rows[0]?.id}`;
    const requests = Array.from({ length: 40 }, (_, i) => [
      send(patient, { method: 'GET', url: good }),
      send(doctor, { method: 'GET', url: i % 2 ? '/fhir/Observation/%00' : '/fhir/%00/x' }),
      send(doctor, { method: 'GET', url: '/patients/%00/records/laboratory' }),
      send(doctor, { method: 'GET', url: '/patients/PAT001/records/laboratory' }),
    ]).flat();
    const answers = (await Promise.all(requests)).map(({ statusCode }) => statusCode);
    expect(new Set(answers.filter((_, i) => i % 4 === 0 || i % 4 === 3))).toEqual(new Set([200]));
    expect(new Set(answers.filter((_, i) => i % 4 === 1 || i % 4 === 2))).toEqual(new Set([400]));
  });

  test.each([
    '/assets/../../../package.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/index.js',
    '/assets/',
    '/assets',
    '/assets/.',
    '/assets/nothing.js',
    '/assets/..%5c..%5cpackage.json',
    '/assets/..\\..\\package.json',
    '/assets/%252e%252e%252f%252e%252e%252fpackage.json',
    '/assets/%25252e%25252e/package.json',
    '/assets/....//....//package.json',
    '/assets/..;/..;/package.json',
    '/assets/%c0%ae%c0%ae/%c0%ae%c0%ae/package.json',
    '/assets/package.json%00.js',
    '/assets//etc/passwd',
    '/assets/%2fetc%2fpasswd',
    '/assets/C:%5cWindows%5cwin.ini',
    '/assets/.vite/manifest.json',
    '/assets/../index.js',
    '/.git/config',
    '/package.json',
    '/log/tile/..%2f..%2fpackage.json',
    '/log/tile/0/..%5c..%5cpackage.json',
    '/log/tile/%2e%2e/%2e%2e/log.key',
    '/log/tile/entries/000%00',
    '/fhir/..%2f..%2fpackage.json',
    '/fhir/Patient/..%2f..%2fpackage.json',
    '/for/PAT001/..%2f..%2fpackage.json',
    '/for/PAT001/assets/..%2f..%2fpackage.json',
  ])('gives no file that is no asset: %s', async (url) => {
    const answer = await send(patient, { method: 'GET', url });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.body).not.toMatch(/@patrec\/web|root:x:0|PRIVATE|"workspaces"/);
  });

  test('is refused for every method that it does not have', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      for (const url of ['/', '/patients/PAT001/records', '/fhir/Patient/x', '/sign-in']) {
        const { statusCode } = await send(patient, { method, url });
        expect(statusCode).toBeGreaterThanOrEqual(400);
        expect(statusCode).toBeLessThan(500);
      }
    }
  });
});

function someParameter(name: string): string {
  return { ':number': 'PAT001', ':record': '1', ':code': '718-7', ':type': 'Observation', ':id': 'x' }[name] ?? '000';
}
