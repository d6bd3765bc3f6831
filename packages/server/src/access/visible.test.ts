import type { AccessScope, RecordType } from '@patrec/fhir';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { statement } from '../db/statement.ts';
import { covers, type RecordFacts } from './scope.ts';
import { EVERYTHING, type Visibility, visibilityValues, visibleCondition } from './visible.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const types: RecordType[] = ['laboratory', 'visit', 'history'];
const day = fc.integer({ min: 0, max: 12 }).map((n) => new Date(Date.UTC(2025, 11, 26 + n)).toISOString().slice(0, 10));
const record: fc.Arbitrary<Omit<RecordFacts, 'number'>> = fc.record({
  type: fc.constantFrom(...types),
  day,
  author: fc.constantFrom('me', 'somebody'),
});
const scope: fc.Arbitrary<AccessScope> = fc.record({
  types: fc.option(fc.uniqueArray(fc.constantFrom(...types))),
  records: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 30 }))),
  from: fc.option(day),
  to: fc.option(day),
});
const visibility: fc.Arbitrary<Visibility> = fc.record({
  scopes: fc.array(scope, { maxLength: 4 }),
  author: fc.constantFrom(null, 'me'),
});

const selectVisible = statement(
  'test.visible',
  `SELECT r.number FROM unnest($1::integer[], $2::text[], $3::date[], $4::text[]) AS r (number, type, day, author)
   WHERE ${visibleCondition('$5', '$6')} ORDER BY r.number`,
);

async function visibleInSql(records: readonly RecordFacts[], seen: Visibility): Promise<number[]> {
  const rows = await store.db.rows<{ number: number }>(selectVisible, [
    records.map(({ number }) => number),
    records.map(({ type }) => type),
    records.map((one) => one.day),
    records.map(({ author }) => author),
    ...visibilityValues(seen),
  ]);
  return rows.map(({ number }) => number);
}

it('shows in SQL what covers() lets through, and what the reader wrote', async () => {
  const many = fc.array(record, { minLength: 30, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(many, visibility, async (rows, seen) => {
      const records = rows.map((row, i) => ({ ...row, number: i + 1 }));
      const expected = records.filter(
        (one) => one.author === seen.author || seen.scopes.some((limits) => covers(limits, one)),
      );
      expect(await visibleInSql(records, seen)).toEqual(expected.map(({ number }) => number));
    }),
    { numRuns: 300 },
  );
});

it('shows the patient everything, and somebody without any scope nothing', async () => {
  const records = types.map((type, i) => ({ type, number: i + 1, day: '2026-01-01', author: 'somebody' }));
  expect(await visibleInSql(records, EVERYTHING)).toEqual([1, 2, 3]);
  expect(await visibleInSql(records, { scopes: [], author: null })).toEqual([]);
});
