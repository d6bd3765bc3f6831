// Tables that staff import: the form that brings one, and those that are kept still.
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { tableStateText } from '../../components/exchange/table-state.tsx';
import { ErrorSummary, Field, FieldError } from '../../components/field.tsx';
import { formatCount } from '../../i18n/dates.ts';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, TableImportView } from '../../view-types.ts';

export interface TableImportsProps {
  imports: readonly TableImportView[];
  /** What the table is of, as it was chosen. */
  kind: string;
  errors: readonly FormError[];
  /** The largest file, in bytes. */
  limit: number;
  mostRows: number;
}

const MEGABYTE = 1024 * 1024;
const kinds = ['patients', 'results'] as const;

/** GET /imports; POST there {kind, file} */
export function renderTableImports(context: PageContext, props: TableImportsProps): string {
  return renderPage(context, { title: (page) => page.t('tables.title'), content: <TableImports {...props} /> });
}

function TableImports(props: TableImportsProps) {
  const { t } = usePage();
  const labelOf = (field: string) => t(field === 'kind' ? 'tables.kind' : 'tables.file');
  return (
    <>
      <PageHead
        title={t('tables.title')}
        lead={t('tables.lead')}
        back={{ href: paths.desk, text: t('atDesk.title') }}
      />
      <ErrorSummary errors={props.errors} labelOf={labelOf} text={t('tables.refused')} />
      <Bring {...props} />
      <Card title={t('tables.own')}>
        {props.imports.length === 0 ? (
          <Empty>{t('tables.none')}</Empty>
        ) : (
          <ul class="rows">
            {props.imports.map((table) => (
              <Kept key={table.id} table={table} />
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}

function Bring({ kind, errors, limit, mostRows }: TableImportsProps) {
  const { t, csrf } = usePage();
  const max = String(Math.floor(limit / MEGABYTE));
  const wrong = errors.some(({ field }) => field === 'kind');
  return (
    <form class="card stack" method="post" action={paths.tableImports} encType="multipart/form-data" noValidate>
      <input type="hidden" name="_csrf" value={csrf} />
      <fieldset class="choices" id="kind" aria-describedby={wrong ? 'kind-error' : undefined}>
        <legend>{t('tables.kind')}</legend>
        {kinds.map((one) => (
          <label key={one} class="choice" for={`kind-${one}`}>
            <input type="radio" id={`kind-${one}`} name="kind" value={one} checked={one === kind} required />
            <span>
              {t(`tables.kind.${one}`)}
              <span class="help">{t(`tables.kindHelp.${one}`)}</span>
            </span>
          </label>
        ))}
        {wrong && <FieldError name="kind" text={t('error.table-kind')} />}
      </fieldset>
      <Field
        name="file"
        label={t('tables.file')}
        help={t('tables.fileHelp', { max, rows: formatCount(mostRows) })}
        errors={errors}
      >
        {(control) => <input {...control} type="file" name="file" accept=".csv,.tsv,.txt,text/csv" required />}
      </Field>
      <div class="actions">
        <button class="button" type="submit">
          {t('tables.bring')}
        </button>
      </div>
    </form>
  );
}

function Kept({ table }: { table: TableImportView }) {
  const page = usePage();
  const { t, dateTime } = page;
  return (
    <li class="row">
      <div class="row-body">
        <p class="row-title">
          <bdi>{table.name}</bdi>
        </p>
        <p class="muted">{`${t(`tables.kind.${table.kind}`)} · ${dateTime(table.askedAt)}`}</p>
        <p>{tableStateText(page, table)}</p>
      </div>
      <a class="button quiet" href={paths.tableImport(table.id)} aria-label={`${t('tables.open')}: ${table.name}`}>
        {t('tables.open')}
      </a>
    </li>
  );
}
