// Forms that no browser of ours sends: forged, of another kind of content, with texts and numbers out of any range.

import { fieldsOf, laboratory } from '@patrec/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { laboratoryForm } from './support/forms.ts';
import { FORM, type HostileSite, startHostileSite, tokenOf } from './support/hostile-site.ts';
import { contentOf } from './support/tables.ts';
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

const posts = () => site.routes.filter((route) => route.startsWith('POST ')).map((route) => route.slice(5));
const someUrl = (route: string) => route.replace(':number', 'PAT001').replace(':id', 'x').replace(':record', '1');

describe('a form', () => {
  test('is refused with a token that was made before the session', async () => {
    const before = await site.as(null);
    const token = await tokenOf(before);
    const { statusCode } = await send(before, {
      method: 'POST',
      url: '/preferences',
      payload: new URLSearchParams({ _csrf: token }).toString(),
      headers: { 'content-type': FORM },
    });
    expect(statusCode).toBe(303);
    const [name, session] = [...patient.cookies].find(([cookie]) => cookie.includes('session')) ?? ['', ''];
    before.cookies.set(name, session);
    const payload = new URLSearchParams({ _csrf: token }).toString();
    const answer = await send(before, {
      method: 'POST',
      url: '/preferences',
      payload,
      headers: { 'content-type': FORM },
    });
    expect(answer.statusCode).toBe(403);
  });

  test('of a tab whose cookie another tab took is accepted before one signs in, where the browser says that it is ours', async () => {
    const [first, second] = [await site.as(null), await site.as(null)];
    const [token] = [await tokenOf(first), await tokenOf(second)];
    const answerTo = async (browser: Browser, from: string | undefined, form: string) => {
      const headers = { 'content-type': FORM, ...(from !== undefined && { 'sec-fetch-site': from }) };
      const payload = new URLSearchParams({ _csrf: form, lang: 'hi' }).toString();
      return (await send(browser, { method: 'POST', url: '/preferences', payload, headers })).statusCode;
    };
    expect(await answerTo(second, 'same-origin', token)).toBe(303);
    for (const from of ['same-site', 'cross-site', 'none', undefined])
      expect([from, await answerTo(second, from, token)]).toEqual([from, 403]);
    for (const form of ['', 'wrong', token]) expect(await answerTo(patient, 'same-origin', form)).toBe(403);
  });

  test('is refused without its token, with a wrong one, and with that of another browser', async () => {
    const before = await contentOf(site.db);
    const foreign = await tokenOf(await site.as(site.people.otherPatient));
    await tokenOf(patient);
    expect(posts().length).toBeGreaterThan(6);
    for (const route of posts()) {
      for (const token of [undefined, '', 'wrong', foreign]) {
        for (const browser of [patient, doctor]) {
          const payload = new URLSearchParams({ ...(token !== undefined && { _csrf: token }), login: 'X' }).toString();
          const headers = { 'content-type': FORM };
          const answer = await send(browser, { method: 'POST', url: someUrl(route), payload, headers });
          expect([route, [403, 404].includes(answer.statusCode)]).toEqual([route, true]);
        }
      }
      const token = await tokenOf(patient);
      const inHeader = { 'content-type': FORM, 'csrf-token': token, 'x-csrf-token': token };
      const answer = await send(patient, { method: 'POST', url: someUrl(route), payload: '', headers: inHeader });
      expect([403, 404]).toContain(answer.statusCode);
    }
    expect({ ...(await contentOf(site.db)), session: 0 }).toEqual({ ...before, session: 0 });
  });

  test('takes no other kind of content', async () => {
    const token = await tokenOf(doctor);
    const json = JSON.stringify({ _csrf: token, ...laboratoryForm({ haemoglobin: '13.37' }) });
    const url = '/patients/PAT001/records/general'; // that of a laboratory brings files, as multipart
    for (const type of ['application/json', 'text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'x']) {
      const answer = await send(doctor, { method: 'POST', url, payload: json, headers: { 'content-type': type } });
      expect([type, answer.statusCode]).toEqual([type, 415]);
    }
    for (const payload of ['{"a":', '{"__proto__":{"x":1}}', '[]', 'null', '"x"']) {
      const headers = { 'content-type': 'application/json' };
      expect((await send(doctor, { method: 'POST', url, payload, headers })).statusCode).toBe(415);
    }
  });

  test('of more than 256 KB is refused, with a page', async () => {
    const answer = await patient.post('/preferences', { returnTo: 'x'.repeat(300 * 1024) });
    expect(answer.statusCode).toBe(413);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
  });

  test('of thousands of names, or of names that objects have, changes nothing but what it says', async () => {
    const token = await tokenOf(patient);
    const hostile = [
      ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'],
      ...['__proto__[admin]', '__proto__.admin', 'constructor[prototype][admin]', 'constructor.prototype.admin'],
      ...['a[__proto__][admin]', '[__proto__][admin]', '__proto__%5Badmin%5D', '__proto__[]'],
    ];
    const pairs = [...hostile.map((name) => `${name}=polluted`), ...Array.from({ length: 9000 }, (_, i) => `n${i}=1`)];
    const payload = `_csrf=${encodeURIComponent(token)}&lang=hi&${pairs.join('&')}`;
    const headers = { 'content-type': FORM };
    const answer = await send(patient, { method: 'POST', url: '/preferences', payload, headers });
    expect(answer.statusCode).toBe(303);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
    expect(String({})).toBe('[object Object]');
    expect(String({}.constructor)).not.toBe('polluted');
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'is no other form for a field that objects have already: %s',
    async (name) => {
      const form = { login: 'PAT001', password: 'x', haemoglobin: '13.37', extent: 'all', number: name, code: name };
      const polluted = { ...form, [name]: 'polluted', [`${name}[admin]`]: 'true', [`${name}.admin`]: 'true' };
      for (const route of posts().filter((url) => !/sign-out|sessions/.test(url))) {
        for (const browser of [doctor, await site.as(null)]) {
          const pairs = [...Object.entries(polluted), [name, 'twice']] as [string, string][];
          const payload = new URLSearchParams([['_csrf', await tokenOf(browser)], ...pairs]).toString();
          const answer = await send(browser, {
            method: 'POST',
            url: someUrl(route),
            payload,
            headers: { 'content-type': FORM },
          });
          expect([route, answer.statusCode < 500]).toEqual([route, true]);
        }
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as Record<string, unknown>).admin).toBeUndefined();
    },
  );

  test('kept while its sender confirms pollutes nothing when it is opened again', async () => {
    const browser = await site.as(site.people.administrator);
    site.clock.offset += 6 * 60_000;
    const asked = await browser.post('/staff/new', { ['__proto__']: 'x', '__proto__[admin]': 'true', name: 'Ravi' });
    site.clock.offset = 0;
    expect(asked.statusCode).toBeLessThan(500);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  test.each([
    ['\0', 400],
    ['a\0b', 400],
  ])('with a zero character is refused: %j', async (value, status) => {
    const answers = [
      await (await site.as(null)).post('/sign-in', { login: value, password: 'x' }),
      await (await site.as(null)).post('/sign-in', { login: 'x', password: value }),
      await doctor.post(
        '/patients/PAT001/records/laboratory',
        laboratoryForm({ haemoglobin: '13.37', comment: value }),
      ),
      await doctor.post('/patients/PAT001/access-requests', { note: value, extent: 'all' }),
      await patient.post('/preferences', { [value]: 'x' }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => status));
  });

  test.each(['%ED%A0%80', '%C0%80', '%FF', '%', '%zz', '%00', '%u0041'])(
    'in no UTF-8 is no fault: %s',
    async (bytes) => {
      const token = encodeURIComponent(await tokenOf(doctor));
      const values = new URLSearchParams(laboratoryForm({ haemoglobin: '13.37' })).toString();
      const payload = `_csrf=${token}&${values}&comment=${bytes}`;
      const headers = { 'content-type': FORM };
      const url = '/patients/PAT001/records/laboratory';
      const answer = await send(doctor, { method: 'POST', url, payload, headers });
      expect([303, 400, 422]).toContain(answer.statusCode);
    },
  );

  test('of a laboratory record is refused with reasons, never a fault, whatever its numbers are', async () => {
    const absurd = [
      '-1',
      '1e400',
      'NaN',
      'Infinity',
      '0x10',
      '1,5',
      '٣',
      '9'.repeat(400),
      '<script>',
      `1'; --`,
      '0.0.1',
    ];
    const fields = fieldsOf(laboratory).map(({ id }) => id);
    for (const value of absurd) {
      const values = Object.fromEntries(fields.map((name) => [name, value]));
      const answer = await doctor.post('/patients/PAT001/records/laboratory', laboratoryForm(values));
      expect([value, answer.statusCode]).toEqual([value, 422]);
      expect(answer.body).not.toContain('<script>alert');
    }
  });
});

test('every page says what it may load, and nothing keeps it on the way', async () => {
  for (const [browser, url] of [
    [patient, '/'],
    [patient, '/patients/PAT001/records/1'],
    [doctor, '/patients/PAT001/records/laboratory'],
    [patient, '/nowhere'],
    [await site.as(null), '/sign-in'],
  ] as const) {
    const { headers, body } = await browser.get(url);
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe|\*|http:/);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(body).not.toMatch(/<script(?![^>]* src=)[^>]*>[^<]|\son\w+="|style="|javascript:/);
  }
});

test('what was typed comes back as text, not as part of the page', async () => {
  const typed = `"><script>alert(1)</script><b x='`;
  const answers = [
    await doctor.get(`/patients?number=${encodeURIComponent(typed)}`),
    await doctor.post('/patients/PAT001/records/laboratory', laboratoryForm({ haemoglobin: typed, comment: typed })),
    await doctor.post('/patients/PAT001/access-requests', { note: typed, until: typed }),
    await (await site.as(null)).post('/sign-in', { login: typed, password: typed }),
    await patient.get(`/sign-in?returnTo=${encodeURIComponent(typed)}&notice=${encodeURIComponent(typed)}`),
  ];
  for (const { body } of answers) expect(body).not.toMatch(/<script>alert/i);
});
