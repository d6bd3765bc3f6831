// What an import of the teaching project needs, and what it tells.

import type { Db } from '../../db/pool.ts';
import type { FieldProblem } from '../../identity/person-fields.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Export } from './read-export.ts';

/** What an import needs. `words` tells a problem of a field; without `administrators` none is made. */
export interface MongoImport {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly secret: string;
  readonly source: Export;
  readonly dryRun: boolean;
  readonly administrators: boolean;
  readonly words: (problem: FieldProblem) => string;
}

/** What is imported one by one. */
export type MongoKind = 'account' | 'patient' | 'permission' | 'guardian';

/**
 * What became of one, or would. `id` is theirs in the export, or a place in a file; `number` is theirs here, empty where
 * there is none yet; `none` is a contract that allows nothing. `notes` are what did not come along.
 */
export type MongoOutcome = { readonly kind: MongoKind; readonly id: string } & (
  | {
      readonly outcome: 'created' | 'present';
      readonly number: string;
      readonly records?: number;
      readonly notes?: readonly string[];
    }
  | { readonly outcome: 'none' }
  | { readonly outcome: 'rejected'; readonly problems: readonly string[] }
);

export type Tell = (outcome: MongoOutcome) => void;

/** Gives what tells of things of that kind that were rejected. */
export function rejecting(kind: MongoKind, tell: Tell): (id: string, ...problems: string[]) => void {
  return (id, ...problems) => tell({ kind, id, outcome: 'rejected', problems });
}
