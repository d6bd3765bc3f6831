// The SQL form of `covers`: which records a reader sees, for lists and trends that PostgreSQL filters.
// A test holds the two against each other.

import type { AccessScope } from '@patrec/fhir';
import { type Basis, type Grant, inPatientsPlace } from './decision.ts';

/** What a reader sees of one patient: records in any of the scopes, withheld ones only where it says so, and those that the author wrote. */
export interface Visibility {
  readonly scopes: readonly AccessScope[];
  readonly author: string | null;
  readonly withheld: boolean;
}

export const EVERYTHING: Visibility = {
  scopes: [{ types: null, records: null, from: null, to: null }],
  author: null,
  withheld: true,
};

/**
 * What a permitted reader sees of a chart: the patient and guardians all of it, in an emergency all that is not withheld,
 * others what their active grants cover.
 */
export function visibilityOf(basis: Basis, account: string, activeGrants: readonly Grant[]): Visibility {
  if (inPatientsPlace(basis)) return EVERYTHING;
  if (basis.kind === 'emergency') return { ...EVERYTHING, author: account, withheld: false };
  return { scopes: activeGrants.map(({ scope }) => scope), author: account, withheld: false };
}

/** A condition on the record row `r`; `scopes` and `author` are the numbers of the values that `visibilityValues` gives. */
export function visibleCondition(scopes: string, author: string): string {
  return `(r.author = ${author} OR EXISTS (
    SELECT FROM jsonb_to_recordset(${scopes}::jsonb) AS g (types text[], records integer[], "from" date, "to" date, withheld boolean)
    WHERE (g.withheld OR r.withheld_by IS NULL)
      AND (g.types IS NULL OR r.type = ANY (g.types))
      AND (g.records IS NULL OR r.number = ANY (g.records))
      AND (g."from" IS NULL OR r.day >= g."from")
      AND (g."to" IS NULL OR r.day <= g."to")))`;
}

/** The values of the condition: the scopes as JSON, then the author. */
export function visibilityValues({ scopes, author, withheld }: Visibility): [string, string | null] {
  return [JSON.stringify(scopes.map((scope) => ({ ...scope, withheld }))), author];
}
