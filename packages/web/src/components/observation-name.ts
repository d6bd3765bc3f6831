// Names of measurements in the reader's language, found by code through the definition of the laboratory record; what is
// not in it keeps the text of its resource.
import { documentKinds, laboratoryFieldOf, laboratoryGroups } from '@patrec/fhir';
import { isMessageKey } from '../i18n/translate.ts';
import type { Page } from '../layout/page.tsx';
import type { RecordType } from '../view-types.ts';

/** The name of a code, or the text that came with it. */
export function observationName(page: Page, code: string | undefined, text: string): string {
  const id = laboratoryFieldOf(code, text)?.id;
  return id === undefined ? text : fieldName(page, id, text);
}

/** The name of a laboratory field. */
export function fieldName(page: Page, id: string, text: string): string {
  const key = `laboratory.${id}`;
  return isMessageKey(key) ? page.t(key) : text;
}

/** The name of an answer of a choice: of its own field first, else the one that several fields share. */
export function optionName(page: Page, field: string, option: string, text: string): string {
  const own = `option.${field}.${option}`;
  const shared = `option.${option}`;
  if (isMessageKey(own)) return page.t(own);
  return isMessageKey(shared) ? page.t(shared) : text;
}

/** The name of a way of measuring. */
export function methodName(page: Page, id: string, text: string): string {
  const key = `method.${id}`;
  return isMessageKey(key) ? page.t(key) : text;
}

/** The title of a record: a laboratory record is called after its groups, every other one as its author called it. */
export function recordTitle(page: Page, record: { type: RecordType; title: string }): string {
  if (record.type !== 'laboratory') return record.title;
  const names = record.title.split(', ').map((name) => laboratoryGroups.find((group) => group.name === name));
  if (names.includes(undefined)) return record.title;
  return names.map((group) => (group === undefined ? '' : fieldName(page, `group.${group.id}`, group.name))).join(', ');
}

/** The summary of a record with its names in the reader's language: fields, `HbA1c 8.2 % · …`, or the kind of a document. */
export function recordSummary(page: Page, record: { type: RecordType; summary: string }): string {
  if (record.type === 'document') return kindSummary(page, record.summary);
  if (record.type !== 'laboratory') return record.summary;
  const fields = laboratoryGroups.flatMap((group) => group.fields);
  const translated = (part: string) => {
    const field = fields.find(({ name }) => part.startsWith(`${name} `));
    return field === undefined ? part : `${fieldName(page, field.id, field.name)}${part.slice(field.name.length)}`;
  };
  return record.summary.split(' · ').map(translated).join(' · ');
}

function kindSummary({ t }: Page, name: string): string {
  const kind = documentKinds.find((one) => one.name === name);
  return kind === undefined ? name : t(`document.kind.${kind.id}`);
}
