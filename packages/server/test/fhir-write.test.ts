// The FHIR interface over HTTP: versions and history as they are stored; create and transaction by the rules of the forms.

import { randomBytes } from 'node:crypto';
import { isObject, parseJson } from '@patrec/fhir';
import { validateResource } from '@patrec/fhir/validate';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { openSession } from '../src/identity/session.ts';
import { verifyStore } from '../src/operations/verify/verify-store.ts';
import { grant, revoke } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
beforeAll(async () => {
  site = await startTestServer();
});
afterAll(() => site.close());

const JSON_TYPE = 'application/fhir+json';
async function ask(person: Actor | null, url: string, more: InjectOptions = {}) {
  const token = person && (await openSession(site.db, site.ledger, person.account, undefined, true));
  const cookie = token ? { cookie: `patrec_session=${token}` } : {};
  return site.server.inject({ method: 'GET', url, ...more, headers: { ...cookie, ...more.headers } });
}
const send = (person: Actor | null, url: string, payload: unknown, headers: Record<string, string> = {}) =>
  ask(person, url, {
    method: 'POST',
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    headers: { 'content-type': JSON_TYPE, ...headers },
  });
const subject = (chart = site.people.chart) => ({ reference: `Patient/${chart.resourceId}` });
const weight = (value: string, more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }], text: 'Weight' },
  subject: subject(),
  effectiveDateTime: '2026-10-01T03:00:00Z',
  valueString: value,
  ...more,
});
const transaction = (...resources: { resourceType: string }[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map((resource, i) => ({
    fullUrl: `urn:uuid:00000000-0000-4000-8000-00000000000${i}`,
    resource,
    request: { method: 'POST', url: resource.resourceType },
  })),
});
const count = async (table = 'record'): Promise<number> =>
  (await site.db.pool.query(`SELECT count(*)::integer AS n FROM ${table}`)).rows[0].n;
const outcome = (body: string) => {
  const resource = parseJson(Buffer.from(body));
  expect(isObject(resource) && validateResource(resource)).toEqual([]);
  return JSON.stringify(resource);
};

describe('create', () => {
  test('makes one record, one block and one event, and gives the address of the version', async () => {
    const { doctor, patient, chart } = site.people;
    const [records, blocks] = [await count(), await count('block')];
    const sent = JSON.stringify(weight('70')).replace('"valueString":"70"', '"valueQuantity":{"value":70.50}');
    const answer = await send(doctor, '/fhir/Observation', sent);
    expect([answer.statusCode, answer.headers.etag]).toEqual([201, 'W/"1"']);
    expect(answer.headers['last-modified']).toMatch(/GMT$/);
    expect(answer.body).toContain('"value":70.50');
    expect([await count(), await count('block')]).toEqual([records + 1, blocks + 1]);
    const path = String(answer.headers.location).replace(site.app.publicUrl, '');
    for (const person of [patient, doctor]) {
      const read = await ask(person, path);
      expect([read.statusCode, read.body]).toEqual([200, answer.body]);
    }
    const { rows } = await site.db.pool.query(
      `SELECT r.type, e.action FROM record r JOIN access_event e ON e.chain = r.chain AND e.record = r.number
       WHERE r.chain = $1 ORDER BY r.number DESC LIMIT 1`,
      [chart.chain],
    );
    expect(rows).toEqual([{ type: 'general', action: 'write-record' }]);
  });

  test('that is sent twice, at once or later, is one record; another key is another', async () => {
    const { doctor } = site.people;
    const before = await count();
    const same = weight('71');
    const answers = await Promise.all([1, 2, 3].map(() => send(doctor, '/fhir/Observation', same)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ headers, body }) => `${headers.location} ${body}`)).size).toBe(1);
    const key = { 'idempotency-key': randomBytes(8).toString('hex') };
    const other = await send(doctor, '/fhir/Observation', same, key);
    expect(other.statusCode).toBe(201);
    expect((await send(doctor, '/fhir/Observation', same, key)).headers.location).toBe(other.headers.location);
    const changed = await send(doctor, '/fhir/Observation', weight('72'), key);
    expect([changed.statusCode, outcome(changed.body)]).toEqual([409, expect.stringContaining('Idempotency-Key')]);
    expect(await count()).toBe(before + 2);
    expect((await send(doctor, '/fhir/Observation', same, { 'idempotency-key': 'x y' })).statusCode).toBe(400);
  });

  test('answers with nothing where nothing is preferred', async () => {
    const minimal = await send(site.people.doctor, '/fhir/Observation', weight('73'), { prefer: 'return=minimal' });
    expect([minimal.statusCode, minimal.body, Boolean(minimal.headers.location)]).toEqual([201, '', true]);
  });

  test('takes no prescription where those have to be signed', async () => {
    const { ledger, people } = site;
    const prescription = {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: 'Metformin 500 mg' },
      subject: subject(),
    };
    const before = await count();
    Object.assign(ledger, { signing: 'prescriptions' });
    const refused = await send(people.doctor, '/fhir/MedicationRequest', prescription);
    Object.assign(ledger, { signing: 'optional' });
    expect([refused.statusCode, outcome(refused.body)]).toEqual([403, expect.stringContaining('by its form')]);
    expect(await count()).toBe(before);
  });

  test('is for those who may write the record, by the rules of its form', async () => {
    const { patient, staff, administrator, doctor } = site.people;
    const unverified = await practitioner(site, 'doctor', 'Dr. Unverified', false);
    const before = await count();
    const condition = {
      resourceType: 'Condition',
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      code: { text: 'x' },
      subject: subject(),
    };
    const answers: [Actor | null, object, number][] = [
      [null, weight('74'), 401],
      [patient, weight('74'), 404],
      [administrator, weight('74'), 404],
      [unverified, weight('74'), 403],
      [staff, condition, 403],
      [staff, weight('74', { code: { text: 'A judgement' } }), 403],
      [staff, { ...condition, resourceType: 'Encounter' }, 422],
      [doctor, weight('74', { subject: { reference: 'Patient/000000000000-00000000000000000000' } }), 404],
      [doctor, weight('74', { effectiveDateTime: '2099-01-01' }), 422],
      [doctor, weight('74', { effectiveDateTime: '1900-01-01' }), 422],
      [doctor, weight('74', { effectiveDateTime: '2016-12-31T23:59:60Z' }), 422],
      [doctor, weight('74', { effectiveDateTime: '9999-12-31T23:59:59-14:00' }), 422],
    ];
    for (const [person, resource, status] of answers) {
      const { resourceType } = resource as { resourceType: string };
      const answer = await send(person, `/fhir/${resourceType}`, resource);
      expect([resource, answer.statusCode]).toEqual([resource, status]);
      outcome(answer.body);
    }
    expect(await count()).toBe(before);
    expect((await send(staff, '/fhir/Observation', weight('74'))).statusCode).toBe(201);
  });

  test('names the element that is wrong, and keeps nothing', async () => {
    const { doctor } = site.people;
    const before = await count();
    const cases: [string, number, string][] = [
      ['', 400, 'strict JSON'],
      ['{"a":1,"a":2}', 400, 'strict JSON'],
      [JSON.stringify(weight('x', { status: 'done' })), 422, '"Observation.status"'],
      [JSON.stringify(weight('x', { valueString: '' })), 422, '"Observation.valueString"'],
      [JSON.stringify(weight('x', { unknown: 1 })), 422, '"expression"'],
      [JSON.stringify(weight('x', { note: [{ text: 'x'.repeat(3 * 1024 * 1024) }] })), 413, 'too large'],
    ];
    for (const [payload, status, words] of cases) {
      const answer = await send(doctor, '/fhir/Observation', payload);
      expect([payload.slice(0, 80), answer.statusCode, outcome(answer.body)]).toEqual([
        payload.slice(0, 80),
        status,
        expect.stringContaining(words),
      ]);
    }
    expect(await count()).toBe(before);
  });

  test('is never what a page of another site could send, nor under a condition that is not built', async () => {
    const { doctor } = site.people;
    const before = await count();
    const good = JSON.stringify(weight('75'));
    const status = async (headers: Record<string, string>, url = '/fhir/Observation') =>
      (await send(doctor, url, good, headers)).statusCode;
    expect(await status({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(403);
    expect(await status({ 'content-type': 'text/plain' })).toBe(415);
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ 'if-none-exist': 'identifier=1' })).toBe(422);
    expect(await status({}, '/fhir/Observation?_format=xml')).toBe(422);
    expect(await status({}, '/fhir/Observation?_summary=true')).toBe(422);
    expect(await count()).toBe(before);
    expect(await status({ origin: site.app.publicUrl })).toBe(201);
  });
});

describe('a transaction', () => {
  const laboratory = (chart = site.people.chart) => {
    const observation = { ...weight('9'), subject: subject(chart), code: { text: 'Haemoglobin' } };
    const report = {
      resourceType: 'DiagnosticReport',
      status: 'final',
      code: { text: 'Blood' },
      subject: subject(chart),
      effectiveDateTime: '2026-10-01',
      result: [{ reference: 'urn:uuid:00000000-0000-4000-8000-000000000001' }],
    };
    return [report, observation] as const;
  };

  test('is one record with its references resolved, answered in the order of its entries', async () => {
    const [report, observation] = laboratory();
    const answer = await send(site.people.staff, '/fhir', transaction(report, observation), {
      prefer: 'return=representation',
    });
    expect(answer.statusCode).toBe(200);
    const { entry } = JSON.parse(outcome(answer.body));
    const [first, second] = entry;
    expect(first.response.status).toBe('201 Created');
    expect(first.resource.result[0].reference).toBe(`Observation/${second.resource.id}`);
    expect(second.response.location).toBe(`${site.app.publicUrl}/fhir/Observation/${second.resource.id}/_history/1`);
  });

  test('of two patients is a block for each, or none; sent twice it is the same', async () => {
    const { doctor, otherChart } = site.people as typeof site.people & { otherChart: typeof site.people.chart };
    const others = otherChart ?? (await site.app.patientByNumber('PAT002'));
    const both = transaction(weight('80'), weight('81', { subject: subject(others) }));
    const [records, blocks] = [await count(), await count('block')];
    const answers = await Promise.all([1, 2].map(() => send(doctor, '/fhir', both)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(new Set(answers.map(({ body }) => body.replaceAll(/20\d (Created|OK)/g, ''))).size).toBe(1);
    expect([await count(), await count('block')]).toEqual([records + 2, blocks + 2]);
    const nobody = { reference: 'Patient/000000000000-00000000000000000000' };
    const half = transaction(weight('82'), weight('83', { subject: nobody }));
    expect((await send(doctor, '/fhir', half)).statusCode).toBe(404);
    const key = { 'idempotency-key': randomBytes(8).toString('hex') };
    expect((await send(doctor, '/fhir', transaction(weight('84')), key)).statusCode).toBe(200);
    const more = transaction(weight('84'), weight('85', { subject: subject(others) }));
    expect((await send(doctor, '/fhir', more, key)).statusCode).toBe(409);
    expect([await count(), await count('block')]).toEqual([records + 3, blocks + 3]);
  });

  test('with one wrong entry is refused whole, and says which', async () => {
    const before = await count();
    const answer = await send(site.people.doctor, '/fhir', transaction(weight('86'), weight('87', { status: 'done' })));
    expect(answer.statusCode).toBe(422);
    expect(outcome(answer.body)).toContain('Bundle.entry[1].resource.status');
    expect((await send(site.people.doctor, '/fhir', { ...transaction(weight('88')), type: 'batch' })).statusCode).toBe(
      422,
    );
    expect(await count()).toBe(before);
  });
});

describe('reading', () => {
  test('gives each version by its number, all of them in the history, and nothing without a right', async () => {
    const { patient, otherDoctor, chart } = site.people;
    const id = await grant(site, patient, otherDoctor);
    await revoke(site, patient, id);
    const { rows } = await site.db.pool.query<{ type: string; id: string; version: number; bytes: Buffer }>(
      `SELECT type, id, version, bytes FROM resource_version WHERE chain = $1 AND (id, type) IN
         (SELECT id, type FROM resource_version WHERE chain = $1 AND version > 1 AND type = 'Consent') ORDER BY version DESC`,
      [chart.chain],
    );
    const [newest] = rows;
    expect(rows.length).toBeGreaterThan(1);
    const address = `/fhir/${newest?.type}/${newest?.id}`;
    for (const { version, bytes } of rows) {
      const read = await ask(patient, `${address}/_history/${version}`);
      expect([read.statusCode, read.headers.etag, read.rawPayload.equals(bytes)]).toEqual([
        200,
        `W/"${version}"`,
        true,
      ]);
    }
    const history = await ask(patient, `${address}/_history`);
    for (const { bytes } of rows) expect(history.body).toContain(bytes.toString());
    expect(JSON.parse(outcome(history.body))).toMatchObject({ type: 'history' });
    expect(history.body).toContain(`"total":${rows.length}`);
    for (const rest of ['/_history', '/_history/1', '/_history/9', '/_history/0', '/_history/x', ''])
      expect((await ask(otherDoctor, address + rest)).statusCode).toBe(404);
    expect((await ask(patient, `${address}/_history/9`)).statusCode).toBe(404);
  });

  test('answers 304 to whoever has that version, and refuses parameters that are not built', async () => {
    const { doctor } = site.people;
    const made = await send(doctor, '/fhir/Observation', weight('90'));
    const address = String(made.headers.location).replace(site.app.publicUrl, '').replace('/_history/1', '');
    const status = async (headers: Record<string, string>, query = '') =>
      (await ask(doctor, address + query, { headers })).statusCode;
    expect(await status({ 'if-none-match': 'W/"1"' })).toBe(304);
    expect(await status({ 'if-none-match': 'W/"2", "1"' })).toBe(304);
    expect(await status({ 'if-none-match': 'W/"2"' })).toBe(200);
    expect(await status({}, '?_format=json')).toBe(200);
    expect(await status({}, '?_elements=id')).toBe(422);
    expect(await status({ 'if-match': 'W/"1"' })).toBe(422);
  });

  test('says what it can, and it is what is there', async () => {
    const answer = await ask(null, '/fhir/metadata');
    expect(answer.statusCode).toBe(200);
    const { rest } = JSON.parse(outcome(answer.body));
    expect(rest[0].interaction).toEqual([{ code: 'transaction' }]);
    const { doctor } = site.people;
    for (const { type, interaction } of rest[0].resource) {
      const creates = interaction.some(({ code }: { code: string }) => code === 'create');
      const { body } = await send(doctor, `/fhir/${type}`, { resourceType: type, subject: subject() });
      expect([type, body.includes('cannot be recorded')]).toEqual([type, !creates]);
    }
  });
});

test('the store verifies with all of it', async () => {
  await site.settle();
  expect((await verifyStore(site.db, site.identity)).problems).toEqual([]);
});
