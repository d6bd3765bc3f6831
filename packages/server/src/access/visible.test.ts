import type { AccessScope, RecordType } from '@patrec/fhir';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { statement } from '../db/statement.ts';
import type { Actor } from './actor.ts';
import { decide } from './decide.ts';
import type { Grant } from './decision.ts';
import type { Emergency } from './emergency.ts';
import { covers, type RecordFacts } from './scope.ts';
import { EVERYTHING, type Visibility, visibilityOf, visibilityValues, visibleCondition } from './visible.ts';

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
  withheld: fc.boolean(),
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
  withheld: fc.boolean(),
});

const reader = fc.constantFrom('patient', 'granted', 'emergency');
const EMERGENCY: Emergency = {
  id: 'e',
  chain: 'chain',
  doctor: 'me',
  until: '2027-01-01',
  endedAt: null,
  authorised: true,
};

const selectVisible = statement(
  'test.visible',
  `SELECT r.number FROM unnest($1::integer[], $2::text[], $3::date[], $4::text[], $5::text[])
     AS r (number, type, day, author, withheld_by)
   WHERE ${visibleCondition('$6', '$7')} ORDER BY r.number`,
);

async function visibleInSql(records: readonly RecordFacts[], seen: Visibility): Promise<number[]> {
  const rows = await store.db.rows<{ number: number }>(selectVisible, [
    records.map(({ number }) => number),
    records.map(({ type }) => type),
    records.map((one) => one.day),
    records.map(({ author }) => author),
    records.map(({ withheld }) => (withheld ? 'a Consent' : null)),
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
        (one) =>
          one.author === seen.author ||
          ((seen.withheld || !one.withheld) && seen.scopes.some((limits) => covers(limits, one))),
      );
      expect(await visibleInSql(records, seen)).toEqual(expected.map(({ number }) => number));
    }),
    { numRuns: 300 },
  );
});

it('shows what decide() permits, to the patient and to others, and in an emergency', async () => {
  const many = fc.array(record, { minLength: 30, maxLength: 30 });
  const NOW = '2026-11-22T12:00:00.000Z';
  await fc.assert(
    fc.asyncProperty(many, fc.array(scope, { maxLength: 4 }), reader, async (rows, scopes, who) => {
      const own = who === 'patient';
      const records = rows.map((row, i) => ({ ...row, number: i + 1 }));
      const reader: Actor = {
        account: 'me',
        login: 'X1',
        name: 'X',
        role: own ? 'patient' : 'doctor',
        verified: true,
        chain: own ? 'chain' : null,
      };
      const grants = scopes.map((limits, i): Grant => {
        return {
          id: String(i),
          grantee: 'me',
          scope: limits,
          purpose: 'CAREMGT',
          until: '2027-01-01',
          revokedAt: null,
        };
      });
      const taken = who === 'emergency' ? [EMERGENCY] : [];
      const opened = decide(reader, { action: 'read-chart', chain: 'chain' }, grants, NOW, taken);
      expect(opened.permit).toBe(who !== 'granted' || scopes.length > 0);
      if (!opened.permit) return;
      const read = records.filter(
        (one) => decide(reader, { action: 'read-record', chain: 'chain', record: one }, grants, NOW, taken).permit,
      );
      const seen = visibilityOf(opened.basis, 'me', grants);
      expect(await visibleInSql(records, seen)).toEqual(read.map(({ number }) => number));
    }),
    { numRuns: 200 },
  );
});

it('shows the patient everything, and somebody without any scope nothing', async () => {
  const records = types.map((type, i) => {
    return { type, number: i + 1, day: '2026-01-01', author: 'somebody', withheld: i === 1 };
  });
  expect(await visibleInSql(records, EVERYTHING)).toEqual([1, 2, 3]);
  expect(await visibleInSql(records, { scopes: [], author: null, withheld: false })).toEqual([]);
});
