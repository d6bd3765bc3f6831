// What a request asks for and a grant gives: limits that intersect. null means no limit.

import type { AccessScope, RecordType } from '@patrec/fhir';

/** What a scope is held against: one record. `day` is the date it is about, where the institution is. */
export interface RecordFacts {
  readonly number: number;
  readonly type: RecordType;
  readonly day: string;
  readonly author: string;
  /** True while the patient withholds it from everybody but its author. */
  readonly withheld: boolean;
}

/** True where every limit of the scope lets the record through. */
export function covers(scope: AccessScope, record: RecordFacts): boolean {
  return (
    (scope.types === null || scope.types.includes(record.type)) &&
    (scope.records === null || scope.records.includes(record.number)) &&
    (scope.from === null || record.day >= scope.from) &&
    (scope.to === null || record.day <= scope.to)
  );
}

/** True where whatever `inner` lets through, `outer` lets through too. */
export function isWithin(inner: AccessScope, outer: AccessScope): boolean {
  return (
    isSubset(inner.types, outer.types) &&
    isSubset(inner.records, outer.records) &&
    (outer.from === null || (inner.from !== null && inner.from >= outer.from)) &&
    (outer.to === null || (inner.to !== null && inner.to <= outer.to))
  );
}

/** True where no record at all gets through. A Consent cannot say so: without a limit it would say everything. */
export function isEmpty({ types, records }: AccessScope): boolean {
  return types?.length === 0 || records?.length === 0;
}

function isSubset<Item>(inner: readonly Item[] | null, outer: readonly Item[] | null): boolean {
  return outer === null || (inner?.every((item) => outer.includes(item)) ?? false);
}
