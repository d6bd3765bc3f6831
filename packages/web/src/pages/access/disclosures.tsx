// The statement of disclosures: for which period it is made.
import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { isMessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';

export interface DisclosuresProps {
  /** How many there have been. */
  total: number;
  values: { from: string; to: string };
  errors: readonly FormError[];
}

/** The page. GET /access/disclosures; the document is GET /access/disclosures/statement.pdf {from, to} */
export function renderDisclosures(context: PageContext, props: DisclosuresProps): string {
  return renderPage(context, { title: (page) => page.t('disclosure.title'), content: <Disclosures {...props} /> });
}

function Disclosures({ total, values, errors }: DisclosuresProps) {
  const { t, count } = usePage();
  const labelOf = (field: string) => {
    const key = `disclosure.label.${field}`;
    return isMessageKey(key) ? t(key) : field;
  };
  return (
    <>
      <PageHead
        title={t('disclosure.title')}
        lead={t('disclosure.lead')}
        back={{ href: paths.accessLog, text: t('log.title') }}
      />
      <ErrorSummary errors={errors} labelOf={labelOf} />
      <form class="card stack" method="get" action={paths.disclosureStatement}>
        <fieldset class="period">
          <legend>{t('disclosure.ask')}</legend>
          <div class="pair">
            <Field name="from" label={t('disclosure.label.from')} errors={errors}>
              {(control) => <input {...control} type="date" name="from" value={values.from} required />}
            </Field>
            <Field name="to" label={t('disclosure.label.to')} errors={errors}>
              {(control) => <input {...control} type="date" name="to" value={values.to} required />}
            </Field>
          </div>
        </fieldset>
        <p class="muted">
          {count('disclosure.count', total)} · {t('disclosure.logged')}
        </p>
        <div class="actions">
          <button class="button" type="submit">
            {t('disclosure.make')}
          </button>
        </div>
      </form>
    </>
  );
}
