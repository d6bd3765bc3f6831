// How often anybody may send what others can be harmed by: forms of strangers by address, looking people up by account.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { type HostileSite, startHostileSite } from './support/hostile-site.ts';
import type { Browser } from './support/test-server.ts';

const MOST = 130;
/** What a stranger may send as often as they like: it makes nothing, asks nobody, and looks nobody up. */
const UNLIMITED = ['/sign-out', '/preferences'];
const form = { login: 'PAT001', password: 'a wrong password', number: 'DOC1' };
let site: HostileSite;
beforeAll(async () => {
  site = await startHostileSite();
});
afterAll(() => site.close());

/** Sends until it is told to wait; gives how many were let through, and the answer that was not. */
async function untilLimited(
  send: () => Promise<{ statusCode: number; headers: Record<string, unknown>; body: string }>,
) {
  for (let through = 0; through < MOST; through += 1) {
    const answer = await send();
    if (answer.statusCode === 429) return { through, answer };
  }
  return { through: MOST, answer: undefined };
}

/** Those of the routes that a stranger gets beyond the sign-in page with, or beyond its word for programs. */
async function openToStrangers(): Promise<string[]> {
  const open: string[] = [];
  const stranger = await site.as(null, '198.51.100.1');
  for (const route of site.routes.filter((one) => one.startsWith('POST '))) {
    const url = route.slice(5).replaceAll(/:\w+/g, 'x');
    const { headers, statusCode, body } = await stranger.post(url, {});
    const told = statusCode === 401 && body.startsWith('{"resourceType":"OperationOutcome"');
    if (!told && !String(headers.location).startsWith('/sign-in?returnTo')) open.push(url);
  }
  return open;
}

test('every form that strangers may send makes an address wait, and no other', async () => {
  const open = await openToStrangers();
  expect(open).toEqual(expect.arrayContaining(['/sign-in', '/sign-up', '/sign-up/doctor', '/recover']));
  const unlimited: string[] = [];
  for (const [i, url] of open.entries()) {
    const browser = await site.as(null, `203.0.113.${i + 1}`);
    const { answer } = await untilLimited(() => browser.post(url, form));
    if (!answer) unlimited.push(url);
    else {
      expect([url, Number(answer.headers['retry-after']) > 0]).toEqual([url, true]);
      expect(answer.headers).not.toHaveProperty('x-ratelimit-remaining');
      const other = await site.as(null, `203.0.113.${i + 100}`);
      expect([url, (await other.post(url, { ...form, login: `PAT9${i}` })).statusCode === 429]).toEqual([url, false]);
    }
  }
  expect(unlimited.filter((url) => !UNLIMITED.includes(url))).toEqual([]);
});

test('an address of IPv6 is its whole network', async () => {
  let i = 0;
  const { through, answer } = await untilLimited(async () => {
    i += 1;
    return (await site.as(null, `2001:db8:0:7::${i.toString(16)}`)).post('/recover', { login: `PAT${i}` });
  });
  expect([through, answer?.statusCode]).toEqual([20, 429]);
  expect((await (await site.as(null, '2001:db8:0:8::1')).post('/recover', form)).statusCode).toBe(303);
});

describe('who looks people up waits, wherever they are', () => {
  const cases: Record<
    string,
    {
      who: () => Actor;
      other: () => Actor;
      ask: (browser: Browser, i: number) => ReturnType<Browser['get']>;
      most: number;
    }
  > = {
    'a doctor who searches patients': {
      who: () => site.people.doctor,
      other: () => site.people.staff,
      ask: (browser, i) => browser.get(`/patients?number=PAT${i}`),
      most: 120,
    },
    'a member of staff who opens the form of one patient after another': {
      who: () => site.people.staff,
      other: () => site.people.doctor,
      ask: (browser, i) => browser.get(`/patients/PAT${i}/records/laboratory`),
      most: 120,
    },
    'a doctor who opens the question to one patient after another': {
      who: () => site.people.doctor,
      other: () => site.people.otherDoctor,
      ask: (browser, i) => browser.get(`/patients/PAT${i}/access-requests`),
      most: 120,
    },
    'a doctor who asks for access': {
      who: () => site.people.doctor,
      other: () => site.people.otherDoctor,
      ask: (browser) => browser.post('/patients/PAT002/access-requests', {}),
      most: 60,
    },
    'a doctor who opens the form of an emergency to one patient after another': {
      who: () => site.people.doctor,
      other: () => site.people.otherDoctor,
      ask: (browser, i) => browser.get(`/patients/PAT${i}/emergency/new`),
      most: 120,
    },
    'a doctor who opens records in emergencies': {
      who: () => site.people.doctor,
      other: () => site.people.otherDoctor,
      ask: (browser) => browser.post('/patients/PAT002/emergency', {}),
      most: 60,
    },
    'a patient who looks for doctors to block': {
      who: () => site.people.patient,
      other: () => site.people.otherPatient,
      ask: (browser, i) => browser.get(`/access/blocks/new?number=DOC${i}`),
      most: 60,
    },
    'a patient who looks for doctors to share with': {
      who: () => site.people.patient,
      other: () => site.people.otherPatient,
      ask: (browser, i) => browser.post('/access/share', { number: `DOC${i}` }),
      most: 60,
    },
  };

  test.each(Object.entries(cases))('%s', async (_, { who, other, ask, most }) => {
    let i = 0;
    const { through, answer } = await untilLimited(async () => {
      i += 1;
      return ask(await site.as(who(), `192.0.2.${i}`), i);
    });
    expect([through, answer?.statusCode]).toEqual([most, 429]);
    expect(answer?.headers['content-type']).toMatch(/^text\/html/);
    expect((await ask(await site.as(other(), '192.0.2.1'), 1)).statusCode).not.toBe(429);
    site.clock.offset += 3_600_000;
    expect((await ask(await site.as(who()), 1)).statusCode).not.toBe(429);
  });
});
