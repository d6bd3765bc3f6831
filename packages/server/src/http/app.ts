// What the routes are given: the parts of the running program. main.ts makes it once.

import type { Files } from '../files/files.ts';
import type { SessionReader } from '../identity/session.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LogStatus } from '../ledger/run-log.ts';
import type { Integrity } from '../operations/self-check/run-self-check.ts';
import type { Parts } from '../records/open-chart.ts';
import type { ResourceReader } from '../records/read-resource.ts';
import type { LiveHub } from './live/live-hub.ts';

export interface App extends Parts {
  readonly ledger: Ledger;
  readonly files: Files;
  readonly demo: boolean;
  readonly publicUrl: string;
  readonly proxies: readonly string[];
  readonly secret: string;
  /** Seals links until they are sent. */
  readonly mailKey: Uint8Array;
  /** True where messages become files, and somebody else has to send them. */
  readonly mailsFiles: boolean;
  /** The log's key as the program started with it; which keys the log has now, its rows say. */
  readonly verifierKey: string;
  /** The C2SP tlog-policy of the configuration; receipts are issued under it with the keys that the log has now (presentPolicy). */
  readonly policy: string;
  readonly logStatus: LogStatus;
  readonly integrity: () => Integrity | null;
  /** Opens /metrics; undefined: nobody may read it. */
  readonly metricsToken: string | undefined;
  readonly readSession: SessionReader;
  readonly live: LiveHub;
  readonly readResource: ResourceReader;
  readonly migrationsApplied: () => Promise<boolean>;
}
