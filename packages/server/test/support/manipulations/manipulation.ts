// What somebody with the database's password may do to it, in SQL, and what the whole check has to say then.

/** `:chain` is PAT001's chain, `:other` PAT002's; `finds` is held against where and what each problem is said to be. */
export interface Manipulation {
  readonly what: string;
  readonly sql: string;
  readonly finds: RegExp;
}

export const REC2 = `chain = ':chain' AND record = 2`;
export const ROW2 = `chain = ':chain' AND number = 2`;
export const BLOCK2 = `(SELECT block_seq FROM record WHERE ${ROW2})`;
export const LAST = `(SELECT seq FROM chain_head WHERE chain = ':chain')`;
export const GRANT = `chain = ':chain' AND revoked_at IS NULL`;
export const flip = (column: string) => `set_byte(${column}, 20, get_byte(${column}, 20) # 1)`;
export const copyOf = (table: string, columns: string, where: string) =>
  `INSERT INTO ${table} SELECT (jsonb_populate_record(t, jsonb_build_object(${columns}))).* FROM ${table} t
   WHERE ${where} LIMIT 1`;
