import type { AccessScope, RecordType } from '@patrec/fhir';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { covers, isEmpty, isWithin, type RecordFacts } from './scope.ts';

const types: RecordType[] = ['laboratory', 'visit', 'document', 'history'];
const day = fc.integer({ min: 0, max: 60 }).map((n) => new Date(Date.UTC(2026, 9, 1 + n)).toISOString().slice(0, 10));
const account = fc.constantFrom('doctor', 'other', 'patient');
const facts: fc.Arbitrary<RecordFacts> = fc.record({
  number: fc.integer({ min: 1, max: 5 }),
  type: fc.constantFrom(...types),
  day,
  author: account,
  withheld: fc.boolean(),
});
const scope: fc.Arbitrary<AccessScope> = fc.record({
  types: fc.option(fc.uniqueArray(fc.constantFrom(...types))),
  records: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 5 }))),
  from: fc.option(day),
  to: fc.option(day),
});
describe('a scope', () => {
  it('within another lets nothing through that the other does not', () => {
    fc.assert(
      fc.property(scope, scope, facts, (inner, outer, record) => {
        return !isWithin(inner, outer) || !covers(inner, record) || covers(outer, record);
      }),
      { numRuns: 20_000 },
    );
  });

  it('is within itself, and no narrower one contains it', () => {
    fc.assert(fc.property(scope, (one) => isWithin(one, one)));
    const all: AccessScope = { types: null, records: null, from: null, to: null };
    fc.assert(
      fc.property(scope, (one) => {
        const limited = [one.types, one.records, one.from, one.to].some((limit) => limit !== null);
        return isWithin(one, all) && isWithin(all, one) === !limited;
      }),
    );
  });

  it('that is empty covers nothing', () => {
    fc.assert(fc.property(scope, facts, (one, record) => !(isEmpty(one) && covers(one, record))));
  });
});
