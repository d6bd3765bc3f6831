import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeLaboratory } from '../../test/support/laboratory-record.ts';
import { type People, registerPeople } from '../../test/support/people.ts';
import { contentOf, withRefusedEvent } from '../../test/support/tables.ts';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { verifyStore } from '../operations/verify/verify-store.ts';
import { recordDetail } from '../records/read-record.ts';
import { releaseRecord, withholdRecord } from './withhold-record.ts';

let store: TestStore;
let people: People;
let chain: string;
beforeAll(async () => {
  store = await openTestStore();
  people = await registerPeople(store);
  chain = people.chart.chain;
  for (const author of [people.doctor, people.staff]) await writeLaboratory(store, author, people.chart);
});
afterAll(async () => {
  const { problems } = await verifyStore(store.db, store.identity);
  await store.close();
  expect(problems).toEqual([]);
});

const withheld = async (record: number) => (await recordDetail(store.db, chain, record))?.withheld;
const blocks = async (type: string) => {
  const sql = 'SELECT count(*) AS count FROM block WHERE chain = $1 AND type = $2';
  return (await store.db.pool.query<{ count: number }>(sql, [chain, type])).rows[0]?.count;
};

it('is one block each way, and one event that names the record', async () => {
  expect(await withholdRecord(store, people.patient, chain, 1)).toEqual({ done: true });
  expect(await withheld(1)).toBe(true);
  expect(await withheld(2)).toBe(false);
  expect(await releaseRecord(store, people.patient, chain, 1)).toEqual({ done: true });
  expect(await withheld(1)).toBe(false);
  expect([await blocks('access-decision'), await blocks('access-revocation')]).toEqual([1, 1]);
  const { rows } = await store.db.pool.query(
    `SELECT action, record, basis FROM access_log WHERE action ~ 'hold-record|release-record' ORDER BY at, id`,
  );
  expect(rows).toEqual([
    { action: 'withhold-record', record: 1, basis: 'self' },
    { action: 'release-record', record: 1, basis: 'self' },
  ]);
});

it('happens once when it is sent eight times at the same time, each way', async () => {
  const before = await blocks('access-decision');
  for (const change of [withholdRecord, releaseRecord]) {
    const ends = await Promise.all(Array.from({ length: 8 }, () => change(store, people.patient, chain, 2)));
    expect(ends.filter(({ done }) => done)).toHaveLength(1);
  }
  expect(await withheld(2)).toBe(false);
  expect(await blocks('access-decision')).toBe((before ?? 0) + 1);
});

it('is for the patient alone, in their own chart, of a record that there is', async () => {
  const { otherPatient, doctor, staff, administrator, patient } = people;
  const before = await contentOf(store.db);
  const refused = [
    ...[otherPatient, doctor, staff, administrator].map((who) => withholdRecord(store, who, chain, 1)),
    ...[otherPatient, doctor].map((who) => releaseRecord(store, who, chain, 1)),
    withholdRecord(store, otherPatient, otherPatient.chain ?? '', 1),
    ...[0, 3, -1].map((record) => withholdRecord(store, patient, chain, record)),
  ];
  const reasons = (await Promise.allSettled(refused)).map((end) => end.status === 'rejected' && end.reason.kind);
  expect(reasons).toEqual(refused.map(() => 'not-found'));
  expect(await contentOf(store.db)).toEqual(before);
});

it.each([
  ['withhold-record', withholdRecord],
  ['release-record', releaseRecord],
] as const)('leaves nothing behind when its last write fails: %s', async (action, change) => {
  const before = await contentOf(store.db);
  await withRefusedEvent(store.db, action, () =>
    expect(change(store, people.patient, chain, 1)).rejects.toMatchObject({ code: '23514' }),
  );
  expect(await contentOf(store.db)).toEqual(before);
  expect(await change(store, people.patient, chain, 1)).toEqual({ done: true });
});
