// `npm run bench`: what the server does, held against bare PostgreSQL on the same machine in the same run.
// --quick: a second for each; --json: the results as JSON. Ends with 1 where anything fails or does not add up.

import type { Effort } from './compare.ts';
import { createRecords } from './create-records.ts';
import { importBundles } from './import-bundles.ts';
import { timeToInclusion } from './inclusion.ts';
import { scannedSince, scansSoFar } from './index-use.ts';
import { largePatient } from './large-patient.ts';
import { stopLoads } from './load.ts';
import { growLog } from './log-growth.ts';
import { openPages } from './pages.ts';
import { readResources } from './read-resources.ts';
import type { Result } from './result.ts';
import { type BenchServer, startServer } from './server.ts';
import { type Session, signIn } from './session.ts';
import { selfChecked, settled } from './settle.ts';
import { sealBlocks, verifyBlocks } from './small-blocks.ts';
import { joinStore, makeStore, settingsOf } from './stores.ts';
import { formatTable } from './table.ts';
import { verifyInBrowser } from './verify-in-browser.ts';
import { verifyOnce } from './verify-once.ts';

const LONGEST_MS = 900_000;
const quick = process.argv.includes('--quick');
const json = process.argv.includes('--json');
const effort: Effort = quick ? { seconds: 1, rounds: 1 } : { seconds: 5, rounds: 2 };
const blocks = quick ? 4_000 : 24_000;

interface Outcome {
  readonly results: Result[];
  readonly indexUse: string;
}

async function measure(server: BenchServer): Promise<Outcome> {
  const store = await joinStore(server.directory);
  const bare = await makeStore(server.directory, store, 'bare');
  const blockStore = await makeStore(server.directory, store, 'blocks');
  const importStore = await makeStore(server.directory, store, 'imports');
  const doctors = await signInDoctors(server.port);
  const [doctor] = doctors;
  const patient = await signIn(server.port, 'PAT001');
  if (!doctor) throw new Error('There are no doctors.');

  say('waiting until the server has checked itself…');
  await selfChecked(store);
  const scans = await scansSoFar(store);
  say('creating records…');
  const created = await createRecords({ ...server, store, bare: settingsOf(bare), doctors }, effort);
  say('reading resources…');
  const read = await readResources({ ...server, store, bare, doctors }, effort);
  await openPages(server.port, patient, doctor);
  const indexUse = await scannedSince(store, scans);
  say('verifying what was written…');
  await settled(store);
  await verifyOnce(store);
  say('sealing blocks…');
  const sealed = await sealBlocks(blockStore, blocks);
  say('importing bundles…');
  const imported = await importBundles(importStore, settingsOf(bare), effort);
  say('a patient of 10,000 resources, in a store that grows…');
  const large = await largePatient({ ...server, store, doctor }, quick);
  say('verifying blocks…');
  const verified = await verifyBlocks(blockStore, effort.seconds);
  const inBrowser = await verifyInBrowser(effort.rounds * 3);
  say('a thousand blocks a second…');
  const included = await timeToInclusion(blockStore, 2 * effort.seconds);
  say('a log of up to a million entries…');
  const grown = await growLog(await makeStore(server.directory, store, 'growth'), quick);
  return {
    results: [created, ...read, ...large, sealed, imported, verified, ...inBrowser, included, ...grown],
    indexUse,
  };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function signInDoctors(port: number): Promise<Session[]> {
  const logins = Array.from({ length: 10 }, (_, i) => `DOC${i + 1}`);
  return Promise.all(logins.map((login) => signIn(port, login)));
}

async function main(): Promise<void> {
  const stopping = new AbortController();
  const stop = (reason: string) => stopping.abort(new Error(reason));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop('Stopped.'));
  const limit = setTimeout(() => stop(`Stopped after ${LONGEST_MS / 1000} seconds.`), LONGEST_MS);
  const server = await startServer(stopping.signal);
  try {
    const aborted = new Promise<never>((_, reject) => {
      stopping.signal.addEventListener('abort', () => reject(stopping.signal.reason));
    });
    const { results, indexUse } = await Promise.race([measure(server), aborted]);
    const text = json ? JSON.stringify({ results, indexUse }, undefined, 2) : `${formatTable(results)}\n${indexUse}`;
    process.stdout.write(`${text}\n`);
  } finally {
    clearTimeout(limit);
    stopLoads();
    await server.stop();
  }
}

// What is under way when something fails is not waited for: the server and its data are gone by now.
main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
