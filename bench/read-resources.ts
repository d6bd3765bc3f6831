// Resources read over HTTP, each read on the disk in the access log before its bytes leave, against a bare point select.

import type { Store } from '@patrec/server';
import { compare, type Effort } from './compare.ts';
import { startLoad } from './load.ts';
import { count, type Result } from './result.ts';
import type { Session } from './session.ts';
import { settled } from './settle.ts';
import { ask, settingsOf } from './stores.ts';

const CONNECTIONS = 32;
const PER_DOCTOR = 100;
const READS = "action = 'view-record'";

interface Target {
  readonly chain: string;
  readonly id: string;
  readonly version: number;
  readonly login: string;
}

/** Measures; doctors read what they wrote. Throws where a request fails, or where a read is not in the access log. */
export async function readResources(
  { port, store, doctors }: { port: number; store: Store; doctors: readonly Session[] },
  effort: Effort,
): Promise<Result> {
  const targets = await newestObservations(store, doctors);
  const before = await count(store, 'access_event', READS);
  const lanes = Array.from({ length: CONNECTIONS }, (_, i) => doctors[i % doctors.length]).map((doctor) =>
    targets.filter(({ login }) => login === doctor?.login).map(({ id }) => get(port, id, doctor?.cookie ?? '')),
  );
  const ours = await startLoad({ kind: 'http', port, status: 200, lanes });
  const theirs = await startLoad({
    kind: 'select',
    settings: settingsOf(store),
    connections: CONNECTIONS,
    text: 'SELECT bytes FROM resource_version WHERE chain = $1 AND id = $2 AND version = $3',
    values: targets.map(({ chain, id, version }) => [chain, id, version]),
  });
  const comparison = await compare(ours.run, theirs.run, effort, () => settled(store));
  ours.stop();
  theirs.stop();
  const logged = (await count(store, 'access_event', READS)) - before;
  if (logged !== ours.total()) throw new Error(`${ours.total()} resources were read, ${logged} reads are logged.`);
  return { name: 'resources read over HTTP', against: 'a bare point select', aim: 0.4, ...comparison };
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
