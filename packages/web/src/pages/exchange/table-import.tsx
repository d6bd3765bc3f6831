// The dry run of a table, and its import: how far it is, how many rows came out how, and row by row what became of them.
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { TableCounts, tableStateText } from '../../components/exchange/table-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { PostButton } from '../../components/post-button.tsx';
import { formatCount } from '../../i18n/dates.ts';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { TableImportView, TableRowView } from '../../view-types.ts';

export interface TableImportProps {
  table: TableImportView;
  /** Rows of which it is known what became of them, or would. */
  rows: readonly TableRowView[];
  /** Shows those alone that were rejected. */
  rejected: boolean;
  /** From where on the next rows are; null where these are the last. */
  next: number | null;
  /** Shows the beginning. */
  first: boolean;
}

/** GET /imports/:id?from=0&show=rejected; POST /imports/:id/begin, /stop, /remove {}; GET /imports/:id/rejected is a file */
export function renderTableImport(context: PageContext, props: TableImportProps): string {
  return renderPage(context, {
    title: (page) => `${props.table.name} · ${page.t('tables.title')}`,
    content: <TableImport {...props} />,
    width: 'wide',
  });
}

function TableImport(props: TableImportProps) {
  const { t, dateTime } = usePage();
  const { table } = props;
  const under = table.state === 'waiting' || table.state === 'running';
  return (
    <>
      <PageHead
        title={<bdi>{table.name}</bdi>}
        lead={`${t(`tables.kind.${table.kind}`)} · ${dateTime(table.askedAt)}`}
        back={{ href: paths.tableImports, text: t('tables.title') }}
      />
      <div id="import" data-follow={under ? 2 : undefined}>
        {under ? <UnderWay table={table} /> : <AtRest {...props} />}
      </div>
    </>
  );
}

function UnderWay({ table }: { table: TableImportView }) {
  const page = usePage();
  const { t, csrf } = page;
  const { id, done, total, step } = table;
  return (
    <section class="card stack">
      <div role="status">
        <p>
          <strong>{tableStateText(page, table)}</strong>
        </p>
        <TableCounts {...table} />
      </div>
      <progress value={done} max={Math.max(total, 1)} aria-label={t('tables.progress')} />
      <p class="muted">{t(step === 'import' ? 'tables.leaveImport' : 'tables.leave')}</p>
      <form class="actions" method="post" action={paths.stopTable(id)}>
        <input type="hidden" name="_csrf" value={csrf} />
        <a class="button quiet" href={paths.tableImport(id)}>
          {t('copy.refresh')}
        </a>
        <button class="button refuse" type="submit">
          {t('copy.stop')}
        </button>
      </form>
    </section>
  );
}

function AtRest(props: TableImportProps) {
  const page = usePage();
  const { t, date } = page;
  const { table } = props;
  return (
    <>
      <section class={table.state === 'failed' ? 'card danger stack' : 'card stack'}>
        <div role="status">
          <p>
            {table.state === 'failed' && <Icon name="warning" />} <strong>{tableStateText(page, table)}</strong>
          </p>
          <TableCounts {...table} />
        </div>
        <NextSteps {...table} />
        <p class="muted">{t('tables.until', { date: date(table.until) })}</p>
      </section>
      {table.done > 0 && <Rows {...props} />}
    </>
  );
}

function NextSteps({ id, step, state, created, rejected }: TableImportView) {
  const { t, count } = usePage();
  const goesOn = step === 'import' && state !== 'done';
  const begins = step === 'check' && state === 'done' && created > 0;
  return (
    <>
      {begins && <p>{t('tables.beginText')}</p>}
      <div class="actions">
        {begins && (
          <PostButton
            action={paths.beginTable(id)}
            text={count('tables.begin', created, { count: formatCount(created) })}
            main
          />
        )}
        {goesOn && <PostButton action={paths.beginTable(id)} text={t('tables.goOn')} main />}
        {rejected > 0 && (
          <a class="button quiet" href={paths.rejectedRows(id)} download>
            {t('tables.download')}
          </a>
        )}
        {step === 'check' && (
          <a class="button quiet" href={paths.tableColumns(id)}>
            {t('tables.change')}
          </a>
        )}
        <PostButton action={paths.removeTable(id)} text={t('tables.remove')} refuse />
      </div>
      {rejected > 0 && <p class="muted">{t('tables.mend')}</p>}
    </>
  );
}

function Rows({ table, rows, rejected, next, first }: TableImportProps) {
  const { t, count } = usePage();
  const address = (from: number, only: boolean) => paths.tableImport(table.id, from, only);
  const other = rejected
    ? { href: address(0, false), text: t('tables.showAll') }
    : {
        href: address(0, true),
        text: count('tables.showRejected', table.rejected, { count: formatCount(table.rejected) }),
      };
  return (
    <Card title={t('tables.rows')} {...(table.rejected > 0 && { more: other })}>
      {rows.length === 0 ? (
        <Empty>{t('tables.noRows')}</Empty>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('tables.lineHead')}</th>
              <th scope="col">{t('tables.rowHead')}</th>
              <th scope="col">{t('tables.outcome')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.line} row={row} dry={table.step !== 'import'} />
            ))}
          </tbody>
        </table>
      )}
      <div class="pager actions">
        {!first && (
          <a class="button quiet" href={address(0, rejected)}>
            {t('tables.first')}
          </a>
        )}
        {next !== null && (
          <a class="button quiet" href={address(next, rejected)}>
            {t('tables.next')}
          </a>
        )}
      </div>
    </Card>
  );
}

function Row({ row, dry }: { row: TableRowView; dry: boolean }) {
  const { t } = usePage();
  const { line, cells, outcome, what, problems } = row;
  return (
    <tr>
      <th scope="row" class="date">
        {t('tables.line', { line: String(line) })}
      </th>
      <td>
        <bdi>{cells.join(' · ')}</bdi>
      </td>
      <td>
        {outcome === 'created' && <span class="ok badge">{t(dry ? 'tables.wouldCreate' : 'tables.created')}</span>}
        {outcome === 'present' && <span class="plain badge">{t('tables.present')}</span>}
        {outcome === 'rejected' && <span class="critical badge">{t('tables.rejected')}</span>}
        {what !== '' && <span class="code"> {what}</span>}
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </td>
    </tr>
  );
}
