// Tables that staff import, in every state that looks different.
import {
  type PageContext,
  renderTableColumns,
  renderTableImport,
  renderTableImports,
  type TableImportProps,
  type TableImportView,
} from '@patrec/web';
import { contextFor, now, users } from './people.ts';

const limit = 50 * 1024 * 1024;
const mostRows = 100_000;
const table: TableImportView = {
  id: 't1',
  name: 'patients of the clinic in Chidambaranagar, November.csv',
  kind: 'patients',
  step: 'check',
  state: 'done',
  total: 1240,
  done: 1240,
  created: 1198,
  present: 30,
  rejected: 12,
  askedAt: now,
  until: '2026-12-04T04:20:11.120Z',
};
const rows: TableImportProps['rows'] = [
  {
    line: 2,
    cells: ['Meenakshi Sundaram', 'F', '05/03/1971', '9600000001'],
    outcome: 'created',
    what: '',
    problems: [],
  },
  { line: 3, cells: ['Vikram Seth', 'M', '02/01/1980'], outcome: 'present', what: 'PAT014', problems: [] },
  {
    line: 5,
    cells: ['=HYPERLINK("https://records.example.org/a-very-long-address-without-a-space")', 'x', '31/02/1980'],
    outcome: 'rejected',
    what: '',
    problems: ['Born: Write a date that exists.', 'Sex: Write one of male, female, other.'],
  },
];
const columns = [
  { name: 'Full name', examples: ['Meenakshi Sundaram', 'Vikram Seth', 'Uma Shankar'] },
  { name: 'Sex', examples: ['F', 'M'] },
  { name: 'Born', examples: ['05/03/1971', '02/01/1980', '31/02/1980'] },
  { name: 'Remarks of the front desk', examples: [] },
];
const fields = ['name', 'sex', 'birthDate', 'age', 'language', 'phone', 'noAllergies', 'apart'];

export function tablePages(more: Partial<PageContext>): Record<string, string> {
  const at = contextFor(users.staff, '/imports', more);
  const list = { imports: [], kind: '', errors: [], limit, mostRows };
  const form = { table, columns, fields, tests: [], testFields: [], fixed: 4, values: {}, errors: [] };
  const one = (changed: Partial<TableImportView>, shown = rows) =>
    renderTableImport(at, { table: { ...table, ...changed }, rows: shown, rejected: false, next: 1, first: true });
  return {
    tables: renderTableImports(at, list),
    'tables-refused': renderTableImports(at, {
      ...list,
      kind: 'results',
      imports: [table, { ...table, id: 't2', kind: 'results', step: 'import', state: 'stopped', done: 450 }],
      errors: [
        { field: 'kind', code: 'table-kind' },
        { field: 'file', code: 'table-broken', params: { line: '12' } },
      ],
    }),
    'table-columns': renderTableColumns(at, { ...form, values: { 'column.0': 'name', 'column.1': 'sex' } }),
    'table-columns-wrong': renderTableColumns(at, {
      ...form,
      table: { ...table, kind: 'results' },
      fields: ['patient', 'birthDate', 'collectedAt', 'test', 'value', 'haemoglobin', 'haemoglobin.unit', 'ldl.method'],
      testFields: ['haemoglobin', 'ldl'],
      tests: [{ field: 'test.0', name: 'Hb (EDTA)', value: '' }],
      values: { 'column.0': 'patient', 'column.1': 'patient', 'fixed.0': 'haemoglobin.unit', dates: 'dd/mm/yyyy' },
      errors: [
        { field: 'column.1', code: 'column-twice' },
        { field: 'columns', code: 'column-needed', params: { needed: 'birthDate' } },
        { field: 'columns', code: 'column-needed', params: { needed: 'collectedAt' } },
        { field: 'fixed.0.value', code: 'fixed-incomplete' },
        { field: 'test.0', code: 'tests-unnamed' },
      ],
    }),
    'table-waiting': one({ state: 'waiting', done: 0, created: 0, present: 0, rejected: 0 }),
    'table-running': one({ step: 'import', state: 'running', done: 450, created: 430, present: 10, rejected: 10 }),
    'table-tried': one({}),
    'table-stopped': one({ step: 'import', state: 'stopped', done: 450 }),
    'table-failed': one({ step: 'import', state: 'failed', done: 450 }),
    'table-done': one({ step: 'import' }, [
      { line: 2, cells: ['Meenakshi Sundaram', 'F'], outcome: 'created', what: 'PAT0123', problems: [] },
    ]),
    'table-rejected': renderTableImport(at, { table, rows: [], rejected: true, next: null, first: false }),
  };
}
