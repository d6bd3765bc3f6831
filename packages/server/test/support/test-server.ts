// The real server on a real store, driven without a socket; the loops that seal and sign run when a test says so.

import { policyOfLog } from '@patrec/ledger';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import type { Actor } from '../../src/access/actor.ts';
import { sealAccess } from '../../src/access/seal-access.ts';
import { listen } from '../../src/db/listen.ts';
import type { App } from '../../src/http/app.ts';
import { liveHub } from '../../src/http/live/live-hub.ts';
import { buildServer } from '../../src/http/server.ts';
import { CLIENT_LIMITS } from '../../src/http/slow-clients.ts';
import { openSession, type SessionLimits, sessionReader } from '../../src/identity/session.ts';
import { drainLog } from '../../src/ledger/run-log.ts';
import { patientReader } from '../../src/records/patient-store.ts';
import { resourceReader } from '../../src/records/read-resource.ts';
import { deriveKey } from '../../src/sealed-secret.ts';
import { MULTIPART, multipartBody, type SentFile } from './multipart.ts';
import { type People, registerPeople } from './people.ts';
import { openTestStore, type TestStore } from './test-store.ts';

/** Opens the metrics of the tests' server. */
export const METRICS_TOKEN = 'a token of the tests, long enough';
const SECRET = 'a secret of the tests, long enough';

export interface TestServer extends TestStore {
  readonly app: App;
  readonly server: FastifyInstance;
  readonly people: People;
  /** A browser in which that person has just signed in, by two factors; null is a stranger. `address` is where it comes from. */
  readonly as: (person: Actor | null, address?: string) => Promise<Browser>;
  /** Seals the access log, sequences and signs. */
  readonly settle: () => Promise<void>;
}

/**
 * Starts the server with the people of the tests. `lines` collects what it logs; `publicUrl` is where browsers find it;
 * `limits` say how long sessions last.
 */
export async function startTestServer(
  lines: string[] = [],
  publicUrl = 'http://localhost:3000',
  limits?: SessionLimits,
): Promise<TestServer> {
  const store = await openTestStore();
  const { db, ledger, files, key, signer, settings } = store;
  const people = await registerPeople(store);
  const live = liveHub();
  const onProblem = (error: unknown) => lines.push(String(error));
  const hears = Promise.withResolvers<void>();
  const onConnected = () => {
    live.refresh();
    hears.resolve();
  };
  const listener = listen(settings, { onAnnouncement: live.hear, onConnected, onProblem });
  const app: App = {
    db,
    ledger,
    files,
    demo: false,
    proxies: [],
    publicUrl,
    secret: SECRET,
    mailKey: deriveKey(SECRET, 'mail'),
    mailsFiles: false,
    verifierKey: key.verifierKey,
    policy: policyOfLog(key.verifierKey),
    logStatus: { problem: undefined, overloaded: false },
    integrity: () => null,
    metricsToken: METRICS_TOKEN,
    readSession: sessionReader(db, ledger, limits),
    live,
    patientByNumber: patientReader(db),
    readResource: resourceReader(db, ledger),
    migrationsApplied: async () => true,
  };
  const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
  // What else runs in this process is no reason to send a test away.
  const server = await buildServer(app, logger, { ...CLIENT_LIMITS, lateMs: 0 });
  await hears.promise; // a page that is open by then would be told to look again
  const settle = async () => {
    await sealAccess(db, ledger);
    await drainLog(db, ledger, signer);
  };
  const close = async () => {
    await server.close();
    await listener.stop();
    await store.close();
  };
  return {
    ...store,
    app,
    server,
    people,
    as: (person, address) => openBrowser(app, server, person, address),
    settle,
    close,
  };
}

/** Keeps cookies and the form token, as a browser does. */
export interface Browser {
  readonly cookies: Map<string, string>;
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** Posts a form with its token; a name with a list is sent once for each value. */
  post(
    url: string,
    form: Record<string, string | readonly string[]>,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  /** Posts a form that brings a file, with its token. */
  postForm(url: string, form: Record<string, string>, file?: SentFile): Promise<LightMyRequestResponse>;
}

async function openBrowser(
  app: App,
  server: FastifyInstance,
  person: Actor | null,
  remoteAddress = '127.0.0.1',
): Promise<Browser> {
  const cookies = new Map<string, string>();
  if (person) cookies.set('patrec_session', await openSession(app.db, app.ledger, person.account, undefined, true));
  let token = '';

  const send = async (options: {
    method: 'GET' | 'POST';
    url: string;
    headers: Record<string, string>;
    payload?: string | Buffer;
  }) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', cookie, ...options.headers };
    const response = await server.inject({ ...options, remoteAddress, headers });
    for (const { name, value } of response.cookies) cookies.set(name, value);
    if (response.cookies.some(({ name }) => name.endsWith('session'))) token = ''; // a form belongs to its session
    token = /name="_csrf" value="([^"]+)"/.exec(response.body)?.[1] ?? token;
    return response;
  };

  // Once, however many forms are sent at the same time: each first visit would bring a form cookie of its own.
  let arriving: Promise<unknown> | undefined;
  const arrive = () => {
    arriving ??= send({ method: 'GET', url: '/about', headers: {} }).finally(() => {
      arriving = undefined;
    });
    return arriving;
  };

  return {
    cookies,
    get: (url, headers = {}) => send({ method: 'GET', url, headers }),
    async postForm(url, form, file) {
      if (token === '') await arrive();
      const payload = multipartBody({ _csrf: token, ...form }, file);
      return send({ method: 'POST', url, headers: { 'content-type': MULTIPART }, payload });
    },
    async post(url, form, headers = {}) {
      if (token === '') await arrive();
      const pairs = Object.entries({ _csrf: token, ...form }).flatMap(([name, value]) =>
        (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
      );
      const payload = new URLSearchParams(pairs).toString();
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      return send({ method: 'POST', url, headers: { ...type, ...headers }, payload });
    },
  };
}
