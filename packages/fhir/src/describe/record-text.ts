// The words by which a record is found: all that its page shows, in whatever script, without case and punctuation.
import type { JsonObject } from '../json/value.ts';
import { recordHeading } from './heading.ts';
import { describeResource, type Row } from './resource.ts';

/** Says of every resource the same, and so finds nothing. */
const unsaid = new Set(['clinical-status', 'verification-status', 'category', 'results']);
const JOINERS = /[\u200c\u200d]/g;
const WORD = /\p{N}+(?:\.\p{N}+)*|[\p{L}\p{M}\p{N}]+/gu;

/** The words of a text as they are compared: Unicode's NFKC in lower case, numbers whole (`8.20`). */
export function searchWords(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().replace(JOINERS, '').match(WORD) ?? [];
}

/** All words of a record, each with a space before and after, phrases in their order. */
export function recordText(resources: readonly JsonObject[]): string {
  const { title, summary } = recordHeading(resources);
  const parts = new Set([title, summary, ...resources.flatMap(textsOf)]);
  return ` ${[...parts].flatMap(searchWords).join(' ')} `;
}

function textsOf(resource: JsonObject): string[] {
  const { title, code, rows, notes } = describeResource(resource);
  return [title, code?.code ?? '', ...rows.filter(isSaid).map(rowText), ...notes];
}

function isSaid({ label }: Row): boolean {
  return !('key' in label && unsaid.has(label.key));
}

function rowText({ label, value, unit }: Row): string {
  return ['text' in label ? label.text : '', value, unit ?? ''].join(' ');
}
