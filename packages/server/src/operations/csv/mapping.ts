// Which column of a table is which field of a form: as JSON, or guessed from the header.

import { definitionOf, type Field, fieldsOf } from '@patrec/fhir';
import { AppError } from '../../errors.ts';
import type { Table, TableRow } from './read-table.ts';

/** What a table is of. */
export const TABLE_KINDS = ['patients', 'results'] as const;
export type TableKind = (typeof TABLE_KINDS)[number];

/**
 * `columns` leads from a column to a field of the form (`name`, `haemoglobin`, `haemoglobin.unit`); `fixed` fills in what
 * is the same in every row; `tests` leads from names of tests to fields, where a column `test` names them.
 */
export interface Mapping {
  readonly dates: 'yyyy-mm-dd' | 'dd/mm/yyyy';
  readonly columns: Readonly<Record<string, string>>;
  readonly fixed: Readonly<Record<string, string>>;
  readonly tests: Readonly<Record<string, string>>;
}

const PATIENT_FIELDS: readonly string[] = [
  ...['name', 'officialName', 'officialLanguage', 'sex', 'gender', 'birthDate', 'age', 'language', 'phone', 'email'],
  ...['addressLine', 'city', 'district', 'state', 'pin', 'contactName', 'contactRelation', 'contactPhone'],
  ...['abha', 'abhaAddress', 'aadhaar', 'card', 'cardNumber', 'bloodGroup', 'allergies', 'noAllergies', 'medication'],
  'apart',
];
const RESULT_FIELDS: readonly string[] = ['patient', 'birthDate', 'collectedAt', 'test', 'value', 'unit', 'method'];

/** The laboratory's definition. */
export const laboratoryFields = fieldsOf(definitionOf('laboratory') ?? { head: [], sections: [] });

/** Those of its fields that are tests. */
export const testFields = laboratoryFields.filter(
  (field) => !(field.kind === 'text' && field.aside) && !(field.kind === 'quantity' && field.computed),
);

/** The mapping that a JSON text holds. Throws incorrect, naming what is wrong. */
export function parseMapping(kind: TableKind, text: string, { header }: Pick<Table, 'header'>): Mapping {
  const read = parseJsonObject(text);
  const { dates = 'yyyy-mm-dd', columns = {}, fixed = {}, tests = {} } = read;
  if (dates !== 'yyyy-mm-dd' && dates !== 'dd/mm/yyyy') throw wrong('"dates" has to be "yyyy-mm-dd" or "dd/mm/yyyy".');
  const mapping: Mapping = {
    dates,
    columns: texts('columns', columns),
    fixed: texts('fixed', fixed),
    tests: texts('tests', tests),
  };
  const unknown = Object.keys(mapping.columns).find((column) => !header.includes(column));
  if (unknown !== undefined) throw wrong(`The file has no column "${unknown}".`);
  const targets = [...Object.values(mapping.columns), ...Object.keys(mapping.fixed)];
  const strange = targets.find((target) => !isField(kind, target));
  if (strange !== undefined) throw wrong(`There is no field "${strange}".`);
  const twice = targets.find((target, i) => targets.indexOf(target) !== i);
  if (twice !== undefined) throw wrong(`The field "${twice}" is filled twice.`);
  const test = Object.values(mapping.tests).find((id) => !laboratoryFields.some((field) => field.id === id));
  if (test !== undefined) throw wrong(`There is no test "${test}".`);
  return mapping;
}

/** A mapping by the names of the columns, to be looked at before it is used; what is not recognised is left out. */
export function guessMapping(kind: TableKind, { header }: Pick<Table, 'header'>): Mapping {
  const taken = new Set<string>();
  const columns = header.flatMap((column) => {
    const field = guessField(kind, column);
    if (field === undefined || taken.has(field)) return [];
    taken.add(field);
    return [[column, field] as const];
  });
  return { dates: 'yyyy-mm-dd', columns: Object.fromEntries(columns), fixed: {}, tests: {} };
}

/** The form that a row fills in, dates as forms send them. Throws nothing: what is wrong the form's parser says. */
export function formOfRow({ columns, fixed, dates }: Mapping, header: readonly string[], { cells }: TableRow) {
  const typed = header.flatMap((column, i) => {
    const field = Object.hasOwn(columns, column) ? columns[column] : undefined;
    return field === undefined ? [] : [[field, (cells[i] ?? '').trim()] as const];
  });
  const form: Record<string, string> = { ...fixed, ...Object.fromEntries(typed.filter(([, text]) => text !== '')) };
  if (dates === 'dd/mm/yyyy')
    for (const field of ['birthDate', 'collectedAt']) if (form[field]) form[field] = isoDate(form[field]);
  return form;
}

/** The test of that name; undefined where nobody knows it. */
export function testNamed(test: string, { tests }: Mapping): Field | undefined {
  const id = Object.hasOwn(tests, test) ? tests[test] : undefined;
  const same = (text: string) => text.toLowerCase() === test.toLowerCase();
  return laboratoryFields.find(
    (field) => field.id === id || (id === undefined && (same(field.id) || same(field.name))),
  );
}

function isoDate(text: string): string {
  const [, day, month, year, rest = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(.*)$/.exec(text) ?? [];
  return day && month ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${rest}` : `? ${text}`;
}

function isField(kind: TableKind, target: string): boolean {
  if (kind === 'patients') return PATIENT_FIELDS.includes(target);
  const [id] = target.split('.');
  return RESULT_FIELDS.includes(target) || laboratoryFields.some((field) => field.id === id);
}

/** The fields that a column of such a table may be, in the order in which forms have them. */
export function fieldsOfTable(kind: TableKind): readonly string[] {
  return kind === 'patients' ? PATIENT_FIELDS : [...RESULT_FIELDS, ...laboratoryFields.flatMap(partsOf)];
}

function partsOf(field: Field): string[] {
  if (field.kind !== 'quantity') return [field.id];
  if (field.computed) return [];
  return [
    field.id,
    ...(field.alternative ? [`${field.id}.unit`] : []),
    ...(field.methods ? [`${field.id}.method`] : []),
  ];
}

function guessField(kind: TableKind, column: string): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const ids = kind === 'patients' ? PATIENT_FIELDS : RESULT_FIELDS;
  const common = SYNONYMS[plain(column)];
  const named =
    kind === 'results'
      ? laboratoryFields.find(({ name, id }) => [name, id].map(plain).includes(plain(column)))
      : undefined;
  return ids.find((id) => plain(id) === plain(column) || id === common) ?? named?.id;
}

const SYNONYMS: Readonly<Record<string, string>> = {
  fullname: 'name',
  patientname: 'name',
  gender: 'sex',
  dob: 'birthDate',
  dateofbirth: 'birthDate',
  mobile: 'phone',
  phonenumber: 'phone',
  address: 'addressLine',
  pincode: 'pin',
  abhanumber: 'abha',
  patientid: 'patient',
  patientnumber: 'patient',
  number: 'patient',
  date: 'collectedAt',
  result: 'value',
  testname: 'test',
};

function parseJsonObject(text: string): Record<string, unknown> {
  const read = parsedOrUndefined(text);
  if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>;
  throw wrong('It has to be a JSON object.');
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function texts(name: string, value: unknown): Record<string, string> {
  const entries =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  if (!entries?.every(([, one]) => typeof one === 'string')) throw wrong(`"${name}" has to be an object of texts.`);
  return Object.fromEntries(entries) as Record<string, string>;
}

function wrong(message: string): AppError {
  return new AppError('incorrect', `The mapping cannot be used. ${message}`);
}
