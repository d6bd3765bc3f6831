// Which column of a table is which field: proposed, and changed as one likes before anything is tried.
import { PageHead } from '../../components/card.tsx';
import { tableFieldName } from '../../components/exchange/table-field-name.ts';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { PostButton } from '../../components/post-button.tsx';
import { formatCount } from '../../i18n/dates.ts';
import { type Page, usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, TableImportView } from '../../view-types.ts';

export interface TableColumnsProps {
  table: TableImportView;
  /** The columns, each with some of what stands in it. */
  columns: readonly { name: string; examples: readonly string[] }[];
  /** What a column may be. */
  fields: readonly string[];
  /** Names of tests that nobody knows, and which field each was said to mean. */
  tests: readonly { field: string; name: string; value: string }[];
  /** Those of the fields that are tests. */
  testFields: readonly string[];
  /** How many fields may be the same in every row. */
  fixed: number;
  values: Readonly<Record<string, string>>;
  errors: readonly FormError[];
}

/** GET and POST /imports/:id/columns {dates, column.0, …, fixed.0, fixed.0.value, …, test.0, …} */
export function renderTableColumns(context: PageContext, props: TableColumnsProps): string {
  return renderPage(context, {
    title: (page) => `${page.t('tables.columns')} · ${props.table.name}`,
    content: <Columns {...props} />,
  });
}

function Columns(props: TableColumnsProps) {
  const page = usePage();
  const { t, csrf } = page;
  const { table } = props;
  const form = { ...props, errors: props.errors.map((error) => named(page, error)) };
  return (
    <>
      <PageHead
        title={t('tables.columns')}
        lead={t('tables.columnsLead', { name: table.name, total: formatCount(table.total) })}
        back={{ href: paths.tableImports, text: t('tables.title') }}
      />
      <ErrorSummary errors={form.errors} labelOf={(field) => labelOf(page, props, field)} />
      <form class="card stack" method="post" action={paths.tableColumns(table.id)} noValidate>
        <input type="hidden" name="_csrf" value={csrf} />
        <EveryColumn {...form} />
        <Tests {...form} />
        <Fixed {...form} />
        <div class="actions">
          <button class="button" type="submit">
            {t('tables.try')}
          </button>
        </div>
      </form>
      <PostButton action={paths.removeTable(table.id)} text={t('tables.remove')} refuse />
    </>
  );
}

// What is missing is named as the lists name it.
function named({ lang, t }: Page, error: FormError): FormError {
  const needed = error.params?.needed?.split(' ').map((field) => tableFieldName(lang, field));
  return needed ? { ...error, params: { needed: needed.join(` ${t('tables.or')} `) } } : error;
}

function labelOf({ t }: Page, { columns, tests }: TableColumnsProps, field: string): string {
  const [what, place = ''] = field.split('.');
  if (what === 'columns') return t('tables.columnsOf');
  if (what === 'test') return tests.find((one) => one.field === field)?.name ?? t('tables.tests');
  return what === 'column' ? (columns[Number(place)]?.name ?? '') : t('tables.fixed');
}

function EveryColumn(form: TableColumnsProps) {
  const { t } = usePage();
  const { columns, values, errors } = form;
  const dates = values.dates === 'dd/mm/yyyy' ? 'dd/mm/yyyy' : 'yyyy-mm-dd';
  return (
    <fieldset class="person-group" id="columns">
      <legend>{t('tables.columnsOf')}</legend>
      {columns.map(({ name, examples }, i) => (
        <Field
          key={name}
          name={`column.${i}`}
          label={name}
          errors={errors}
          help={
            examples.length > 0 ? t('tables.examples', { examples: examples.join(' · ') }) : t('tables.emptyColumn')
          }
        >
          {(control) => <FieldChoice control={control} name={`column.${i}`} none={t('tables.leaveOut')} {...form} />}
        </Field>
      ))}
      <Field name="dates" label={t('tables.dates')} errors={errors}>
        {(control) => (
          <select {...control} name="dates">
            {(['yyyy-mm-dd', 'dd/mm/yyyy'] as const).map((one) => (
              <option key={one} value={one} selected={one === dates}>
                {t(`tables.dates.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </fieldset>
  );
}

function Tests(form: TableColumnsProps) {
  const { t } = usePage();
  const { tests, testFields, values } = form;
  if (tests.length === 0) return null;
  const offered = { fields: testFields, testFields };
  return (
    <fieldset class="person-group">
      <legend>{t('tables.tests')}</legend>
      {tests.map(({ field, name, value }) => (
        <Field key={field} name={field} label={name} errors={form.errors}>
          {(control) => (
            <FieldChoice
              control={control}
              name={field}
              none={t('tables.noTest')}
              {...offered}
              values={{ ...values, [field]: value }}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}

function Fixed(form: TableColumnsProps) {
  const { t } = usePage();
  const { values, errors } = form;
  return (
    <fieldset class="person-group">
      <legend>{t('tables.fixed')}</legend>
      {Array.from({ length: form.fixed }, (_, i) => `fixed.${i}`).map((name, i) => (
        <div key={name} class="pair">
          <Field name={name} label={t('tables.fixedField', { number: String(i + 1) })} errors={errors}>
            {(control) => <FieldChoice control={control} name={name} none={t('tables.nothing')} {...form} />}
          </Field>
          <Field name={`${name}.value`} label={t('tables.fixedValue', { number: String(i + 1) })} errors={errors}>
            {(control) => (
              <input
                {...control}
                name={`${name}.value`}
                value={values[`${name}.value`] ?? ''}
                maxLength={200}
                autocomplete="off"
              />
            )}
          </Field>
        </div>
      ))}
    </fieldset>
  );
}

interface FieldChoiceProps extends Pick<TableColumnsProps, 'fields' | 'testFields' | 'values'> {
  control: { id: string };
  name: string;
  /** What it says where no field is chosen. */
  none: string;
}

function FieldChoice({ control, name, none, fields, testFields, values }: FieldChoiceProps) {
  const { t, lang } = usePage();
  const chosen = values[name] ?? '';
  const options = (ids: readonly string[]) =>
    ids.map((id) => (
      <option key={id} value={id} selected={id === chosen}>
        {tableFieldName(lang, id)}
      </option>
    ));
  const tests = fields.filter((id) => testFields.includes(id));
  const parts = fields.filter((id) => id.includes('.'));
  const single = fields.filter((id) => !tests.includes(id) && !parts.includes(id));
  return (
    <select {...control} name={name}>
      <option value="">{none}</option>
      {options(single)}
      {tests.length > 0 && <optgroup label={t('tables.group.tests')}>{options(tests)}</optgroup>}
      {parts.length > 0 && <optgroup label={t('tables.group.parts')}>{options(parts)}</optgroup>}
    </select>
  );
}
