// The page of a record that was erased: when and under what law, to whoever may know that there was one.
import type { ErasureBasis } from '@patrec/fhir';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface ErasedProps {
  patientNumber: string;
  number: number;
  at: string;
  basis: ErasureBasis;
  /** Null where it is not the reader's to know. */
  reference: string | null;
}

/** The page, which answers 410 in the place of a record. */
export function renderErased(context: PageContext, props: ErasedProps): string {
  return renderPage(context, {
    title: (page) => page.t('erased.title', { record: labelOf(props) }),
    content: <Erased {...props} />,
  });
}

function Erased(props: ErasedProps) {
  const { t, date } = usePage();
  const { patientNumber, at, basis, reference } = props;
  return (
    <section class="card failure">
      <span class="failure-sign">
        <Icon name="shield" />
      </span>
      <h1>{t('erased.title', { record: labelOf(props) })}</h1>
      <p class="lead">{t('erased.on', { date: date(at), basis: t(`erasure.basis.${basis}`) })}</p>
      {reference !== null && <p>{t('erased.reference', { reference })}</p>}
      <p class="muted">{t('erased.nothing')}</p>
      <div class="actions">
        <a class="button" href={paths.records(patientNumber)}>
          {t('erased.back')}
        </a>
      </div>
    </section>
  );
}

function labelOf({ patientNumber, number }: Pick<ErasedProps, 'patientNumber' | 'number'>): string {
  return `${patientNumber}-REC${number}`;
}
