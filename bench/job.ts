// What a load generator is told to do. It is a process of its own: it shares no event loop with what it measures.

import type { ClientConfig } from 'pg';
import type { RowGroup } from './row-group.ts';

export type Job = HttpJob | SelectJob | InsertJob;

/** Each lane is one connection, which sends any of its requests, again and again. */
export interface HttpJob {
  readonly kind: 'http';
  readonly port: number;
  readonly status: number;
  readonly lanes: readonly (readonly string[])[];
}

/** In an HTTP job's requests this stands for 32 hexadecimal characters, fresh each time. */
export const NONCE = '{a nonce of 32 hexadecimal chars}';

/** Selects one row at a time, with any of the values, over so many connections. */
export interface SelectJob {
  readonly kind: 'select';
  readonly settings: ClientConfig;
  readonly connections: number;
  readonly text: string;
  readonly values: readonly (readonly unknown[])[];
}

/** Inserts copies of groups of rows, one statement a group, each copy under a chain of its own. */
export interface InsertJob {
  readonly kind: 'insert';
  readonly settings: ClientConfig;
  readonly connections: number;
  readonly text: string;
  readonly groups: readonly RowGroup[];
}
