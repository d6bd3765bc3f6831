// What a block says, as a record of our own: fields that are known become values by the record's definition, all others
// are kept as text.

import {
  type ClinicalRecord,
  definitionOf,
  type Field,
  fieldsOf as fieldsOfDefinition,
  localTimeOf,
  parseRecordForm,
  type RecordDefinition,
  type Sex,
} from '@patrec/fhir';
import { INSTITUTION_ZONE } from '../../records/clinical-time.ts';
import type { MongoBlock } from './blocks.ts';
import { isShowable, type MongoField, plainName } from './fields.ts';

/** A block, read: `kept` are the fields that are no values here. */
export interface BlockRecord {
  readonly definition: RecordDefinition;
  readonly record: ClinicalRecord;
  readonly kept: readonly MongoField[];
}

export type ReadRecord =
  | { readonly ok: true; readonly value: BlockRecord }
  | { readonly ok: false; readonly problem: string };

/** Other names of fields, as plain names. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  hemoglobin: 'haemoglobin',
  pulse: 'heart-rate',
  bloodgroup: 'blood-group',
  spo2: 'oxygen',
};
const NUMBER_AND_UNIT = /^([<>]? ?\d+(?:\.\d+)?)(\D.*)?$/s;
const PRESSURE = /^(\d{2,3})\s*\/\s*(\d{2,3})(?:\s*mmhg)?$/i;

/** Reads a block for that patient. A value that its definition refuses, in whatever unit, is kept as text; or all are. */
export function readRecord(
  block: MongoBlock,
  { sex, birthDate }: { readonly sex: Sex; readonly birthDate: string },
  now: string,
  as: 'values' | 'text' = 'values',
): ReadRecord {
  const definition = definitionOf(block.type) as RecordDefinition;
  const texts = [block.creator, ...block.fields.flatMap(({ name, text }) => [name, text])];
  if (!texts.every(isShowable)) return { ok: false, problem: 'a field holds characters that are no text' };
  const inForm = block.fields.map((field) => ({
    field,
    form: as === 'values' ? formOf(definition, field) : undefined,
  }));
  const refused = new Set<string>();
  for (;;) {
    const { form, kept } = gathered(inForm, refused);
    form[definition.time.id] = localTimeOf(block.at, INSTITUTION_ZONE);
    const parsed = parseRecordForm(definition, form, {
      sex,
      birthDate,
      now,
      timeZone: INSTITUTION_ZONE,
      withFiles: true,
    });
    if (parsed.ok) {
      const record = { ...parsed.record, occurredAt: block.at };
      return { ok: true, value: { definition, record, kept } };
    }
    const wrong = parsed.errors.map((error) => error.field.split('.')[0] ?? '');
    if (wrong.includes(definition.time.id))
      return { ok: false, problem: 'timestamp is in the future, or before the birth' };
    if (Object.keys(form).length === 1) return { ok: false, problem: 'a record of this type cannot be without values' };
    const fresh = wrong.filter((id) => !refused.has(id));
    // What is wrong with the record as a whole is at no field: then all of them are text.
    for (const id of fresh.length > 0 ? fresh : Object.keys(form)) refused.add(id.split('.')[0] ?? '');
  }
}

type Form = Record<string, string>;

// What is there twice stays text: nobody here can say which of the two is right.
function gathered(all: readonly { field: MongoField; form: Form | undefined }[], refused: ReadonlySet<string>) {
  const form: Form = {};
  const kept: MongoField[] = [];
  const twice = repeated(all.flatMap((one) => Object.keys(one.form ?? {})));
  for (const one of all) {
    const names = Object.keys(one.form ?? {});
    const usable = names.length > 0 && !names.some((name) => twice.has(name) || refused.has(name.split('.')[0] ?? ''));
    if (usable) Object.assign(form, one.form);
    else kept.push(one.field);
  }
  return { form, kept };
}

function repeated(names: readonly string[]): Set<string> {
  return new Set(names.filter((name, i) => names.indexOf(name) !== i));
}

function formOf(definition: RecordDefinition, { name, text }: MongoField): Form | undefined {
  const key = plainName(name.split('.').at(-1) ?? '');
  const fields = fieldsOfDefinition(definition);
  const pressure = ['bp', 'bloodpressure'].includes(key) && PRESSURE.exec(text);
  if (pressure && fields.some(({ id }) => id === 'systolic'))
    return { systolic: pressure[1] ?? '', diastolic: pressure[2] ?? '' };
  const field = fields.find(
    ({ id, name: own }) => OTHER_NAMES[key] === id || [id, own].some((one) => plainName(one) === key),
  );
  return field && typedOf(field, text);
}

function typedOf(field: Field, text: string): Form | undefined {
  switch (field.kind) {
    case 'lines':
      return undefined;
    case 'choice': {
      const option = field.options.find(({ id, name }) =>
        [id, name].some((one) => one.toLowerCase() === text.toLowerCase()),
      );
      return option && { [field.id]: option.id };
    }
    case 'quantity':
      return field.computed ? undefined : quantityOf(field, text);
    case 'text':
    case 'date':
      return { [field.id]: text };
  }
}

function quantityOf(field: Field & { kind: 'quantity' }, text: string): Form | undefined {
  const [, value, unit = ''] = NUMBER_AND_UNIT.exec(text) ?? [];
  if (field.counted || value === undefined) return { [field.id]: text };
  if (unit.trim() === '') return { [field.id]: value };
  const same = (one: string | undefined) => one?.toLowerCase() === unit.trim().toLowerCase();
  const known = [field.unit, field.alternative].find((one) => same(one?.ucum) || same(one?.text));
  return known && { [field.id]: value, [`${field.id}.unit`]: known.ucum };
}
