import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/test-store.ts';
import { statement } from '../db/statement.ts';
import { ARRIVED } from './block-store.ts';
import { arrives } from './decide.ts';
import type { Block } from './decision.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const START = Date.parse('2026-11-22T12:00:00.000Z');
const instant = fc.integer({ min: 0, max: 9 }).map((ms) => new Date(START + ms).toISOString());
const account = fc.constantFrom('doctor', 'other');
const block: fc.Arbitrary<Block> = fc.record({ blocked: account, since: instant, endedAt: fc.option(instant) });
const asked = fc.record({ requester: account, createdAt: instant, decidedAt: fc.option(instant) });

const selectArrived = statement(
  'test.arrived',
  `WITH access_block AS (
     SELECT 'c' AS chain, * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS b (blocked, since, ended_at))
   SELECT r.n::integer AS n FROM unnest($4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[])
     WITH ORDINALITY AS r (requester, created_at, decided_at, chain, n)
   WHERE ${ARRIVED} ORDER BY r.n`,
);

it('shows in SQL what arrives() lets through, to the millisecond', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(asked, { minLength: 20, maxLength: 20 }),
      fc.array(block, { maxLength: 4 }),
      async (requests, blocks) => {
        const rows = await store.db.rows<{ n: number }>(selectArrived, [
          blocks.map(({ blocked }) => blocked),
          blocks.map(({ since }) => since),
          blocks.map(({ endedAt }) => endedAt),
          requests.map(({ requester }) => requester),
          requests.map(({ createdAt }) => createdAt),
          requests.map(({ decidedAt }) => decidedAt),
          requests.map(() => 'c'),
        ]);
        const expected = requests.flatMap((one, i) => (arrives(one, blocks) ? [i + 1] : []));
        expect(rows.map(({ n }) => n)).toEqual(expected);
      },
    ),
    { numRuns: 200 },
  );
});
