// Resources read over HTTP, each read on the disk in the access log before its bytes leave: against a bare point select,
// and against that select with a bare line of the log, which is what a read cannot do without (decision 0026).

import type { Store } from '@patrec/server';
import { compare, type Effort } from './compare.ts';
import { type Load, startLoad } from './load.ts';
import { count, type Result } from './result.ts';
import type { Session } from './session.ts';
import { settled } from './settle.ts';
import { ask, settingsOf } from './stores.ts';

const CONNECTIONS = 32;
const PER_DOCTOR = 100;
const READS = "action = 'view-record'";
const SELECT = 'SELECT bytes FROM resource_version WHERE chain = $1 AND id = $2 AND version = $3';
const LOGGED_SELECT = `WITH logged AS (
    INSERT INTO access_event_unsealed (chain, id, at, actor, action, record, basis, purpose)
    VALUES ($1, gen_random_uuid()::text, now(), 'somebody', 'view-record', 1, 'author', 'CAREMGT'))
  ${SELECT}`;

interface Place {
  readonly chain: string;
  readonly id: string;
  readonly version: number;
}

interface Target extends Place {
  readonly login: string;
}

/** Measures; doctors read what they wrote. Throws where a request fails, or where a read is not in the access log. */
export async function readResources(
  { port, store, bare, doctors }: { port: number; store: Store; bare: Store; doctors: readonly Session[] },
  effort: Effort,
): Promise<Result[]> {
  const targets = await newestObservations(store, doctors);
  const before = await count(store, 'access_log', READS);
  const lanes = Array.from({ length: CONNECTIONS }, (_, i) => doctors[i % doctors.length]).map((doctor) =>
    targets.filter(({ login }) => login === doctor?.login).map(({ id }) => get(port, id, doctor?.cookie ?? '')),
  );
  const ours = await startLoad({ kind: 'http', port, status: 200, lanes });
  const against = async (theirs: Load) => {
    const comparison = await compare(ours.run, theirs.run, effort, () => settled(store));
    theirs.stop(); // its connections are needed for the next
    return comparison;
  };
  const toLogged = await against(await startSelects(bare, LOGGED_SELECT, await someVersions(bare)));
  const toSelect = await against(await startSelects(store, SELECT, targets));
  ours.stop();
  const written = (await count(store, 'access_log', READS)) - before;
  if (written !== ours.total()) throw new Error(`${ours.total()} resources were read, ${written} reads are logged.`);
  const name = 'resources read over HTTP';
  return [
    { name, against: 'a bare select and its line in the log', aim: 0.4, ...toLogged },
    { name, against: 'a bare point select', aim: null, ...toSelect },
  ];
}

function startSelects(store: Store, text: string, places: readonly Place[]): Promise<Load> {
  const values = places.map(({ chain, id, version }) => [chain, id, version]);
  return startLoad({ kind: 'select', settings: settingsOf(store), connections: CONNECTIONS, text, values });
}

function someVersions(store: Store): Promise<Place[]> {
  const text = "SELECT chain, id, version FROM resource_version WHERE chain > '' AND type = 'Observation' LIMIT 1000";
  return ask<Place>(store, text);
}

function newestObservations(store: Store, doctors: readonly Session[]): Promise<Target[]> {
  return ask<Target>(
    store,
    `SELECT v.chain, v.id, v.version, wanted.login
     FROM unnest($1::text[]) AS wanted (login) JOIN account a ON a.login = wanted.login CROSS JOIN LATERAL (
       SELECT v.chain, v.id, v.version FROM resource_version v JOIN record r ON r.chain = v.chain AND r.number = v.record
       WHERE r.author = a.id AND v.type = 'Observation' AND v.current LIMIT ${PER_DOCTOR}) v`,
    [doctors.map(({ login }) => login)],
  );
}

function get(port: number, id: string, cookie: string): string {
  const head = [`GET /fhir/Observation/${id} HTTP/1.1`, `host: 127.0.0.1:${port}`, `cookie: ${cookie}`];
  return `${head.join('\r\n')}\r\n\r\n`;
}
