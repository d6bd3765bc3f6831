// The blocks of one patient's collection, in their order, and whether each leads to the one before it.

import { type JsonObject, textAt } from '@patrec/fhir';
import { fieldsOf, isOfAadhaar, type MongoField } from './fields.ts';
import type { Collection, Entry } from './read-collection.ts';

/** The types of blocks that are known, as records here. */
const BLOCK_TYPES = {
  'general information': 'general',
  'clinical laboratory information': 'laboratory',
  'cardiac report': 'cardiac',
} as const;
export type BlockType = (typeof BLOCK_TYPES)[keyof typeof BLOCK_TYPES];

/** A block that holds together with its neighbours. `at` is an instant in UTC; `link` is what was checked of it. */
export interface MongoBlock {
  readonly id: string;
  readonly place: string;
  readonly type: BlockType;
  readonly creator: string;
  readonly at: string;
  readonly link: string;
  readonly fields: readonly MongoField[];
}

/** The blocks, or all that is wrong with them. */
export type Blocks =
  | { readonly ok: true; readonly blocks: readonly MongoBlock[] }
  | { readonly ok: false; readonly problems: readonly string[] };

interface Named extends Entry {
  readonly id: string;
  readonly number: number;
}

const BOOKKEEPING = ['_id', 'id', 'block', 'block_id', 'record_id', 'hash', 'prev', 'creator', 'timestamp', 'type'];

/** Takes a patient's collection. One block that is broken, or does not lead to the one before, spoils all of them. */
export function readBlocks(patient: string, { entries, problems }: Collection, toInstant: ToInstant): Blocks {
  const wrong = [...problems];
  const named: Named[] = [];
  for (const entry of entries) {
    const id = blockId(patient, entry.value);
    const same = named.find((one) => one.id === id);
    if (id === undefined) wrong.push(`${entry.place} has no id of a block of ${patient}, such as ${patient}REC1`);
    else if (same) wrong.push(`${id} is there twice, at ${same.place} and at ${entry.place}`);
    else named.push({ ...entry, id, number: Number(id.slice(patient.length + 3)) });
  }
  const ordered = named.sort((a, b) => a.number - b.number);
  const blocks = ordered.map((one, i) => readBlock(one, ordered[i - 1], toInstant, wrong));
  return wrong.length === 0 ? { ok: true, blocks: blocks.flatMap((one) => one ?? []) } : { ok: false, problems: wrong };
}

/** Gives the instant of a text, or undefined. */
export type ToInstant = (text: string) => string | undefined;

function blockId(patient: string, value: JsonObject): string | undefined {
  const texts = ['_id', 'id', 'block', 'block_id', 'record_id'].map((key) => textAt(value, key)?.trim().toUpperCase());
  return texts.find(
    (text) => text?.startsWith(`${patient}REC`) && /^[1-9]\d{0,6}$/.test(text.slice(patient.length + 3)),
  );
}

function readBlock(
  named: Named,
  before: Named | undefined,
  toInstant: ToInstant,
  wrong: string[],
): MongoBlock | undefined {
  const { id, place, value } = named;
  const problems: string[] = [];
  const [type, at, hash] = [typeOf(value), toInstant(textAt(value, 'timestamp') ?? ''), textAt(value, 'hash')];
  if (!type) problems.push(`type is none of ${Object.keys(BLOCK_TYPES).join(', ')}`);
  if (!at) problems.push('timestamp is no date and time');
  if (!hash) problems.push('hash is missing');
  const link = linkOf(value, before, problems);
  wrong.push(...problems.map((problem) => `${id} (${place}): ${problem}`));
  if (!type || !at || problems.length > 0) return undefined;
  const creator = textAt(value, 'creator')?.trim() || 'nobody named';
  const content = Object.fromEntries(Object.entries(value).filter(([key]) => !BOOKKEEPING.includes(key)));
  return { id, place, type, creator, at, link, fields: fieldsOf(content).filter((field) => !isOfAadhaar(field)) };
}

function typeOf(value: JsonObject): BlockType | undefined {
  const text = (textAt(value, 'type') ?? '').trim().toLowerCase().replaceAll(/\s+/g, ' ');
  return Object.hasOwn(BLOCK_TYPES, text) ? BLOCK_TYPES[text as keyof typeof BLOCK_TYPES] : undefined;
}

function linkOf(value: JsonObject, before: Named | undefined, problems: string[]): string {
  if (!before) return 'the first block; no hash was computed again';
  if (textAt(value, 'prev') !== textAt(before.value, 'hash') || !textAt(value, 'prev'))
    problems.push(`prev is not the hash of ${before.id} (${before.place}), the block before it`);
  return `prev equals the hash of ${before.id}; no hash was computed again`;
}
