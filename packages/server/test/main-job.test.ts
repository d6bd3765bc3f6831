// The main job over HTTP: a doctor writes, the patient reads and checks, another doctor asks, reads just that, and is
// shut out again.

import {
  type BlockEvidence,
  checkInclusion,
  fromBase64,
  fromHex,
  inclusionProof,
  leafHash,
  logEntry,
  openWitnessed,
  parsePolicy,
  tilePath,
  verifyChain,
} from '@patrec/ledger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { clinicalDay } from '../src/records/clinical-time.ts';
import { laboratoryForm } from './support/forms.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let doctor: Browser;
let otherDoctor: Browser;
let patient: Browser;

beforeAll(async () => {
  site = await startTestServer();
  const { people, as } = site;
  [doctor, otherDoctor, patient] = await Promise.all([as(people.doctor), as(people.otherDoctor), as(people.patient)]);
});
afterAll(() => site.close());

interface Proof {
  readonly log: string;
  readonly policy: string;
  readonly chain: string;
  readonly blocks: readonly {
    seq: number;
    header: string;
    statement: string;
    leafIndex: number | null;
    record: number[];
    contents: { ref: string; mediaType: string; bytes: string; salt: string }[];
  }[];
}

const proofOf = async (url: string): Promise<Proof> => (await patient.get(url)).json();

function evidence({ blocks }: Proof): BlockEvidence[] {
  return blocks.map(({ header, statement, contents }) => ({
    header: fromBase64(header),
    statement: fromBase64(statement),
    contents: contents.map((one) => ({ ...one, bytes: fromBase64(one.bytes), salt: fromBase64(one.salt) })),
    complete: true,
  }));
}

const problems = async () => (await verifyStore(site.db, site.identity)).problems;
const daysFromNow = (days: number) => clinicalDay(new Date(Date.now() + days * 86_400_000).toISOString());

test('a laboratory record is written, and the patient sees it with its flags and its trend', async () => {
  const first = await doctor.post(
    '/patients/PAT001/records/laboratory',
    laboratoryForm({ haemoglobin: '12.40', hba1c: '9.1' }),
  );
  expect(first.headers.location).toBe('/patients/PAT001/records/1?notice=record-saved');
  const form = laboratoryForm({ collectedAt: '2026-11-02T08:30', haemoglobin: '9.50', hba1c: '8.1' });
  const second = await doctor.post('/patients/PAT001/records/laboratory', form);
  expect(second.statusCode).toBe(303);

  const timeline = await patient.get('/patients/PAT001/records');
  expect(timeline.body).toContain('PAT001-REC1');
  expect(timeline.body).toContain('PAT001-REC2');
  const page = await patient.get('/patients/PAT001/records/2');
  expect(page.body).toContain('9.50');
  expect(page.body).toContain('Low');
  expect(page.body).toContain('High');
  const trend = await patient.get('/patients/PAT001/trends/4548-4');
  expect(trend.body).toContain('>9.1<');
  expect(trend.body).toContain('>8.1<');
});

test('what was typed wrong is kept and explained at the field', async () => {
  const answer = await doctor.post(
    '/patients/PAT001/records/laboratory',
    laboratoryForm({ haemoglobin: '950', hba1c: '7.7' }),
  );
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain('value="950"');
  expect(answer.body).toContain('value="7.7"');
  expect(answer.body).toContain('id="haemoglobin-error"');
});

test('the chain, its contents and its place in the signed log are checked from what the server hands out', async () => {
  await site.settle();
  const proof = await proofOf('/patients/PAT001/proof');
  const end = await verifyChain(evidence(proof), { log: proof.log, chain: proof.chain });
  expect(end.size).toBe(proof.blocks.length);

  const note = (await patient.get('/log/checkpoint')).body;
  const checkpoint = openWitnessed(note, parsePolicy(proof.policy));
  const readTile = async (level: number, index: number, width: number) =>
    (await patient.get(`/log/tile/${tilePath(level, index, width)}`)).rawPayload;
  const newest = proof.blocks.at(-1);
  const index = newest?.leafIndex ?? -1;
  const path = await inclusionProof(index, checkpoint.size, readTile);
  checkInclusion(index, checkpoint.size, leafHash(logEntry(fromHex(end.head))), path, checkpoint.root);
  expect(await problems()).toEqual([]);
});

test('a byte changed in the database is found, by the patient and by the whole check', async () => {
  const edit = (from: string, to: string) =>
    site.db.pool.query(
      `UPDATE resource_version SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), $1, $2), 'UTF8')
       WHERE record = 2 AND convert_from(bytes, 'UTF8') LIKE '%' || $1 || '%'`,
      [from, to],
    );
  await edit('9.50', '9.60');
  const proof = await proofOf('/patients/PAT001/proof');
  await expect(verifyChain(evidence(proof), { log: proof.log, chain: proof.chain })).rejects.toMatchObject({
    check: 'commitment',
  });
  expect(await problems()).toMatchObject([{ where: 'PAT001-REC2', check: 'commitment' }]);
  await edit('9.60', '9.50');
  expect(await problems()).toEqual([]);
});

test('another doctor asks, is given less, reads exactly that, and nothing after it is taken back', async () => {
  expect((await otherDoctor.get('/patients/PAT001/records')).statusCode).toBe(404);
  expect((await otherDoctor.get('/patients/PAT001/records/2')).statusCode).toBe(404);
  const asked = await otherDoctor.post('/patients/PAT001/access-requests', {
    extent: 'all',
    purpose: 'CAREMGT',
    until: daysFromNow(60),
    note: 'Second opinion',
  });
  expect(asked.headers.location).toBe('/?notice=request-sent');

  const home = await patient.get('/');
  expect(home.body).toContain('Dr. Arjun Rao');
  const id = /\/access\/requests\/([0-9a-f-]+)/.exec(home.body)?.[1];
  const given = await patient.post(`/access/requests/${id}/decision`, {
    decision: 'grant',
    extent: 'types',
    types: ['laboratory'],
    from: '2026-11-01',
    to: '',
    until: daysFromNow(30),
  });
  expect(given.headers.location).toBe('/access?notice=granted');

  expect((await otherDoctor.get('/patients/PAT001/records/2')).statusCode).toBe(200);
  expect((await otherDoctor.get('/patients/PAT001/records/1')).statusCode).toBe(404);
  const list = await otherDoctor.get('/patients/PAT001/records');
  expect(list.body).toContain('PAT001-REC2');
  expect(list.body).not.toContain('PAT001-REC1');
  const trend = await otherDoctor.get('/patients/PAT001/trends/4548-4');
  expect(trend.body).toContain('>8.1<');
  expect(trend.body).not.toContain('>9.1<');

  const access = await patient.get('/access');
  const grant = /\/access\/grants\/([0-9a-f-]+)\/revoke/.exec(access.body)?.[1];
  expect((await patient.get(`/access/grants/${grant}/revoke`)).body).toContain('Dr. Arjun Rao');
  expect((await patient.post(`/access/grants/${grant}/revoke`, {})).headers.location).toBe('/access?notice=revoked');
  for (const url of ['records', 'records/2', 'trends/4548-4', 'records/2/proof']) {
    expect((await otherDoctor.get(`/patients/PAT001/${url}`)).statusCode).toBe(404);
  }
});

test('every step is in the access log in words, and in the chain', async () => {
  await site.settle();
  const log = await patient.get('/access/log');
  expect(log.body.match(/Dr\. Arjun Rao/g)?.length).toBeGreaterThanOrEqual(4);
  const { rows } = await site.db.pool.query<{ action: string; sealed: boolean }>(
    `SELECT action, bool_and(block_seq IS NOT NULL) AS sealed FROM access_log
     WHERE actor = $1 OR action IN ('grant-access', 'revoke-access') GROUP BY action`,
    [site.people.otherDoctor.account],
  );
  expect(rows.map(({ action }) => action).sort()).toEqual([
    'denied-access',
    'grant-access',
    'request-access',
    'revoke-access',
    'view-list',
    'view-record',
    'view-trend',
  ]);
  expect(rows.every(({ sealed }) => sealed)).toBe(true);
  const { rows: types } = await site.db.pool.query<{ type: string }>(
    'SELECT DISTINCT type FROM block WHERE chain = $1 ORDER BY type',
    [site.people.chart.chain],
  );
  expect(types.map(({ type }) => type)).toEqual([
    'access',
    'access-decision',
    'access-request',
    'access-revocation',
    'record',
    'registration',
  ]);
  expect(await problems()).toEqual([]);
});

test('while the log is far behind, writes are told to come back, and reads go on', async () => {
  site.app.logStatus.overloaded = true;
  const answer = await doctor.post('/patients/PAT001/records/laboratory', laboratoryForm({ hba1c: '6.0' }));
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('2');
  expect((await patient.get('/patients/PAT001/records/2')).statusCode).toBe(200);
  site.app.logStatus.overloaded = false;
  const later = await doctor.post('/patients/PAT001/records/laboratory', laboratoryForm({ hba1c: '6.0' }));
  expect(later.statusCode).toBe(303);
});
