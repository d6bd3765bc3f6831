// What guardians open and do in a patient's place, over HTTP: under `/for/<number>`, in both names, and never more.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/access/actor.ts';
import { makeNextCopy } from '../src/copies/make-copy.ts';
import { endSound } from './support/end-sound.ts';
import { accepted, end, invite, onePatient } from './support/guardianships.ts';
import { writeLaboratory } from './support/laboratory-record.ts';
import { ask, daysAhead, grant } from './support/permissions.ts';
import { practitioner } from './support/practitioners.ts';
import { contentOf } from './support/tables.ts';
import { type Browser, startTestServer, type TestServer } from './support/test-server.ts';

let site: TestServer;
let patient: Browser;
let viewer: Browser;
let guardian: Browser;
let leela: Actor & { chain: string };

beforeAll(async () => {
  site = await startTestServer();
  const { people } = site;
  leela = await onePatient(site, people.staff, 'Leela Rao', '1985-05-05');
  await writeLaboratory(site, people.doctor, people.chart, { haemoglobin: '9.51' });
  await writeLaboratory(site, people.doctor, people.chart, { haemoglobin: '9.52' });
  await writeLaboratory(site, people.doctor, people.otherChart, { haemoglobin: '11.11' });
  await accepted(site, people.patient, people.otherPatient, { level: 'view' });
  await accepted(site, people.patient, leela, { level: 'complete' });
  patient = await site.as(people.patient);
  viewer = await site.as(people.otherPatient);
  guardian = await site.as(leela);
});
afterAll(() => endSound(site));

const plain = (body: string) => body.replaceAll(/<style>.*?<\/style>/gs, '').replaceAll(/<[^>]+>/g, '');
const READ = [
  '/',
  '',
  '/access',
  '/access/log',
  '/access/disclosures',
  '/corrections',
  '/patients/PAT001/records',
  '/patients/PAT001/records/1',
  '/patients/PAT001/records/1/print',
  '/patients/PAT001/records/1/proof',
  '/patients/PAT001/trends/718-7',
  '/patients/PAT001/verify',
  '/patients/PAT001/entries/1',
  '/patients/PAT001/proof',
];
const addressesOf = (body: string) =>
  [...body.matchAll(/ (?:href|action|data-verify|data-record-address)="([^"]*)"/g)].map(([, address]) => address ?? '');
const OWN =
  /^(\/for\/PAT001\/.*|\/|\/about|\/verify|\/preferences|\/sign-out|\/assets\/.*|\/log\/checkpoint|#.*|data:.*)$/;

describe('a guardian who views', () => {
  test('reads what the patient reads, and every address on the way stays in that record', async () => {
    await site.settle();
    for (const url of READ) {
      const own = await patient.get(url || '/');
      const { statusCode, body } = await viewer.get(`/for/PAT001${url}`);
      expect([url, statusCode]).toEqual([url, own.statusCode]);
      if (!body.startsWith('<')) continue;
      expect(plain(body)).toContain('Record of Lakshmi Narayanan');
      expect(addressesOf(body).filter((address) => !OWN.test(address))).toEqual([]);
      expect(addressesOf(body).filter((address) => address === '/')).toHaveLength(1);
      expect(body).toContain(`name="returnTo" value="/for/PAT001${url}"`);
    }
  });

  test('is shown nothing to press, and is answered as if nothing were there', async () => {
    const { people } = site;
    const doctor = await practitioner(site, 'doctor', 'Dr. Asks');
    const waiting = await ask(site, doctor, people.chart.chain);
    const granted = await grant(site, people.patient, await practitioner(site, 'doctor', 'Dr. Given'));
    for (const url of ['/', '/access', '/patients/PAT001/records/1']) {
      const { body } = await viewer.get(`/for/PAT001${url}`);
      const own = /action="\/(preferences|sign-out)"/;
      expect(body.match(/<form[^>]*>/g)?.filter((form) => !own.test(form)) ?? []).toEqual([]);
      expect(body).not.toMatch(/\/(withhold|share|revoke|decision|blocks|correction(?!s))/);
    }
    const before = await contentOf(site.db);
    const forms: [string, Record<string, string>][] = [
      [`/access/requests/${waiting}/decision`, { decision: 'deny' }],
      [`/access/grants/${granted}/revoke`, {}],
      ['/patients/PAT001/records/1/withhold', { decision: 'withhold' }],
      ['/access/share', { step: 'check' }],
      ['/access/blocks', { number: 'DOC2' }],
      ['/copy', {}],
      ['/copy/stop', {}],
      ['/patients/PAT001/records/1/correction', { wrong: 'All', should: 'None', nonce: 'ab'.repeat(16) }],
    ];
    for (const [url, form] of forms) expect((await viewer.post(`/for/PAT001${url}`, form)).statusCode).toBe(404);
    for (const url of [
      `/access/requests/${waiting}`,
      `/access/grants/${granted}/revoke`,
      '/access/share',
      '/patients/PAT001/records/1/correction',
      '/copy',
      '/copy/download',
      '/access/blocks/new?number=DOC2',
    ])
      expect((await viewer.get(`/for/PAT001${url}`)).statusCode).toBe(404);
    expect(await contentOf(site.db)).toEqual(before);
  });
});

describe('a guardian with complete access', () => {
  test('answers, shares, withholds and ends in the patient’s place, in both names', async () => {
    const { people, db } = site;
    const sharedWith = await practitioner(site, 'doctor', 'Dr. Shared');
    const asked = await practitioner(site, 'doctor', 'Dr. Asked');
    const waiting = await ask(site, asked, people.chart.chain);
    const until = daysAhead(site, 9).slice(0, 10);
    const share = { doctor: sharedWith.login, extent: 'all', purpose: 'CAREMGT', until, step: 'check' };
    const check = await guardian.post('/for/PAT001/access/share', share);
    expect(plain(check.body)).toContain('You do this for Lakshmi Narayanan (PAT001)');
    const nonce = /name="nonce" value="([0-9a-f]{32})"/.exec(check.body)?.[1] ?? '';
    const page = await guardian.get(`/for/PAT001/access/requests/${waiting}`);
    expect(plain(page.body)).toContain('You do this for Lakshmi Narayanan (PAT001)');
    const withhold = await guardian.get('/for/PAT001/patients/PAT001/records/1/withhold');
    expect(plain(withhold.body)).toContain('You do this for Lakshmi Narayanan (PAT001)');
    const correction = await guardian.get('/for/PAT001/patients/PAT001/records/1/correction');
    expect(plain(correction.body)).toContain('You do this for Lakshmi Narayanan (PAT001)');
    const acts: [string, Record<string, string>, string][] = [
      [
        '/patients/PAT001/records/1/correction',
        { wrong: 'The value', should: '13.1', nonce: 'cd'.repeat(16) },
        '/for/PAT001/corrections?notice=correction-asked',
      ],
      ['/access/share', { ...share, step: 'confirm', nonce }, '/for/PAT001/access?notice=granted'],
      [
        `/access/requests/${waiting}/decision`,
        { decision: 'grant', extent: 'all', until },
        '/for/PAT001/access?notice=granted',
      ],
      [
        '/patients/PAT001/records/1/withhold',
        { decision: 'withhold' },
        '/for/PAT001/patients/PAT001/records/1?notice=withheld',
      ],
    ];
    for (const [url, form, location] of acts)
      expect((await guardian.post(`/for/PAT001${url}`, form)).headers.location).toBe(location);
    const revoke = /\/for\/PAT001\/access\/grants\/[0-9a-f-]+\/revoke/;
    const [address = ''] = revoke.exec((await guardian.get('/for/PAT001/access')).body) ?? [];
    expect(plain((await guardian.get(address)).body)).toContain('You do this for Lakshmi Narayanan (PAT001)');
    expect((await guardian.post(address, {})).headers.location).toBe('/for/PAT001/access?notice=revoked');

    const log = plain((await patient.get('/access/log')).body);
    for (const act of ['gave access', 'ended an access', 'withheld ', 'asked for a correction of '])
      expect(log).toContain(`Leela Rao, your guardian: ${act}`);
    expect(log).toContain('Asha Verma, your guardian: opened the list of records');
    expect(plain((await guardian.get('/for/PAT001/access/log')).body)).toContain('You, as guardian: gave access');
    const { rows } = await db.pool.query<{ stated: string; provenance: string }>(
      `SELECT convert_from(b.statement, 'UTF8') AS stated, convert_from(v.bytes, 'UTF8') AS provenance
       FROM block b JOIN resource_version v ON v.chain = b.chain AND v.block_seq = b.seq AND v.type = 'Provenance'
       WHERE b.chain = $1`,
      [people.chart.chain],
    );
    expect(rows).toHaveLength(5);
    for (const { stated, provenance } of rows) {
      expect(JSON.parse(stated)).toMatchObject({ author: leela.account, onBehalfOf: people.patient.account });
      expect(JSON.parse(provenance).agent[0]).toMatchObject({
        who: { display: 'Leela Rao' },
        onBehalfOf: { reference: `Patient/${people.chart.resourceId}` },
      });
    }
  });

  test('blocks, ends the block and takes the copy in the patient’s place, in both names', async () => {
    const { people, db } = site;
    const pushy = await practitioner(site, 'doctor', 'Dr. Pushy');
    await grant(site, people.patient, pushy);
    const page = plain((await guardian.get(`/for/PAT001/access/blocks/new?number=${pushy.login}`)).body);
    for (const words of ['Block Dr. Pushy?', 'Their permission ends: 1', 'You do this for Lakshmi Narayanan (PAT001)'])
      expect(page).toContain(words);
    const blocked = await guardian.post('/for/PAT001/access/blocks', { number: pushy.login });
    expect(blocked.headers.location).toBe('/for/PAT001/access?notice=blocked');
    for (const [browser, url] of [
      [patient, '/access'],
      [viewer, '/for/PAT001/access'],
    ] as const)
      expect(plain((await browser.get(url)).body)).toContain('Dr. Pushy');
    const id = /access\/blocks\/([^/"]+)\/end/.exec((await guardian.get('/for/PAT001/access')).body)?.[1] ?? '';
    expect((await viewer.post(`/for/PAT001/access/blocks/${id}/end`, {})).statusCode).toBe(404);
    const unblocked = await guardian.post(`/for/PAT001/access/blocks/${id}/end`, {});
    expect(unblocked.headers.location).toBe('/for/PAT001/access?notice=unblocked');

    expect((await guardian.post('/for/PAT001/copy', {})).headers.location).toBe('/for/PAT001/copy');
    expect(plain((await guardian.get('/for/PAT001/copy')).body)).toContain('Copy of the record of Lakshmi Narayanan');
    const parts = { ...site, publicUrl: site.app.publicUrl, verifierKey: site.app.verifierKey };
    expect(await makeNextCopy(parts)).toBe(true);
    const file = await guardian.get('/for/PAT001/copy/download');
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="PAT001-/);
    expect((await guardian.get('/copy/download')).statusCode).toBe(404);

    await site.settle();
    const { rows } = await db.pool.query(
      `SELECT DISTINCT action FROM access_event WHERE chain = $1 AND actor = $2 AND basis = 'guardian' AND action = ANY ($3)`,
      [people.chart.chain, leela.account, ['block-person', 'unblock-person', 'make-copy', 'download-copy']],
    );
    expect(rows).toHaveLength(4);
    const statements = await db.pool.query(
      `SELECT convert_from(b.statement, 'UTF8')::jsonb AS said FROM block b JOIN access_event e ON e.chain = b.chain AND e.block_seq = b.seq
       WHERE b.chain = $1 AND e.action IN ('block-person', 'unblock-person') ORDER BY b.seq DESC LIMIT 2`,
      [people.chart.chain],
    );
    for (const { said } of statements.rows)
      expect(said).toMatchObject({ author: leela.account, onBehalfOf: people.patient.account });
  });

  test('is in the sealed log of every view with the patient beside', async () => {
    const { people, db } = site;
    await site.settle();
    await guardian.get('/for/PAT001/patients/PAT001/records/2');
    await site.settle();
    const { rows } = await db.pool.query<{ bytes: string }>(
      `SELECT convert_from(bytes, 'UTF8') AS bytes FROM resource_version WHERE chain = $1 AND type = 'Bundle'
       ORDER BY block_seq DESC LIMIT 1`,
      [people.chart.chain],
    );
    const view = JSON.parse(rows[0]?.bytes ?? '{}').entry.find(
      ({ resource }: { resource: { subtype: { display: string }[] } }) =>
        resource.subtype[0]?.display === 'view-record',
    ).resource;
    expect(view.agent).toMatchObject([
      { who: { identifier: { value: leela.account } }, requestor: true },
      { who: { reference: `Patient/${people.chart.resourceId}` }, requestor: false },
    ]);
  });

  test('takes nothing away from the patient, who undoes it', async () => {
    expect((await patient.get('/patients/PAT001/records/1')).statusCode).toBe(200);
    const undone = await patient.post('/patients/PAT001/records/1/withhold', { decision: 'release' });
    expect(undone.headers.location).toBe('/patients/PAT001/records/1?notice=released');
  });

  test('shares their own record as their own, in the other window', async () => {
    const before = await contentOf(site.db);
    await guardian.get('/access');
    expect((await guardian.get('/patients/PAT001/records')).statusCode).toBe(404);
    expect((await guardian.get(`/patients/${leela.login}/records`)).statusCode).toBe(200);
    expect((await guardian.get(`/for/PAT001/patients/${leela.login}/records`)).statusCode).toBe(404);
    expect((await guardian.get('/for/PAT001/patients/PAT002/records')).statusCode).toBe(404);
    expect(await contentOf(site.db)).toMatchObject({ heads: before.heads, access_grant: before.access_grant });
  });
});

describe('nobody gets further', () => {
  test.each([
    '/account',
    '/more',
    '/guardians',
    '/guardians/invite',
    '/about',
    '/sign-in',
    '/healthz',
    '/patients?number=PAT001',
    '/patients/PAT001/records/laboratory',
    '/patients/PAT001/access-requests',
    '/for/PAT001/access',
    '//access',
    '/../account',
    '/%2e%2e/account',
    '/nothing',
  ])('a guardian finds nothing at %s', async (url) => {
    expect((await guardian.get(`/for/PAT001${url}`)).statusCode).toBe(404);
  });

  test.each(['/guardians/invite', '/account/password', '/account/sessions/end-others', '/sign-out', '/preferences'])(
    'a guardian sends nothing to %s',
    async (url) => {
      const before = await contentOf(site.db);
      expect((await guardian.post(`/for/PAT001${url}`, {})).statusCode).toBe(404);
      expect(await contentOf(site.db)).toEqual(before);
    },
  );

  test.each([
    '/for/PAT002/access',
    '/for/PAT999/access',
    '/for/pat001/access',
    '/for/PAT001x/access',
    '/for/DOC1/',
    '/for/',
  ])('who is nobody’s guardian there is answered alike: %s', async (url) => {
    const body = async (address: string) =>
      (await guardian.get(address)).body
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'REQUEST')
        .replaceAll(/(name="(?:_csrf|returnTo)" value=")[^"]+/g, '$1X')
        .replaceAll(/(data-session-(?:now|ends|return)=")[^"]+/g, '$1X');
    expect((await guardian.get(url)).statusCode).toBe(404);
    expect(await body(url)).toBe(await body('/for/PAT777/access'));
  });

  test('a stranger signs in and comes back to the same record; doctors and staff find nothing', async () => {
    const { people } = site;
    const stranger = await (await site.as(null)).get('/for/PAT001/access?x=1');
    expect(stranger.headers.location).toBe(`/sign-in?returnTo=${encodeURIComponent('/for/PAT001/access?x=1')}`);
    for (const person of [people.doctor, people.staff, people.administrator])
      expect((await (await site.as(person)).get('/for/PAT001/')).statusCode).toBe(404);
  });

  test('the patient’s FHIR resources are read in both names, and those of others are not', async () => {
    const { people, db } = site;
    const idOf = async (chain: string) => {
      const { rows } = await db.pool.query<{ id: string }>(
        `SELECT id FROM resource_version WHERE chain = $1 AND type = 'Observation' AND current LIMIT 1`,
        [chain],
      );
      return rows[0]?.id ?? '';
    };
    const id = await idOf(people.chart.chain);
    expect((await viewer.get(`/for/PAT001/fhir/Observation/${id}`)).statusCode).toBe(200);
    expect((await viewer.get(`/fhir/Observation/${id}`)).statusCode).toBe(404);
    const other = await idOf(people.otherChart.chain);
    expect((await viewer.get(`/for/PAT001/fhir/Observation/${other}`)).statusCode).toBe(404);
    expect((await viewer.get(`/fhir/Observation/${other}`)).statusCode).toBe(200);
  });

  test('an act on its way when the guardian is removed is done before, or not at all', async () => {
    const { people } = site;
    const person = await onePatient(site, people.staff, 'Quick Hands', '1970-01-01');
    for (let round = 0; round < 4; round += 1) {
      const id = await accepted(site, people.patient, person);
      const browser = await site.as(person);
      await browser.get('/for/PAT001/access');
      const act = browser.post('/for/PAT001/patients/PAT001/records/2/withhold', { decision: 'withhold' });
      const [{ statusCode }] = await Promise.all([act, end(site, people.patient, people.patient, id)]);
      expect([303, 404]).toContain(statusCode);
      const undo = await patient.post('/patients/PAT001/records/2/withhold', { decision: 'release' });
      expect(undo.statusCode).toBe(statusCode === 303 ? 303 : 409);
      const { rows } = await site.db.pool.query<{ late: boolean }>(
        `SELECT EXISTS (SELECT FROM access_log e JOIN guardianship g ON g.chain = e.chain AND g.guardian = e.actor
           WHERE g.id = $1 AND e.basis = 'guardian' AND e.action = 'withhold-record'
             AND e.block_seq > (SELECT block_seq FROM resource_version v WHERE v.chain = g.chain AND v.id = g.id AND v.version = 3)) AS late`,
        [id],
      );
      expect(rows).toEqual([{ late: false }]);
    }
  });

  test('an invitation that waits opens nothing, nor one that was declined before', async () => {
    const { people } = site;
    const person = await onePatient(site, people.staff, 'Only Invited', '1970-01-01');
    await invite(site, people.patient, person);
    const browser = await site.as(person);
    for (const url of READ) expect((await browser.get(`/for/PAT001${url}`)).statusCode).toBe(404);
  });
});
