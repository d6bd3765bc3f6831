// FHIR Bundles imported one after another, validation and all, against the same rows written by bare SQL.

import { performance } from 'node:perf_hooks';
import { importBundle, type Store } from '@patrec/server';
import type { ClientConfig } from 'pg';
import { makeBundle } from './bundle.ts';
import { compare, type Effort } from './compare.ts';
import { startLoad } from './load.ts';
import { count, type Result } from './result.ts';
import { type Place, readRowGroups } from './row-group.ts';
import { ask, settingsOf } from './stores.ts';

const NO_ACCOUNT = { passwordHash: null, demo: false };

/** Measures, in resources a second. Throws where other than what was imported stands in the tables. */
export async function importBundles(store: Store, bare: ClientConfig, effort: Effort): Promise<Result> {
  const before = await count(store, 'resource_version');
  const first = await importBundle(store, makeBundle(), NO_ACCOUNT);
  let imported = first.resources;
  const ours = async (seconds: number) => {
    const start = performance.now();
    const already = imported;
    const elapsed = () => (performance.now() - start) / 1000;
    while (elapsed() < seconds) imported += (await importBundle(store, makeBundle(), NO_ACCOUNT)).resources;
    return (imported - already) / elapsed();
  };
  const rows = await readRowGroups(settingsOf(store), await importedBlock(store));
  const theirs = await startLoad({ kind: 'insert', settings: bare, connections: 1, ...rows });
  const insert = async (seconds: number) => (await theirs.run(seconds)) * first.resources;
  const comparison = await compare(ours, insert, effort, async () => undefined);
  theirs.stop();
  const written = (await count(store, 'resource_version')) - before;
  if (written !== imported) throw new Error(`${imported} resources were imported, ${written} stand.`);
  return { name: 'resources imported', against: 'the same rows by bare SQL', aim: null, ...comparison };
}

function importedBlock(store: Store): Promise<Place[]> {
  return ask<Place>(store, 'SELECT chain, block_seq AS seq FROM record LIMIT 1');
}
