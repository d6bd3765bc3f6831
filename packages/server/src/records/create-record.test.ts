import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLaboratory } from '../../test/support/laboratory-record.ts';
import { type People, registerPeople } from '../../test/support/people.ts';
import { contentOf, withRefusedEvent } from '../../test/support/tables.ts';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { verifyStore } from '../operations/verify/verify-store.ts';
import { createRecord, type RecordDraft } from './create-record.ts';

let store: TestStore;
let people: People;
beforeAll(async () => {
  store = await openTestStore();
  people = await registerPeople(store);
});
afterAll(() => store.close());

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const column = async <Value>(sql: string, chain: string): Promise<Value[]> =>
  (await store.db.pool.query<{ value: Value }>(sql, [chain])).rows.map(({ value }) => value);
const recordNumbers = (chain: string) =>
  column<number>('SELECT number AS value FROM record WHERE chain = $1 ORDER BY number', chain);
const draft = (chain: string, nonce: string, resources: RecordDraft['resources']): RecordDraft => ({
  type: 'laboratory',
  chain,
  occurredAt: '2026-10-01T03:00:00.000Z',
  nonce,
  resources,
});

describe('createRecord', () => {
  it('numbers twenty records written at once from 1 to 20, in one gapless chain', async () => {
    const { chart, doctor, staff } = people;
    const made = await Promise.all(upTo(20).map((i) => writeLaboratory(store, i % 2 ? doctor : staff, chart)));
    expect(made.map(({ number }) => number).sort((a, b) => a - b)).toEqual(upTo(20));
    expect(await recordNumbers(chart.chain)).toEqual(upTo(20));
    const seqs = await column<number>('SELECT seq AS value FROM block WHERE chain = $1 ORDER BY seq', chart.chain);
    expect(seqs).toEqual(seqs.map((_, i) => i));
    const order = await column<number>(
      'SELECT number AS value FROM record WHERE chain = $1 ORDER BY block_seq',
      chart.chain,
    );
    expect(order).toEqual(upTo(20));
    expect((await verifyStore(store.db, store.identity)).problems).toEqual([]);
  });

  it('answers the same submission twice with the first record', async () => {
    const { otherChart, doctor } = people;
    const nonce = 'a'.repeat(32);
    const first = await writeLaboratory(store, doctor, otherChart, { haemoglobin: '9.9' }, nonce);
    const before = await contentOf(store.db);
    const second = await writeLaboratory(store, doctor, otherChart, { haemoglobin: '9.9' }, nonce);
    expect([first, second]).toEqual([
      { number: 1, repeated: false },
      { number: 1, repeated: true },
    ]);
    expect(await contentOf(store.db)).toEqual(before);
  });

  it('answers ten submissions of one form at once with one record', async () => {
    const { otherChart, doctor } = people;
    const made = await Promise.all(
      upTo(10).map(() => writeLaboratory(store, doctor, otherChart, { haemoglobin: '8.8' }, 'b'.repeat(32))),
    );
    expect(made.map(({ number }) => number)).toEqual(upTo(10).map(() => 2));
    expect(made.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await recordNumbers(otherChart.chain)).toEqual([1, 2]);
  });

  it('takes one nonce from two authors, or for two patients, as two submissions', async () => {
    const { chart, otherChart, doctor, staff } = people;
    const nonce = 'c'.repeat(32);
    const made = await Promise.all([
      writeLaboratory(store, doctor, otherChart, { haemoglobin: '8.1' }, nonce),
      writeLaboratory(store, staff, otherChart, { haemoglobin: '8.2' }, nonce),
      writeLaboratory(store, doctor, chart, { haemoglobin: '8.3' }, nonce),
    ]);
    expect(made.every(({ repeated }) => !repeated)).toBe(true);
  });

  it('keeps the order of two requests that follow each other, also when the clock goes back', async () => {
    const { otherChart, doctor } = people;
    const first = await writeLaboratory(store, doctor, otherChart);
    store.clock.offset -= 3_600_000;
    const second = await writeLaboratory(store, doctor, otherChart);
    store.clock.offset += 3_600_000;
    expect(second.number).toBe(first.number + 1);
    const times = await column<Date>(
      'SELECT recorded_at AS value FROM block WHERE chain = $1 ORDER BY seq',
      otherChart.chain,
    );
    expect(times.map(Number)).toEqual(times.map(Number).toSorted((a, b) => a - b));
  });

  it('refuses patients, administrators and doctors who wait for verification', async () => {
    const { chart, otherPatient, administrator, doctor } = people;
    const before = await contentOf(store.db);
    for (const actor of [otherPatient, administrator, { ...doctor, verified: false }]) {
      await expect(writeLaboratory(store, actor, chart)).rejects.toThrow(/^The record was refused/);
    }
    expect(await contentOf(store.db)).toEqual(before);
  });

  it('says that there is no such patient', async () => {
    const empty = draft('f'.repeat(32), 'd'.repeat(32), () => []);
    await expect(createRecord(store, people.doctor, empty)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each<[string, RecordDraft['resources']]>([
    [
      'its resources cannot be made',
      () => {
        throw new Error('no resources');
      },
    ],
    [
      'two of its resources have one id',
      ({ newId }) => {
        const twin = { resourceType: 'Basic', id: newId() };
        return [twin, twin];
      },
    ],
  ])('leaves nothing behind when %s', async (_, resources) => {
    const before = await contentOf(store.db);
    const failing = draft(people.chart.chain, 'e'.repeat(32), resources);
    await expect(createRecord(store, people.doctor, failing)).rejects.toThrow();
    expect(await contentOf(store.db)).toEqual(before);
  });

  it('leaves nothing behind when its last write fails, and the next record takes the number', async () => {
    const { chart, doctor } = people;
    const before = await contentOf(store.db);
    await withRefusedEvent(store.db, 'write-record', async () => {
      const writes = upTo(5).map(() => writeLaboratory(store, doctor, chart));
      const ends = await Promise.allSettled(writes);
      expect(ends.map(({ status }) => status)).toEqual(upTo(5).map(() => 'rejected'));
    });
    expect(await contentOf(store.db)).toEqual(before);
    const last = (await recordNumbers(chart.chain)).at(-1) ?? 0;
    expect(await writeLaboratory(store, doctor, chart)).toEqual({ number: last + 1, repeated: false });
  });
});
