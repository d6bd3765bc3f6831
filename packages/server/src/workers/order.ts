// What main.ts tells the processes that answer requests, and what they tell it. Plain values: they are copied.

import type { Config } from '../config.ts';
import type { ConnectionSettings } from '../db/pool.ts';
import type { FilesSettings } from '../files/files.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LogStatus } from '../ledger/run-log.ts';
import type { Integrity } from '../operations/self-check/run-self-check.ts';

/** All that a worker needs to begin. */
export interface Duty {
  readonly config: Pick<Config, 'mode' | 'port' | 'host' | 'publicUrl' | 'proxies' | 'logLevel' | 'metricsToken'>;
  readonly settings: ConnectionSettings;
  /** How many connections to the database it may open. */
  readonly connections: number;
  readonly ledger: Omit<Ledger, 'clock' | 'random'>;
  readonly verifierKey: string;
  readonly policy: string;
  readonly secret: string;
  readonly files: FilesSettings;
  /** Whether messages become files, for want of a mail server. */
  readonly mailsFiles: boolean;
}

/** How main's own work stands: workers tell people. */
export interface State {
  readonly log: LogStatus;
  readonly integrity: Integrity | null;
}

export type Order =
  | { readonly kind: 'begin'; readonly duty: Duty; readonly state: State }
  | { readonly kind: 'state'; readonly state: State }
  | { readonly kind: 'stop' };

/** Why a worker could not begin. */
export interface Failure {
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: string | undefined;
  readonly syscall?: string | undefined;
}
