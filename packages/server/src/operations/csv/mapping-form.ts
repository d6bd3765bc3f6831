// The mapping as a form of a page says it: `column.0` is what the first column is, `fixed.0` and `fixed.0.value` what is
// the same in every row, `test.0` which field the first name of a test means.

import { fieldsOfTable, type Mapping, type TableKind, testFields, testNamed } from './mapping.ts';
import type { Plan } from './plan.ts';

type Form = Readonly<Record<string, string>>;

/** What is wrong with the form, at which of its fields. */
export interface MappingProblem {
  readonly field: string;
  readonly code: 'unknown-option' | 'column-twice' | 'column-needed' | 'fixed-incomplete' | 'tests-unnamed';
  readonly params?: Readonly<Record<string, string>>;
}

/** How many fields may be the same in every row. */
export const MOST_FIXED = 4;

/** What a table of each kind cannot do without: one of each group. */
const NEEDED: Readonly<Record<TableKind, readonly (readonly string[])[]>> = {
  patients: [['name'], ['sex'], ['birthDate', 'age'], ['language']],
  results: [['patient'], ['birthDate'], ['collectedAt']],
};

/** The mapping that the form says, and what is wrong with it. */
export function parseMappingForm(kind: TableKind, plan: Plan, form: Form) {
  const offered = fieldsOfTable(kind);
  const chosen = [...plan.header.map((_, i) => `column.${i}`), ...fixedNames()]
    .map((field) => ({ field, target: (form[field] ?? '').trim() }))
    .filter(({ target }) => target !== '');
  const problems: MappingProblem[] = chosen.flatMap(({ field, target }, i): MappingProblem[] => {
    if (!offered.includes(target)) return [{ field, code: 'unknown-option' }];
    return chosen.findIndex((one) => one.target === target) < i ? [{ field, code: 'column-twice' }] : [];
  });
  const targets = chosen.map(({ target }) => target);
  for (const needed of neededBy(kind, targets))
    if (!needed.some((one) => targets.includes(one)))
      problems.push({ field: 'columns', code: 'column-needed', params: { needed: needed.join(' ') } });
  for (const name of fixedNames())
    if ((form[name] ?? '') !== '' && (form[`${name}.value`] ?? '').trim() === '')
      problems.push({ field: `${name}.value`, code: 'fixed-incomplete' });
  const mapping = mappingOf(plan, form);
  const named = unknownTests(plan, mapping).map((i) => `test.${i}`);
  for (const field of named)
    if (form[field] && !testFields.some(({ id }) => id === form[field]))
      problems.push({ field, code: 'unknown-option' });
  const [first] = named.filter((field) => form[field] === undefined);
  if (first !== undefined) problems.push({ field: first, code: 'tests-unnamed' });
  return { mapping, problems };
}

/** The form that says this mapping. */
export function formOfMapping(plan: Plan): Form {
  const { header, mapping } = plan;
  const columns = header.map((column, i) => [`column.${i}`, ownValue(mapping.columns, column)]);
  const fixed = Object.entries(mapping.fixed).flatMap(([field, value], i) => [
    [`fixed.${i}`, field],
    [`fixed.${i}.value`, value],
  ]);
  const tests = testNames(plan, mapping).map((name, i) => [`test.${i}`, ownValue(mapping.tests, name)]);
  return Object.fromEntries([['dates', mapping.dates], ...columns, ...fixed, ...tests]);
}

/** The tests in the column that names them which nobody knows by that name, with what each was said to mean. */
export function testsToName(plan: Plan, form: Form) {
  const mapping = mappingOf(plan, form);
  const names = testNames(plan, mapping);
  return unknownTests(plan, mapping).map((i) => ({
    field: `test.${i}`,
    name: names[i] ?? '',
    value: form[`test.${i}`] ?? '',
  }));
}

// A column of names of tests with one of values, or a column for each test.
function neededBy(kind: TableKind, targets: readonly string[]): readonly (readonly string[])[] {
  if (kind === 'patients') return NEEDED.patients;
  if (targets.includes('test')) return [...NEEDED.results, ['value']];
  return testFields.some(({ id }) => targets.includes(id)) ? NEEDED.results : [...NEEDED.results, ['test']];
}

function mappingOf({ header, ...plan }: Plan, form: Form): Mapping {
  const columns = header.flatMap((column, i) => (form[`column.${i}`] ? [[column, form[`column.${i}`] ?? '']] : []));
  const fixed = fixedNames().flatMap((name) =>
    form[name] ? [[form[name], (form[`${name}.value`] ?? '').trim()]] : [],
  );
  const dates = form.dates === 'dd/mm/yyyy' ? 'dd/mm/yyyy' : 'yyyy-mm-dd';
  const mapping = { dates, columns: Object.fromEntries(columns), fixed: Object.fromEntries(fixed), tests: {} } as const;
  const names = testNames({ header, ...plan }, mapping);
  const tests = names.flatMap((name, i) => (form[`test.${i}`] ? [[name, form[`test.${i}`] ?? '']] : []));
  return { ...mapping, tests: Object.fromEntries(tests) };
}

function testNames({ header, examples }: Plan, { columns }: Mapping): readonly string[] {
  return examples[header.findIndex((column) => ownValue(columns, column) === 'test')] ?? [];
}

// By their places among the values of that column.
function unknownTests(plan: Plan, mapping: Mapping): number[] {
  const unmapped = { ...mapping, tests: {} };
  return testNames(plan, mapping).flatMap((name, i) => (testNamed(name, unmapped) ? [] : [i]));
}

function fixedNames(): string[] {
  return Array.from({ length: MOST_FIXED }, (_, i) => `fixed.${i}`);
}

function ownValue(values: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(values, name) ? (values[name] ?? '') : '';
}
