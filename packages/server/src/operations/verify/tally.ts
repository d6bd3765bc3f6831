// What a walk along a chain hands on: blocks whose own proof holds, and what has been counted so far.

import { type JsonObject, parseJson } from '@patrec/fhir';
import type { CheckedBlock } from '@patrec/ledger';
import type { StoredFile } from '../../files/stored-files.ts';
import type { LogKeySaid } from '../../ledger/log-key-store.ts';
import type { ErasedPart } from '../../records/erasure-manifests.ts';
import type { ContentRow } from './chain-pages.ts';

/** A stored block whose own proof holds, its contents in the order of its statement, and the rows of its files. */
export interface ProvedBlock extends CheckedBlock {
  readonly contents: readonly ContentRow[];
  readonly files: readonly StoredFile[];
  /** Its place in the log; null until it is there. */
  readonly leafIndex: number | null;
}

/** What the institution's chain says of a key that somebody signs with. */
export interface KeySaid {
  readonly key: string;
  readonly account: string;
  readonly madeAt: string;
  readonly madeSeq: number;
  readonly revokedAt: string | null;
  readonly revokedSeq: number | null;
  readonly revokedBy: string | null;
  readonly reason: string | null;
}

/** What a walk along a chain keeps: counts to hold against the tables, and the newest version of what has versions. */
export interface Tally {
  readonly chain: string;
  readonly name: string;
  readonly systemAccount: string;
  readonly isInstitution: boolean;
  readonly patientAccount: string | null;
  readonly counts: { contents: number; files: number; records: number; observations: number; events: number };
  /** What erasures took, by block; the walk shows that it is what is missing. */
  readonly erased: ReadonlyMap<number, ErasedPart>;
  /** How many records were numbered, those that were erased among them; and the erased blocks that the walk has not come by. */
  readonly numbered: { count: number; gone: number[] };
  /** What was proposed to be erased, and by which account, by its Task. */
  readonly proposals: Map<string, { readonly by: string; readonly extent: string | undefined }>;
  readonly newest: Map<string, Newest>;
  /** Records whose line is of a later version than those that the walk has come by. */
  readonly amended: Set<number>;
  /** In the institution's chain: the Practitioner resources of those who were registered here. */
  readonly practitioners: Set<string>;
  /** In the institution's chain: the keys that it registers. */
  readonly keys: Map<string, KeySaid>;
  /** In the institution's chain: the keys of the log that it announces and ends. */
  readonly logKeys: Map<string, LogKeySaid>;
}

/** The newest version of a resource, read when somebody asks what it says. */
export interface Newest {
  readonly row: ContentRow;
  readonly resource: JsonObject;
}

/** The tally before the first block. */
export function newTally(
  {
    chain,
    systemAccount,
    isInstitution,
    patientAccount,
  }: Pick<Tally, 'chain' | 'systemAccount' | 'isInstitution' | 'patientAccount'>,
  name: string,
  erased: Tally['erased'],
): Tally {
  const counts = { contents: 0, files: 0, records: 0, observations: 0, events: 0 };
  const gone = [...erased].filter(([, { refs }]) => refs === null).map(([seq]) => seq);
  const numbered = { count: 0, gone: gone.sort((a, b) => a - b) };
  const seen = {
    counts,
    numbered,
    proposals: new Map(),
    newest: new Map(),
    amended: new Set<number>(),
    practitioners: new Set<string>(),
    keys: new Map(),
    logKeys: new Map(),
  };
  return { chain, name, systemAccount, isInstitution, patientAccount, erased, ...seen };
}

/** Keeps a version as the newest of its resource. */
export function keepNewest({ newest }: Tally, row: ContentRow): void {
  let resource: JsonObject | undefined;
  newest.set(row.id, {
    row,
    get resource() {
      resource ??= parseJson(row.bytes) as JsonObject;
      return resource;
    },
  });
}

/** The newest versions of the resources of some types, with their ids, in the order of the chain. */
export function newestOf({ newest }: Pick<Tally, 'newest'>, ...types: readonly string[]): [string, Newest][] {
  return [...newest].filter(([, { row }]) => types.includes(row.type));
}
