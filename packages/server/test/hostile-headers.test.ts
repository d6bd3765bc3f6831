// What every answer carries against scripts and frames, and headers that somebody else would like to write.

import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { giveApp, totpCode } from './support/factors.ts';
import { FORM, type HostileSite, startHostileSite, tokenOf } from './support/hostile-site.ts';
import { PASSWORD } from './support/people.ts';
import { closedBy, openSocket } from './support/slow-client.ts';
import type { Browser } from './support/test-server.ts';

let site: HostileSite;
let port: number;
beforeAll(async () => {
  site = await startHostileSite();
  await site.server.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = site.server.server.address() as AddressInfo);
});
afterAll(() => site.close());

const EVERYWHERE = { ':number': 'PAT001', ':record': '1', ':code': '718-7', ':type': 'Observation' };
const addresses = () =>
  site.routes
    .filter((route) => route.startsWith('GET ') && !/events|download/.test(route))
    .map((route) =>
      route.slice(4).replaceAll(/:\w+|\*/g, (name) => EVERYWHERE[name as keyof typeof EVERYWHERE] ?? 'x'),
    );
const everybody = async (): Promise<Browser[]> => {
  const actors = Object.values(site.people).filter((one): one is Actor => 'role' in one);
  return Promise.all([null, ...actors].map((one) => site.as(one)));
};

/** Sends bytes as they are; gives the answer's status, its headers by small letters, its body. */
async function raw(request: string): Promise<{ status: number; headers: Map<string, string>; body: string }> {
  const socket = await openSocket(port);
  const closed = closedBy(socket);
  socket.end(request);
  const [head = '', ...body] = (await closed).said.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Map(
    lines.map((line) => line.split(/: (.*)/s, 2) as [string, string]).map(([n, v]) => [n.toLowerCase(), v]),
  );
  return { status: Number(first.split(' ')[1]), headers, body: body.join('\r\n\r\n') };
}

// The page that checks receipts asks nobody for anything: its worker comes with its script.
const CHECKS_RECEIPTS = { 'worker-src': 'blob:', 'connect-src': "'none'" };

function expectProtected(what: string, header: (name: string) => unknown): void {
  const policy = String(header('content-security-policy'));
  const directives = new Map(policy.split(';').map((one) => one.split(/ (.*)/s, 2) as [string, string]));
  expect([what, Object.fromEntries(directives)]).toEqual([
    what,
    {
      'default-src': "'none'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
      'form-action': "'self'",
      'script-src': "'self'",
      'worker-src': "'self'",
      'connect-src': "'self'",
      'manifest-src': "'self'",
      'img-src': "'self' data:",
      'style-src': expect.stringMatching(/^'sha256-[\w+/=]{44}'$/),
      ...(/^\/verify(?!\.)/.test(what) && CHECKS_RECEIPTS),
    },
  ]);
  expect([what, header('x-frame-options')]).toEqual([what, 'DENY']);
  expect([what, header('x-content-type-options')]).toEqual([what, 'nosniff']);
  expect([what, header('referrer-policy')]).toEqual([what, 'same-origin']);
  // The public log is for pages of any site, and nothing else is.
  const isLog = what.startsWith('/log/');
  const shared = header('cross-origin-resource-policy');
  expect([what, shared]).toEqual([what, isLog ? 'cross-origin' : 'same-origin']);
  expect([what, header('access-control-allow-origin')]).toEqual([what, isLog ? '*' : undefined]);
}

describe('scripts and frames', () => {
  test('have no way into any page or answer, for anybody', async () => {
    let pages = 0;
    for (const browser of await everybody()) {
      for (const url of [...addresses(), '/nowhere', '/assets/nothing.js']) {
        const { headers, body } = await browser.get(url, { origin: 'https://evil.example' });
        expectProtected(url, (name) => headers[name]);
        if (!String(headers['content-type']).startsWith('text/html')) continue;
        if (String(headers['content-disposition']).startsWith('attachment')) continue; // a file to save, with a policy of its own
        pages += 1;
        expect([url, headers['cache-control']]).toEqual([url, 'no-store']);
        expect([
          url,
          body.match(/<script(?![^>]* src="\/assets\/)[^>]*>|\son\w+=["']|\sstyle=["']|javascript:/gi),
        ]).toEqual([url, null]);
        expect([url, body.match(/<style/g)?.length]).toEqual([url, 1]);
        expect([url, body.match(/<(iframe|object|embed|base)\b|https?:\/\/(?!www\.w3\.org)[^"]*\.js/g)]).toEqual([
          url,
          null,
        ]);
      }
    }
    expect(pages).toBeGreaterThan(100);
  });

  test.each([
    ['no address', 'GET /% HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['an address that hides its end', 'GET /assets/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['no HTTP', 'hello\r\n\r\n', 400],
    [
      'two lengths',
      'POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'two lengths of one kind',
      'POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello',
      400,
    ],
    ['an unknown coding', 'POST /sign-in HTTP/1.1\r\nhost: x\r\ntransfer-encoding: xchunked\r\n\r\n', 400],
    ['a header of two lines', 'GET / HTTP/1.1\r\nhost: x\r\na: b\n c\r\nconnection: close\r\n\r\n', 400],
    ['a space before the colon', 'GET / HTTP/1.1\r\nhost: x\r\na : b\r\nconnection: close\r\n\r\n', 400],
    ['headers of 20 KB', `GET / HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(20_000)}\r\n\r\n`, 431],
    ['an address of 20 KB', `GET /${'b'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
  ])('nor into the answer to %s', async (what, request, status) => {
    const answer = await raw(request);
    expect(answer.status).toBe(status);
    expectProtected(what, (name) => answer.headers.get(name));
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.body.length).toBeLessThan(40);
  });
});

// Each leads off the site in one browser or another, or ends the header.
const ELSEWHERE = [
  '//evil.example',
  '\\\\evil.example',
  '/\\evil.example',
  '/\\/evil.example',
  '\\/evil.example',
  '///evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https://evil.example',
  'HTTPS://evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  ' //evil.example',
  '/\t/evil.example',
  '/\r/evil.example',
  '/more\r\nlocation: https://evil.example',
  '/more\r\n\r\n<script>alert(1)</script>',
  '/%0d%0aset-cookie: a=b\r\nset-cookie: a=b',
  '.evil.example',
  '@evil.example',
  `/${'a'.repeat(5_000)}`,
  `/${'a'.repeat(200_000)}`,
];

describe('an address to go back to', () => {
  // Each place that takes one: who is there, and what their browser sends.
  const places: Record<
    string,
    (returnTo: string) => Promise<{ headers: Record<string, unknown>; statusCode: number }>
  > = {
    'the sign-in page, signed in': (returnTo) =>
      site.patient.get(`/sign-in?returnTo=${encodeURIComponent(returnTo.slice(0, 6_000))}`),
    'the form of signing in': async (returnTo) =>
      (await site.as(null)).post('/sign-in', { login: 'PAT002', password: PASSWORD, returnTo }),
    'language and theme': (returnTo) => site.patient.post('/preferences', { returnTo }),
    'who confirms': async (returnTo) =>
      (await site.as(site.people.staff)).post('/confirm', { by: 'person', password: PASSWORD, returnTo }),
  };

  test.each(Object.keys(places))('is of this site: %s', async (place) => {
    for (const returnTo of ELSEWHERE) {
      const { headers, statusCode } = (await places[place]?.(returnTo)) ?? { headers: {}, statusCode: 0 };
      expect([place, returnTo.slice(0, 40), statusCode, headers.location]).toEqual([
        place,
        returnTo.slice(0, 40),
        303,
        '/',
      ]);
      expect(String(headers['set-cookie'])).not.toContain('a=b');
    }
  });

  test('is of this site after a code, however it came there', async () => {
    const { staff } = site.people;
    const key = await giveApp({ ...site, secret: site.app.secret }, staff);
    let step = 1;
    for (const returnTo of ELSEWHERE) {
      site.clock.offset += 60_000;
      const browser = await site.as(null);
      const first = await browser.post('/sign-in', { login: staff.login, password: PASSWORD, returnTo });
      expect(first.headers.location).toBe('/sign-in/code?returnTo=%2F');
      const page = await browser.get(`/sign-in/code?returnTo=${encodeURIComponent(returnTo.slice(0, 6_000))}`);
      expect(page.body).toMatch(/name="returnTo" value="\/"/);
      const second = await browser.post('/sign-in/code', { code: totpCode(site, key, step), returnTo });
      expect([returnTo.slice(0, 40), second.headers.location]).toEqual([returnTo.slice(0, 40), '/']);
      step = 0;
    }
  });

  test.each([
    'https://evil.example/x',
    'http://localhost//evil.example',
    'http://localhost@evil.example/',
    'garbage',
    `http://localhost/${'a'.repeat(9000)}`,
  ])('is not where a form says that it stood: %s', async (referer) => {
    const answer = await site.send(await site.as(null), {
      method: 'POST',
      url: '/account/password',
      headers: { 'content-type': FORM, host: 'localhost', referer },
      payload: '',
    });
    expect(String(answer.headers.location)).toMatch(/^\/sign-in\?returnTo=%2F(&|$)/);
  });
});

describe('headers that somebody else writes', () => {
  const LINE = 'x%0d%0aset-cookie:%20evil=1%0d%0a%0d%0a%3Cscript%3E';

  test('are never part of an answer, wherever a line is ended in an address, a query or a cookie', async () => {
    for (const browser of [site.patient, site.doctor, await site.as(null)]) {
      for (const url of [
        ...addresses().map((one) => `${one}?notice=${LINE}&number=${LINE}&before=${LINE}&returnTo=${LINE}`),
        `/${LINE}`,
        `/for/PAT001/${LINE}`,
      ]) {
        const { headers } = await site.send(browser, {
          method: 'GET',
          url,
          cookies: { lang: decodeURIComponent(LINE), theme: LINE },
        });
        expect([url, 'evil' in headers, String(headers['set-cookie'] ?? '').includes('evil=1')]).toEqual([
          url,
          false,
          false,
        ]);
        expect(String(headers.location ?? '')).not.toMatch(/[\r\n]/);
      }
    }
  });

  test('are never part of a form’s answer either', async () => {
    const token = await tokenOf(site.patient);
    for (const route of site.routes.filter(
      (one) => one.startsWith('POST ') && !/password|sign-out|sessions/.test(one),
    )) {
      const url = route.slice(5).replaceAll(/:\w+/g, (name) => EVERYWHERE[name as keyof typeof EVERYWHERE] ?? 'x');
      const form = {
        _csrf: token,
        lang: `hi\r\nevil: 1`,
        theme: 'dark\r\n',
        returnTo: '/a\r\nevil: 1',
        name: 'a\r\nb: c',
        number: 'a\r\nb',
      };
      const payload = new URLSearchParams(form).toString();
      const { headers, statusCode } = await site.send(site.patient, {
        method: 'POST',
        url,
        payload,
        headers: { 'content-type': FORM },
      });
      expect([route, statusCode < 500, 'evil' in headers]).toEqual([route, true, false]);
    }
  });

  test('say nothing about where people are: host, forwarded host and scheme are not believed', async () => {
    for (const forged of [
      'host: evil.example',
      'host: x\r\nx-forwarded-host: evil.example\r\nx-forwarded-proto: https',
      'host: x\r\nx-forwarded-for: 192.0.2.7\r\nforwarded: host=evil.example',
      'host: x\r\nx-original-url: /account\r\nx-rewrite-url: /account\r\nx-http-method-override: POST',
    ]) {
      for (const path of ['/sign-in', '/', '/recover', '/nowhere']) {
        const { headers, body, status } = await raw(
          `GET ${path} HTTP/1.1\r\n${forged}\r\naccept: text/html\r\nconnection: close\r\n\r\n`,
        );
        expect([200, 303, 404]).toContain(status);
        expect([...headers.values()].join('\n') + body).not.toContain('evil.example');
      }
    }
  });

  test('give nobody another method', async () => {
    for (const method of ['TRACE', 'PUT', 'DELETE', 'PROPFIND', 'PATCH', 'OPTIONS']) {
      const { status, headers, body } = await raw(
        `${method} /sign-in HTTP/1.1\r\nhost: x\r\nx-secret: mine\r\nconnection: close\r\n\r\n`,
      );
      expect([method, status >= 400 && status < 500]).toEqual([method, true]);
      expect([...headers.values()].join('\n') + body).not.toContain('mine');
    }
  });
});
