// The people of an export as they are here, by their numbers there.

import type { Entry } from './read-collection.ts';
import type { ExportFile } from './read-export.ts';

/** A doctor. Whom a dry run would take in has no account yet. */
export interface OldDoctor {
  readonly login: string;
  readonly name: string;
  readonly status: string;
  readonly account?: string;
  /** The Practitioner in the directory. */
  readonly resourceId?: string | null;
}

/** A patient; `blocks` are the ids of their records there. Whom a dry run would take in has no chain yet. */
export interface OldPatient {
  readonly number: string;
  readonly birthDate: string | null;
  readonly blocks: readonly string[];
  readonly chain?: string;
  readonly account?: string | null;
}

export type OldDoctors = ReadonlyMap<string, OldDoctor>;
export type OldPatients = ReadonlyMap<string, OldPatient>;

/** The entries of a collection of people by their ids. What has none, and ids that are there twice, are rejected. */
export function entriesById(
  file: ExportFile,
  idOf: (entry: Entry) => string | undefined,
  { idWords, reject }: { idWords: string; reject: (id: string, ...problems: string[]) => void },
): Map<string, Entry> {
  for (const problem of file.problems) reject(file.name, problem);
  const byId = Map.groupBy(file.entries, (entry) => idOf(entry) ?? '');
  for (const { place } of byId.get('') ?? []) reject(file.name, `${place} has no id of ${idWords}`);
  byId.delete('');
  const single = new Map<string, Entry>();
  for (const [id, entries] of byId) {
    const [entry, again] = entries;
    if (again) reject(id, `${file.name} has it twice, at ${entries.map(({ place }) => place).join(' and ')}`);
    else if (entry) single.set(id, entry);
  }
  return single;
}
