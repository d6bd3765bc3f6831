// Who may come where: every route of the running server, tried by everybody there is reason to let in or to keep out.

import { Readable } from 'node:stream';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { blockPerson } from '../src/access/block-person.ts';
import { standingBlocks } from '../src/access/block-store.ts';
import { emergenciesFor, emergencyOf } from '../src/access/emergency-store.ts';
import { grantsFor } from '../src/access/grant-store.ts';
import { guardianshipsOfPatient } from '../src/access/guardianship-store.ts';
import { openIntroductions, type StoredIntroduction } from '../src/access/introduction-store.ts';
import { requestAccess } from '../src/access/request-access.ts';
import { requestsOfRequester } from '../src/access/request-store.ts';
import { filesOfRecord } from '../src/files/stored-files.ts';
import { waitingDeskActs } from '../src/identity/desk-act.ts';
import { openRecovery, waitingRecoveries } from '../src/identity/desk-recovery.ts';
import { now } from '../src/ledger/ledger.ts';
import { tableKey } from '../src/operations/csv/importing.ts';
import { bringTable, ownImports } from '../src/operations/csv/table-imports.ts';
import { allErasures } from '../src/records/erasure-store.ts';
import { emergencyCode, introduced, newCodes } from './support/cards.ts';
import { type Cast, type CastRole, castOf, ROLES } from './support/cast.ts';
import { waitingCorrection } from './support/corrections.ts';
import { guardianAtDesk } from './support/desk-acts.ts';
import { fileDocument } from './support/document-forms.ts';
import { authorise, broken, emergencyDoctor, over } from './support/emergencies.ts';
import { otherAdministrator, proposed } from './support/erasures.ts';
import { end, invite } from './support/guardianships.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { daysAhead, EVERY_RECORD, share } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { expectedStatus, type Ids, type Row, TABLE } from './support/route-table.ts';
import { withRoutes } from './support/routes-of.ts';
import { dicomFile, pdfFile } from './support/sample-files.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let routes: string[];
let cast: Cast;
let ids: Ids;
let otherAdmin: Actor | undefined;
const browsers = new Map<CastRole, Browser>(); // emptied when something was done

beforeAll(async () => {
  const made = await withRoutes(startTestServer);
  site = made.built;
  routes = made.routes;
  cast = await castOf(site);
  ids = await idsOf();
  await site.settle();
});
afterAll(() => site.close());

async function idsOf(): Promise<Ids> {
  const { people, db } = site;
  const idOf = async (type: string) => {
    const { rows } = await db.pool.query<{ id: string }>(
      'SELECT id FROM resource_version WHERE chain = $1 AND type = $2 AND current ORDER BY block_seq, id',
      [people.chart.chain, type],
    );
    return rows[0]?.id ?? '';
  };
  const { rows } = await db.pool.query<{ id: string }>('SELECT resource_id AS id FROM practitioner LIMIT 1');
  return {
    observation: await idOf('Observation'),
    registration: people.chart.resourceId,
    task: await idOf('Task'),
    practitioner: rows[0]?.id ?? '',
    waiting: '',
    own: '',
    applicant: '',
    recovery: '',
    deskAct: '',
    correction: '',
    file: await documentFile(),
    entry: await newestEntry(),
    standing: '',
    invitation: '',
    block: '',
    unused: '',
    introduction: '',
    cardCode: '',
    taken: '',
    over: '',
    table: '',
    authorisation: '',
    erasure: '',
    ownErasure: '',
    guarding: await guardianship('complete guardian', 'accepted'),
  };
}

async function documentFile(): Promise<Ids['file']> {
  const { people, db, as } = site;
  const record = await fileDocument(await as(people.doctor), 'PAT001', dicomFile());
  const [file] = await filesOfRecord(db, people.chart.chain, record);
  const id = file?.id ?? '';
  return { id, address: `/patients/PAT001/records/${record}/files/${id}` };
}

async function newestEntry(): Promise<string> {
  const { doctor, chart } = site.people;
  const { rows } = await site.db.pool.query<{ seq: number }>(
    'SELECT max(seq) AS seq FROM block WHERE chain = $1 AND author = $2',
    [chart.chain, doctor.account],
  );
  return `${chart.chain}/${Number(rows[0]?.seq) + 1}`;
}

const granted = () => actor('granted doctor');

function actor(role: CastRole): Actor {
  const found = cast.of[role];
  if (found === null) throw new Error(`Nobody plays the ${role}.`);
  return found;
}

// What an earlier cell of the table may have used up, and how it is made again.
const RENEWED: { readonly [K in keyof Ids]?: () => Promise<Ids[K]> } = {
  waiting: () => waitingRequest(cast.asker),
  own: () => waitingRequest(granted()),
  applicant,
  recovery,
  deskAct,
  standing,
  invitation,
  correction: () => waitingCorrection(site, site.people.patient, 1),
  block,
  unused,
  introduction,
  table,
  cardCode: () => emergencyCode(site.app, site.people.patient),
  taken,
  over: reviewable,
  authorisation: () => authorise(site, site.people.administrator, cast.asker),
  erasure,
  ownErasure: () => proposed(site, site.people.administrator, site.people.chart.chain, 1),
};

// The address of a cell, with what it names and needs there again.
async function addressOf(row: Row, role: CastRole): Promise<string> {
  const named = new Set<keyof Ids>(row.needs);
  row.url(new Proxy(ids, { get: (all, name: keyof Ids) => named.add(name) && all[name] }), role);
  for (const name of named) ids = { ...ids, [name]: (await RENEWED[name]?.()) ?? ids[name] };
  if (role === 'emergency doctor') await inEmergency();
  return row.url(ids, role);
}

async function waitingRequest(doctor: Actor): Promise<string> {
  const { chain } = site.people.chart;
  const earlier = async () =>
    (await requestsOfRequester(site.db, doctor.account)).find(({ state }) => state === 'requested')?.id;
  const found = await earlier();
  if (found) return found;
  const asked = { chain, scope: EVERY_RECORD, purpose: 'CAREMGT', until: daysAhead(site, 30), note: '' } as const;
  await requestAccess(site, doctor, asked);
  return (await earlier()) ?? '';
}

// Of a record that is written for it: others go on to need theirs.
async function erasure(): Promise<string> {
  const waiting = (await allErasures(site.db)).find(({ id, state }) => id === ids.erasure && state === 'proposed');
  if (waiting) return waiting.id;
  const { doctor, otherChart } = site.people;
  const { number } = await writeLaboratory(site, doctor, otherChart);
  otherAdmin ??= await otherAdministrator(site);
  return proposed(site, otherAdmin, otherChart.chain, number);
}

// Opened again when an earlier cell has ended it.
async function recovery(): Promise<string> {
  const [waiting] = await waitingRecoveries(site, site.people.staff);
  if (waiting) return waiting.id;
  const opened = await openRecovery(site, site.people.staff, { login: cast.asker.login, document: 'passport' });
  return opened.opened ? opened.id : '';
}

async function deskAct(): Promise<string> {
  const { patient, staff } = site.people;
  const [waiting] = await waitingDeskActs(site, staff);
  if (waiting) return waiting.id;
  const asker = { login: cast.of['removed guardian']?.login ?? '', birthDate: '1970-01-01' };
  const earlier = await guardianship('removed guardian', 'invited');
  if (earlier) await end(site, patient, patient, earlier);
  return guardianAtDesk(site, [staff], { login: patient.login, birthDate: '1980-07-14' }, asker);
}

async function standing(): Promise<string> {
  const [found] = await grantsFor(site.db, site.people.chart.chain, cast.asker.account);
  return found?.id ?? share(site, site.people.patient, cast.asker);
}

async function invitation(): Promise<string> {
  const { patient, otherPatient } = site.people;
  return (await guardianship('other patient', 'invited')) || invite(site, patient, otherPatient);
}

async function guardianship(role: CastRole, state: 'invited' | 'accepted'): Promise<string> {
  const all = await guardianshipsOfPatient(site.db, site.people.chart.chain);
  return all.find((one) => one.guardian === cast.of[role]?.account && one.state === state)?.id ?? '';
}

// Brought again when an earlier cell has removed it.
async function table(): Promise<string> {
  const parts = { ...site, key: tableKey(site.app.secret) };
  const [found] = await ownImports(parts, site.people.staff);
  const bytes = Readable.from([Buffer.from('Name,Sex\nAsha,F\n')]);
  return found?.id ?? bringTable(parts, site.people.staff, { kind: 'patients', name: 'a.csv' }, bytes);
}

async function openOnes(): Promise<StoredIntroduction[]> {
  return openIntroductions(site.db, site.people.chart.chain, now(site.ledger));
}

async function unused(): Promise<string> {
  const found = (await openOnes()).find(({ openedBy }) => openedBy === null);
  return found?.id ?? (await newCodes(site.app, site.people.patient)).introduction.id;
}

async function introduction(): Promise<string> {
  const found = (await openOnes()).find(({ openedBy }) => openedBy !== null);
  return found?.id ?? introduced(site.app, site.people.patient, granted());
}

// Made once, and again when the patient of an earlier cell has ended it.
async function block(): Promise<string> {
  const { people, db } = site;
  await blockPerson(site, people.patient, people.chart.chain, people.staff.account);
  return (await standingBlocks(db, people.chart.chain))[0]?.id ?? '';
}

// An emergency that goes on and one that is over: each again, by another doctor, when an earlier cell has ended or
// reviewed it.
async function taken(): Promise<string> {
  const { chain } = site.people.chart;
  const found = await emergencyOf(site.db, chain, ids.taken);
  return found?.endedAt === null ? found.id : broken(site, await emergencyDoctor(site, 'Dr. Besides'), chain);
}

async function reviewable(): Promise<string> {
  const { chain } = site.people.chart;
  const found = await emergencyOf(site.db, chain, ids.over);
  return found?.outcome === null ? found.id : over(site, await emergencyDoctor(site, 'Dr. Over'), chain);
}

async function inEmergency(): Promise<void> {
  const { chain } = site.people.chart;
  const doctor = actor('emergency doctor');
  if ((await emergenciesFor(site.db, chain, doctor.account)).length === 0) await broken(site, doctor, chain);
}

// Made once, and again when an administrator of an earlier cell has answered.
async function applicant(): Promise<string> {
  const { rows } = await site.db.pool.query<{ login: string }>(
    `SELECT login FROM account WHERE status = 'awaiting-verification' AND name = 'Dr. Applicant'`,
  );
  return rows[0]?.login ?? (await practitioner(site, 'doctor', 'Dr. Applicant', false)).login;
}

async function send(row: Row, role: CastRole, url: string): Promise<LightMyRequestResponse> {
  const browser = await browserOf(role);
  if (!row.form) return browser.get(url);
  const form = row.form(role);
  const answer = await (row.file ? browser.postForm(url, form, { bytes: pdfFile() }) : browser.post(url, form));
  if (answer.statusCode < 400) browsers.clear(); // what was done may have ended sessions, or used up a proof
  return answer;
}

// A stranger comes for the first time. Who signed in has been here before, so that no answer brings the first cookie.
async function browserOf(role: CastRole): Promise<Browser> {
  if (role === 'stranger') return site.as(null);
  const kept = browsers.get(role);
  if (kept) return kept;
  const browser = await site.as(cast.of[role]);
  await browser.get('/about');
  browsers.set(role, browser);
  return browser;
}

test('the table has a row for every route, and no other', () => {
  expect(routes.length).toBeGreaterThan(20);
  expect(routes.filter((route) => !TABLE.some((row) => row.route === route))).toEqual([]);
  expect(TABLE.filter(({ route }) => !routes.includes(route))).toEqual([]);
});

const named = (rows: readonly Row[]) =>
  rows.map((row) => ({ row, name: `${row.route}, row ${TABLE.indexOf(row) + 1}` }));

test.each(named(TABLE))('everybody is answered as the table says: $name', async ({ row }) => {
  const answered: Partial<Record<CastRole, number | string>> = {};
  for (const role of ROLES) {
    const there = await addressOf(row, role);
    const answer = await send(row, role, there);
    answered[role] = outcome(answer);
    if (row.missing && isShut(row, role)) {
      const other = told(await send(row, role, row.missing), row.missing);
      expect({ role, ...told(answer, there) }, 'no right is as if nothing were there').toEqual({ role, ...other });
    }
  }
  expect(answered).toEqual(Object.fromEntries(ROLES.map((role) => [role, expectedOutcome(row, role)])));
});

// The same gate decides: one of those who are answered alike is enough.
test.each(named(TABLE.filter(({ route }) => route.startsWith('GET'))))('HEAD is as GET: $name', async ({ row }) => {
  const answered: Partial<Record<CastRole, number | string>> = {};
  const roles = [...new Map(ROLES.map((role) => [expectedOutcome(row, role), role])).values()];
  for (const role of roles) {
    const token = (await browserOf(role)).cookies.get('patrec_session') ?? '';
    const headers = { accept: 'text/html', cookie: `patrec_session=${token}` };
    const answer = await site.server.inject({ method: 'HEAD', url: await addressOf(row, role), headers });
    expect(answer.body).toBe('');
    answered[role] = outcome(answer);
  }
  expect(answered).toEqual(Object.fromEntries(roles.map((role) => [role, expectedOutcome(row, role)])));
});

function isShut(row: Row, role: CastRole): boolean {
  return expectedStatus(row, role) >= 400 && expectedStatus(row, role) !== 422;
}

const SIGN_IN = 'to sign in';

function outcome({ statusCode, headers }: LightMyRequestResponse): number | string {
  return String(headers.location).startsWith('/sign-in?returnTo=') ? SIGN_IN : statusCode;
}

function expectedOutcome(row: Row, role: CastRole): number | string {
  const sent = role === 'stranger' && row.stranger === undefined;
  return sent ? SIGN_IN : expectedStatus(row, role);
}

// All of an answer but the moment's: the request's number, the form's token, the address itself and
// the tab that it lights in the patient's own navigation. The style is one for all.
function told({ statusCode, body, headers }: LightMyRequestResponse, url: string) {
  const { date: _date, 'content-length': _length, 'set-cookie': cookie, ...rest } = headers;
  const text = body
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'REQUEST')
    .replaceAll(/(name="_csrf" value=")[^"]+/g, '$1TOKEN')
    .replaceAll(/(data-session-(now|ends)=")[^"]+/g, '$1MOMENT')
    .replaceAll(url, 'ADDRESS')
    .replace(' aria-current="page"', '');
  return { statusCode, text, headers: { ...rest, cookie: cookie !== undefined } };
}
