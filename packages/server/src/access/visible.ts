// The SQL form of `covers`: which records a reader sees, for lists and trends that PostgreSQL filters.
// A test holds the two against each other.

import type { AccessScope } from '@patrec/fhir';
import type { Basis, Grant } from './decide.ts';

/** What a reader sees of one patient: records in any of the scopes, and those that the author wrote. */
export interface Visibility {
  readonly scopes: readonly AccessScope[];
  readonly author: string | null;
}

export const EVERYTHING: Visibility = {
  scopes: [{ types: null, records: null, from: null, to: null }],
  author: null,
};

/** What a permitted reader sees of a chart: the patient all of it, others what their active grants cover. */
export function visibilityOf(basis: Basis, account: string, activeGrants: readonly Grant[]): Visibility {
  return basis.kind === 'self' ? EVERYTHING : { scopes: activeGrants.map(({ scope }) => scope), author: account };
}

/** A condition on the record row `r`; `scopes` and `author` are the numbers of the values that `visibilityValues` gives. */
export function visibleCondition(scopes: string, author: string): string {
  return `(r.author = ${author} OR EXISTS (
    SELECT FROM jsonb_to_recordset(${scopes}::jsonb) AS g (types text[], records integer[], "from" date, "to" date)
    WHERE (g.types IS NULL OR r.type = ANY (g.types))
      AND (g.records IS NULL OR r.number = ANY (g.records))
      AND (g."from" IS NULL OR r.day >= g."from")
      AND (g."to" IS NULL OR r.day <= g."to")))`;
}

/** The values of the condition: the scopes as JSON, then the author. */
export function visibilityValues({ scopes, author }: Visibility): [string, string | null] {
  return [JSON.stringify(scopes), author];
}
