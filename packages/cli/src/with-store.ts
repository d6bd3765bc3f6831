// Opens the store that the environment names, for the time of one command.

import { join } from 'node:path';
import { type Config, openStore, readConfig, type Store } from '@patrec/server';

const PROJECT = join(import.meta.dirname, '..', '..', '..');

/** Gives what `work` gives. A server that runs on the same data is joined; otherwise the database is started meanwhile. */
export async function withStore<Result>(work: (store: Store, config: Config) => Promise<Result>): Promise<Result> {
  const config = readConfig(process.env, { dataDirectory: join(PROJECT, 'data') });
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const store = await openStore({ config, log, exclusive: false });
  try {
    return await work(store, config);
  } finally {
    await store.close();
  }
}
