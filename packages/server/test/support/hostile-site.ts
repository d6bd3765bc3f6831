// What the tests of hostile requests share: a server with a record worth stealing, its routes, a patient's and a
// doctor's browser. At the end, that the server's log holds nothing of it.

import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { writeLaboratory } from './laboratory-record.ts';
import { withRoutes } from './routes-of.ts';
import { type Browser, startTestServer, type TestServer } from './test-server.ts';

export interface HostileSite extends TestServer {
  readonly routes: readonly string[];
  readonly patient: Browser;
  readonly doctor: Browser;
  /** What the server has logged so far. */
  readonly lines: readonly string[];
  /** Sends a request as it is, with the cookies of that browser. */
  readonly send: (browser: Browser, options: InjectOptions) => Promise<LightMyRequestResponse>;
}

export const FORM = 'application/x-www-form-urlencoded';
const SECRETS = ['9.57', '13.37', 'Weak and tired', 'Lakshmi'];

/** Starts it; PAT001-REC1 holds a haemoglobin of 9.57 and a comment. `close` fails where the log gave something away. */
export async function startHostileSite(): Promise<HostileSite> {
  const lines: string[] = [];
  const { built: site, routes } = await withRoutes(() => startTestServer(lines));
  const { people, server } = site;
  const [patient, doctor] = [await site.as(people.patient), await site.as(people.doctor)];
  await writeLaboratory(site, people.doctor, people.chart, { haemoglobin: '9.57', comment: 'Weak and tired' });
  const send: HostileSite['send'] = (browser, options) =>
    server.inject({
      ...options,
      cookies: { ...Object.fromEntries(browser.cookies), ...options.cookies },
      headers: { accept: 'text/html', ...options.headers },
    });
  const close = async () => {
    await site.close();
    const logged = lines.join('');
    for (const secret of [...SECRETS, patient.cookies.get('patrec_session') ?? ''])
      expect(logged).not.toContain(secret);
  };
  return { ...site, routes, patient, doctor, lines, send, close };
}

/** The form token of a browser. */
export async function tokenOf(browser: Browser): Promise<string> {
  return /name="_csrf" value="([^"]+)"/.exec((await browser.get('/about')).body)?.[1] ?? '';
}
