// A named SQL statement: PostgreSQL parses and plans it once a connection, then runs it by name.

import type { QueryConfig } from 'pg';

/** SQL text under the name that it is prepared by. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Gives the statement of that name. Names are unique in the program; PostgreSQL keeps 63 characters of one. */
export function statement(name: string, text: string): Statement {
  if (name.length > 63) throw new RangeError(`The statement name ${name} is longer than 63 characters.`);
  return { name, text };
}

/** The query that `pg` takes: the statement with its values. */
export function queryOf({ name, text }: Statement, values: readonly unknown[]): QueryConfig<unknown[]> {
  return { name, text, values: [...values] };
}
