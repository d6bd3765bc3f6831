// The server checks itself: a changed byte is found in its turn, shown, measured and told once; mended, it goes. Everything at
// once runs on demand, can be followed and stopped, and says when it was cut off.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFindings } from '../src/operations/self-check/acknowledge-store.ts';
import { checkNextPart, type SelfCheck } from '../src/operations/self-check/check-part.ts';
import { addTurns, endLostCheck, readChecks, takeCheck, takeTurn } from '../src/operations/self-check/check-store.ts';
import { checkWhole } from '../src/operations/self-check/check-whole.ts';
import { readIntegrity, runSelfCheck } from '../src/operations/self-check/run-self-check.ts';
import type { Problem } from '../src/operations/verify/problem.ts';
import { setAddress } from './support/account-acts.ts';
import { fileDocument } from './support/document-forms.ts';
import { endSound } from './support/end-sound.ts';
import { deliverAll } from './support/mails.ts';
import { pdfFile } from './support/sample-files.ts';
import { type Browser, METRICS_TOKEN, startTestServer, type TestServer } from './support/test-server.ts';

const RECORD = `(chain, id, version) = (SELECT chain, v.id, version FROM resource_version v JOIN patient p USING (chain)
  WHERE p.number = 'PAT001' AND record = 1 ORDER BY v.id LIMIT 1)`;
const DAY_MS = 86_400_000;
let site: TestServer;
let administrator: Browser;
let check: SelfCheck;
let told: Problem[][];

beforeAll(async () => {
  site = await startTestServer();
  await fileDocument(await site.as(site.people.doctor), 'PAT001', pdfFile());
  await setAddress(site, site.people.administrator, 'adm@example.org');
  await deliverAll(site);
  administrator = await site.as(site.people.administrator);
  await site.settle();
  const { db, ledger, files, identity } = site;
  told = [];
  check = { db, ledger, files, identity, onFound: (problems) => told.push([...problems]), rest: async () => undefined };
  await addTurns(db, identity.origin, new Date(ledger.clock()).toISOString());
});
afterAll(() => endSound(site));

const words = async (address: string) =>
  (await administrator.get(address)).body.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, ' ').replaceAll(/\s+/g, ' ');
const metrics = async () =>
  (await site.server.inject({ url: '/metrics', headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).body;
const parts = async () => (await site.db.pool.query('SELECT part FROM check_turn')).rows.map(({ part }) => part).sort();
const change = (table: string, column: string, where: string) =>
  site.db.pool.query(
    `UPDATE ${table} SET ${column} = set_byte(${column}, 3, get_byte(${column}, 3) # 1) WHERE ${where}`,
  );
const round = async () => {
  const checked = new Set<string>();
  for (let i = 0; i < 500 && checked.size < (await parts()).length; i += 1)
    checked.add((await checkNextPart(check)) ?? '');
  return [...checked].sort();
};

test('every part has its turn: all chains, and the log', async () => {
  expect(await round()).toEqual(await parts());
  expect(await parts()).toEqual(expect.arrayContaining(['log 0', site.people.chart.chain]));
  expect([told, await readIntegrity(check)]).toEqual([[], expect.objectContaining({ findings: 0 })]);
  const at = new Date(site.ledger.clock()).toISOString();
  const taken = await Promise.all([1, 2, 3, 4].map(() => takeTurn(site.db, at)));
  expect(new Set(taken).size).toBe(4);
});

test.each([
  ['a record', 'resource_version', 'bytes', RECORD, 'PAT001-REC1'],
  ['a tile of the log', 'log_tile', 'hashes', 'level = 0', 'tile 0/0 of the log'],
])(
  'a changed byte in %s is found, shown, measured and told once; mended, it goes',
  async (_, table, column, where, place) => {
    await change(table, column, where);
    told.length = 0;
    await round();
    await round();
    expect((await deliverAll(site)).map(({ subject }) => subject)).toEqual(['Patrec: Something does not verify']);
    expect(told.flat().map((one) => one.where)).toEqual(expect.arrayContaining([place]));
    expect(new Set(told.flat().map((one) => `${one.where} ${one.check}`)).size).toBe(told.flat().length);
    const latest = await readIntegrity(check);
    Object.assign(site.app, { integrity: () => latest });
    expect(await words('/integrity')).toContain(place);
    expect(await words('/staff/new')).toContain('Something does not verify');
    expect(await metrics()).toMatch(/^patrec_check_findings [1-9]/m);
    await change(table, column, where);
    await round();
    const after = await readIntegrity(check);
    Object.assign(site.app, { integrity: () => after });
    expect(after.findings).toBe(0);
    expect(await words('/integrity')).toContain('Everything that was checked holds');
    expect(await words('/staff/new')).not.toContain('Something does not verify');
    expect(await metrics()).toMatch(/^patrec_check_findings 0$/m);
  },
);

test('a finding that an administrator acknowledges stays, and is no alarm while it is the same', async () => {
  const show = async () => {
    const latest = await readIntegrity(check);
    Object.assign(site.app, { integrity: () => latest });
    return latest;
  };
  const links = async () =>
    [...(await administrator.get('/integrity')).body.matchAll(/href="(\/integrity\/findings\/[0-9a-f]{64})"/g)].map(
      (one) => one[1] ?? '',
    );
  await change('resource_version', 'bytes', RECORD);
  await round();
  const before = await show();
  for (const link of await links()) {
    for (const reason of ['', ' ', 'x'.repeat(501)])
      expect((await administrator.post(link, { reason })).statusCode).toBe(422);
    const reason = 'A disk that failed; the copy on paper holds.';
    const both = await Promise.all([administrator.post(link, { reason }), administrator.post(link, { reason })]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
    expect((await administrator.get(link)).statusCode).toBe(404);
  }
  const { rows } = await site.db.pool.query(
    `SELECT convert_from(bytes, 'UTF8') AS said FROM resource_version v JOIN check_acknowledgement a ON v.block_seq = a.block_seq
     WHERE v.chain = $1`,
    [site.ledger.institutionChain],
  );
  expect(rows).toHaveLength(before.findings);
  for (const { said } of rows)
    for (const text of ['finding-acknowledged', 'PAT001', 'A disk that failed']) expect(said).toContain(text);
  expect(await show()).toMatchObject({ findings: 0, acknowledged: before.findings });
  told.length = 0;
  await round();
  expect([told, await show()]).toEqual([[], expect.objectContaining({ findings: 0, acknowledged: before.findings })]);
  expect(await words('/integrity')).toMatch(
    /is acknowledged \(\d+\).*PAT001.*acknowledged by ADM\d+.*A disk that failed/,
  );
  expect(await words('/integrity')).not.toContain('Everything that was checked holds');
  expect(await words('/staff/new')).not.toContain('Something does not verify');
  expect(await metrics()).toMatch(/^patrec_check_findings 0$/m);
  expect(await metrics()).toMatch(/^patrec_check_findings_acknowledged [1-9]/m);
  // Another at the same place, by the same check.
  await site.db.pool.query(`UPDATE check_finding SET message = 'Something else.'`);
  await round();
  expect(told.flat().length).toBeGreaterThan(0);
  expect(await show()).toMatchObject({ findings: before.findings, acknowledged: 0 });
  expect(await words('/staff/new')).toContain('Something does not verify');
  expect((await deliverAll(site)).map(({ subject }) => subject)).toContain('Patrec: Something does not verify');
  // The same again, after it had gone.
  for (const link of await links()) await administrator.post(link, { reason: 'Known.' });
  expect(await show()).toMatchObject({ findings: 0 });
  await change('resource_version', 'bytes', RECORD);
  await round();
  expect(await show()).toMatchObject({ findings: 0, acknowledged: 0 });
  site.clock.offset += 1_000;
  await change('resource_version', 'bytes', RECORD);
  await round();
  expect(await show()).toMatchObject({ findings: before.findings, acknowledged: 0 });
  for (const person of [site.people.doctor, site.people.staff, site.people.patient])
    for (const link of await links())
      expect((await (await site.as(person)).post(link, { reason: 'Known.' })).statusCode).toBe(404);
  await change('resource_version', 'bytes', RECORD);
  await round();
  expect((await show()).findings).toBe(0);
  await deliverAll(site);
});

test('a finding that somebody acknowledges by hand is an alarm again as soon as that is found, and so is the finding of it', async () => {
  const forge = () =>
    site.db.pool.query(
      `INSERT INTO check_acknowledgement SELECT id, 'ADM1', now(), 'Forged.', 0 FROM unnest($1::text[]) id ON CONFLICT DO NOTHING`,
      [ids],
    );
  await change('resource_version', 'bytes', RECORD);
  await round();
  let ids = (await readFindings(site.db, 99)).map(({ id }) => id);
  await forge();
  expect(await readIntegrity(check)).toMatchObject({ findings: 0 });
  await deliverAll(site);
  await round();
  expect((await deliverAll(site)).map(({ subject }) => subject)).toEqual(['Patrec: Something does not verify']);
  ids = (await readFindings(site.db, 99)).map(({ id }) => id);
  await forge();
  await round();
  expect(await readIntegrity(check)).toMatchObject({ findings: ids.length, acknowledged: 0 });
  expect(await words('/integrity')).toContain('the acknowledgements');
  expect(await words('/integrity')).not.toContain('Forged.');
  // Said anew by an administrator, it takes the place of what was forged.
  const record = (await readFindings(site.db, 99)).find(({ where }) => where.startsWith('PAT001'));
  await administrator.post(`/integrity/findings/${record?.id}`, { reason: 'Known.' });
  await site.db.pool.query(`DELETE FROM check_acknowledgement WHERE reason = 'Forged.'`);
  await round();
  expect(await readIntegrity(check)).toMatchObject({ findings: ids.length - 2, acknowledged: 1 });
  await change('resource_version', 'bytes', RECORD);
  await round();
  expect(await readIntegrity(check)).toMatchObject({ findings: 0, acknowledged: 0 });
});

test('everything at once: asked for once, followed, stopped, finished, cut off, and due after a day', async () => {
  const last = async () => (await readChecks(site.db, 1))[0];
  expect(await checkWhole(check)).toBe(true); // due at the start
  expect(await last()).toMatchObject({ state: 'done', askedBy: null, findings: 0, files: 1 });
  expect(await checkWhole(check)).toBe(false);

  await Promise.all([administrator.post('/integrity/check', {}), administrator.post('/integrity/check', {})]);
  expect(await readChecks(site.db, 9)).toHaveLength(2);
  await administrator.post('/integrity/stop', {});
  expect(await last()).toMatchObject({ state: 'stopped', askedBy: site.people.administrator.login });
  expect(await checkWhole(check)).toBe(false);

  await administrator.post('/integrity/check', {});
  let rests = 0;
  const rest = async () => {
    rests += 1;
    if (rests !== 4) return;
    expect(await words('/integrity')).toMatch(/[1-9]\d* of \d+ chains checked/);
    await administrator.post('/integrity/stop', {});
    expect(await words('/integrity')).toContain('It stops after the chain');
  };
  expect(await checkWhole({ ...check, rest })).toBe(true);
  expect(await last()).toMatchObject({ state: 'stopped' });
  expect((await last())?.chains).toBeLessThan((await last())?.total ?? 0);

  await administrator.post('/integrity/check', {});
  const at = (ms: number) => new Date(site.ledger.clock() + ms).toISOString();
  expect(await takeCheck(site.db, at(0), at(1_000))).toBeDefined(); // and its process dies
  expect(await checkWhole(check)).toBe(false);
  site.clock.offset += 2_000;
  expect(await checkWhole(check)).toBe(false);
  expect(await words('/integrity')).toContain('Cut off by a restart');
  // Another process looks on while this one rests.
  await administrator.post('/integrity/check', {});
  const slow = async () => {
    site.clock.offset += 10 * 60_000;
    await endLostCheck(site.db, at(0));
  };
  expect(await checkWhole({ ...check, rest: slow })).toBe(true);
  expect(await last()).toMatchObject({ state: 'done' });
  site.clock.offset += DAY_MS;
  administrator = await site.as(site.people.administrator);
  expect(await checkWhole(check)).toBe(true);
  expect(await last()).toMatchObject({ state: 'done', askedBy: null });
});

test('what lasts is told once, by whichever part it is found', async () => {
  await site.db.pool.query('UPDATE log_tile SET hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 1) WHERE level = 0');
  told.length = 0;
  for (let day = 0; day < 3; day += 1) {
    await round();
    site.clock.offset += DAY_MS;
    expect(await checkWhole(check)).toBe(true);
  }
  const places = told.flat().map((one) => `${one.where} ${one.check}`);
  expect(places).toContain('tile 0/0 of the log log');
  expect(new Set(places).size).toBe(places.length);
  await site.db.pool.query('UPDATE log_tile SET hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 1) WHERE level = 0');
  expect(await round()).not.toEqual([]);
  site.clock.offset += DAY_MS;
  expect(await checkWhole(check)).toBe(true);
  await deliverAll(site);
});

test('rows that say it was done in time to come keep nothing from being done', async () => {
  await site.db.pool.query(`UPDATE check_turn SET checked_at = '2999-01-01' WHERE part LIKE 'log %'`);
  await site.db.pool.query(`UPDATE check_run SET asked_at = '2999-01-01', ended_at = '2999-01-01', state = 'done'`);
  await addTurns(site.db, site.identity.origin, new Date(site.ledger.clock()).toISOString());
  expect(await takeTurn(site.db, new Date(site.ledger.clock()).toISOString())).toBe('log 0');
  expect(await checkWhole(check)).toBe(true);
});

test('the loop goes by itself, and its stop does not wait', async () => {
  await site.db.pool.query(`UPDATE check_turn SET checked_at = '-infinity'`);
  const { onFound, ...rest } = check;
  const failures: unknown[] = [];
  const loop = runSelfCheck(rest, onFound, (error) => failures.push(error));
  await expect.poll(() => loop.latest()).toMatchObject({ findings: 0 });
  await loop.stop();
  expect(failures).toEqual([]);
});

test('the metrics are for whoever has the token, in the form of Prometheus', async () => {
  for (const authorization of ['', 'Bearer ', `Bearer ${METRICS_TOKEN}x`, METRICS_TOKEN])
    expect((await site.server.inject({ url: '/metrics', headers: { authorization } })).statusCode).toBe(404);
  const text = await metrics();
  for (const line of text.trimEnd().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"\})? -?[\d.e+-]+)$/);
  for (const name of [
    'log_entries',
    'pending_blocks',
    'checkpoint_age_seconds',
    'unsealed_events',
    'check_age_seconds',
  ])
    expect(text).toMatch(new RegExp(`^patrec_${name} \\d`, 'm'));
});
