// Resource versions: the exact bytes that blocks commit to, each with its salt.

import { formatJson, type JsonObject } from '@patrec/fhir';
import type { Content } from '@patrec/ledger';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import type { Ledger } from './ledger.ts';

export const FHIR_JSON = 'application/fhir+json';
const SALT_BYTES = 32;

/** One version of a resource, ready to be committed to and stored. `record` is null for what belongs to no record. */
export interface Version extends Content {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly record: number | null;
}

// All bytes travel as one value, and all salts: an array of bytea goes as text, twice as long, and is read by the letter.
const insertVersions = statement(
  'content.insert',
  `INSERT INTO resource_version (chain, block_seq, current, media_type, id, version, type, record, bytes, salt, place)
   SELECT $1, $2, true, $3, id, version, type, record, substr($8::bytea, start, length),
     substr($9::bytea, (place::integer - 1) * ${SALT_BYTES} + 1, ${SALT_BYTES}), place
   FROM unnest($4::text[], $5::integer[], $6::text[], $7::integer[], $10::integer[], $11::integer[])
     WITH ORDINALITY AS v (id, version, type, record, start, length, place)`,
);
const supersede = statement(
  'content.supersede',
  `UPDATE resource_version old SET current = false
   FROM unnest($2::text[], $3::integer[]) AS new (id, version)
   WHERE old.chain = $1 AND old.id = new.id AND old.version < new.version AND old.current`,
);

/** Makes the stored form of a resource that holds its `id`: its bytes are written here once and never again. */
export function makeVersion(
  ledger: Pick<Ledger, 'random'>,
  resource: JsonObject,
  { version = 1, record = null }: { version?: number; record?: number | null } = {},
): Version {
  const type = String(resource.resourceType);
  const id = String(resource.id);
  return {
    ref: `${type}/${id}/_history/${version}`,
    mediaType: FHIR_JSON,
    bytes: formatJson(resource),
    salt: ledger.random(SALT_BYTES),
    type,
    id,
    version,
    record,
  };
}

/** Stores versions under the block that commits to them; an earlier version of the same resource becomes inactive. */
export async function insertContents(
  tx: Tx,
  chain: string,
  blockSeq: number,
  versions: readonly Version[],
): Promise<void> {
  const revised = versions.filter(({ version }) => version > 1);
  const superseded =
    revised.length === 0
      ? undefined
      : tx.rows(supersede, [chain, revised.map(({ id }) => id), revised.map(({ version }) => version)]);
  const inserted = tx.rows(insertVersions, [
    chain,
    blockSeq,
    FHIR_JSON,
    versions.map(({ id }) => id),
    versions.map(({ version }) => version),
    versions.map(({ type }) => type),
    versions.map(({ record }) => record),
    Buffer.concat(versions.map(({ bytes }) => bytes)),
    Buffer.concat(versions.map(({ salt }) => salt)),
    startsOf(versions),
    versions.map(({ bytes }) => bytes.length),
  ]);
  await Promise.all([superseded, inserted]);
}

// Where the bytes of each begin when they stand one after another; SQL counts from 1.
function startsOf(versions: readonly Version[]): number[] {
  let next = 1;
  return versions.map(({ bytes }) => {
    const start = next;
    next += bytes.length;
    return start;
  });
}
