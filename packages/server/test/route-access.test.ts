// Who may come where: every route of the running server, tried by everybody there is reason to let in or to keep out.

import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blockPerson } from '../src/access/block-person.ts';
import { standingBlocks } from '../src/access/block-store.ts';
import { emergencyOf } from '../src/access/emergency-store.ts';
import { grantsFor } from '../src/access/grant-store.ts';
import { guardianshipsOfPatient } from '../src/access/guardianship-store.ts';
import { openIntroductions, type StoredIntroduction } from '../src/access/introduction-store.ts';
import { requestAccess } from '../src/access/request-access.ts';
import { requestsOfRequester } from '../src/access/request-store.ts';
import { filesOfRecord } from '../src/files/stored-files.ts';
import { waitingDeskActs } from '../src/identity/desk-act.ts';
import { openRecovery, waitingRecoveries } from '../src/identity/desk-recovery.ts';
import { now } from '../src/ledger/ledger.ts';
import { emergencyCode, introduced, newCodes } from './support/cards.ts';
import { type Cast, type CastRole, castOf, ROLES } from './support/cast.ts';
import { waitingCorrection } from './support/corrections.ts';
import { guardianAtDesk } from './support/desk-acts.ts';
import { fileDocument } from './support/document-forms.ts';
import { authorise, broken, emergencyDoctor, over } from './support/emergencies.ts';
import { end, invite } from './support/guardianships.ts';
import { daysAhead, EVERY_RECORD, share } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { expectedStatus, type Ids, type Row, TABLE } from './support/route-table.ts';
import { withRoutes } from './support/routes-of.ts';
import { dicomFile, pdfFile } from './support/sample-files.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let routes: string[];
let cast: Cast;
let ids: Ids;

beforeAll(async () => {
  const made = await withRoutes(startTestServer);
  site = made.built;
  routes = made.routes;
  cast = await castOf(site);
  await site.settle();
  ids = await idsOf();
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
    standing: '',
    invitation: '',
    block: '',
    unused: '',
    introduction: '',
    cardCode: '',
    taken: '',
    over: '',
    authorisation: '',
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

// What an earlier cell of the table used up is there again.
async function renewed(): Promise<Ids> {
  const { people, db } = site;
  const { chain } = people.chart;
  const waiting = async (doctor: Cast['asker']) => {
    const asked = { chain, scope: EVERY_RECORD, purpose: 'CAREMGT', until: daysAhead(site, 30), note: '' } as const;
    await requestAccess(site, doctor, asked);
    return (await requestsOfRequester(db, doctor.account)).find(({ state }) => state === 'requested')?.id ?? '';
  };
  const granted = cast.of['granted doctor'];
  return {
    ...ids,
    waiting: await waiting(cast.asker),
    own: granted ? await waiting(granted) : '',
    applicant: await applicant(),
    recovery: await recovery(),
    deskAct: await deskAct(),
    standing: await standing(),
    invitation: await invitation(),
    correction: await waitingCorrection(site, people.patient, 1),
    block: await block(),
    unused: await unused(),
    introduction: await introduction(),
    cardCode: await emergencyCode(site.app, people.patient),
    ...(await emergencies()),
  };
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

async function openOnes(): Promise<StoredIntroduction[]> {
  return openIntroductions(site.db, site.people.chart.chain, now(site.ledger));
}

async function unused(): Promise<string> {
  const found = (await openOnes()).find(({ openedBy }) => openedBy === null);
  return found?.id ?? (await newCodes(site.app, site.people.patient)).introduction.id;
}

async function introduction(): Promise<string> {
  const doctor = cast.of['granted doctor'];
  const found = (await openOnes()).find(({ openedBy }) => openedBy !== null);
  return found?.id ?? (doctor ? introduced(site.app, site.people.patient, doctor) : '');
}

// Made once, and again when the patient of an earlier cell has ended it.
async function block(): Promise<string> {
  const { people, db } = site;
  await blockPerson(site, people.patient, people.chart.chain, people.staff.account);
  return (await standingBlocks(db, people.chart.chain))[0]?.id ?? '';
}

// Each is made once, and again by another doctor when an earlier cell has ended or reviewed it.
let held = { taken: '', over: '' };
async function emergencies(): Promise<Pick<Ids, 'taken' | 'over' | 'authorisation'>> {
  const { people, db } = site;
  const { chain } = people.chart;
  const inEmergency = cast.of['emergency doctor'];
  if (inEmergency) await broken(site, inEmergency, chain);
  const [taken, past] = [await emergencyOf(db, chain, held.taken), await emergencyOf(db, chain, held.over)];
  held = {
    taken: taken?.endedAt === null ? taken.id : await broken(site, await emergencyDoctor(site, 'Dr. Besides'), chain),
    over: past?.outcome === null ? past.id : await over(site, await emergencyDoctor(site, 'Dr. Over'), chain),
  };
  return { ...held, authorisation: await authorise(site, people.administrator, cast.asker) };
}

// Made once, and again when an administrator of an earlier cell has answered.
async function applicant(): Promise<string> {
  const { rows } = await site.db.pool.query<{ login: string }>(
    `SELECT login FROM account WHERE status = 'awaiting-verification' AND name = 'Dr. Applicant'`,
  );
  return rows[0]?.login ?? (await practitioner(site, 'doctor', 'Dr. Applicant', false)).login;
}

async function send(row: Row, role: CastRole, url: string): Promise<LightMyRequestResponse> {
  const browser = await site.as(cast.of[role]);
  if (row.file) return browser.postForm(url, row.form?.(role) ?? {}, { bytes: pdfFile() });
  return row.form ? browser.post(url, row.form(role)) : browser.get(url);
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
  for (const role of ROLES) answered[role] = outcome(await send(row, role, row.url(await renewed(), role)));
  expect(answered).toEqual(Object.fromEntries(ROLES.map((role) => [role, expectedOutcome(row, role)])));
});

test.each(named(TABLE.filter(({ route }) => route.startsWith('GET'))))('HEAD is as GET: $name', async ({ row }) => {
  const current = await renewed();
  const answered: Partial<Record<CastRole, number | string>> = {};
  for (const role of ROLES) {
    const token = (await site.as(cast.of[role])).cookies.get('patrec_session') ?? '';
    const headers = { accept: 'text/html', cookie: `patrec_session=${token}` };
    const answer = await site.server.inject({ method: 'HEAD', url: row.url(current, role), headers });
    expect(answer.body).toBe('');
    answered[role] = outcome(answer);
  }
  expect(answered).toEqual(Object.fromEntries(ROLES.map((role) => [role, expectedOutcome(row, role)])));
});

test.each(named(TABLE.filter(({ missing }) => missing)))(
  'no right is as if nothing were there: $name',
  async ({ row }) => {
    const missing = row.missing ?? '';
    const shut = ROLES.filter((role) => expectedStatus(row, role) >= 400 && expectedStatus(row, role) !== 422);
    for (const role of shut) {
      const there = row.url(await renewed(), role);
      const [one, other] = [await send(row, role, there), await send(row, role, missing)];
      expect({ role, ...told(one, there) }).toEqual({ role, ...told(other, missing) });
    }
  },
);

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
