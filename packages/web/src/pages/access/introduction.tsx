// What a patient's code shows to the doctor who used it, and the request for more.

import { RequestForm, type RequestValues } from '../../components/access/request-form.tsx';
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { RecordType } from '../../view-types.ts';
import type { PatientSummary } from '../doctor-home.tsx';

export interface IntroductionProps {
  patient: PatientSummary;
  until: string;
  /** The newest, `more` where there are others. */
  headings: readonly { type: RecordType; day: string; author: string }[];
  more: boolean;
  /** What the doctor has besides: nothing, a request that waits, or access. */
  access: 'none' | 'waiting' | 'active';
  /** What the request says unless the doctor changes it. */
  values: RequestValues;
}

/** What the code shows. GET /introductions/:id */
export function renderIntroduction(context: PageContext, props: IntroductionProps): string {
  return renderPage(context, {
    title: (page) => page.t('introduction.title', { patient: props.patient.name }),
    content: <Introduction {...props} />,
  });
}

function Introduction(props: IntroductionProps) {
  const { t, time } = usePage();
  const { patient, until } = props;
  return (
    <>
      <PageHead
        title={t('introduction.title', { patient: patient.name })}
        lead={t('introduction.lead', { time: time(until) })}
        back={{ href: paths.home, text: t('doctor.title') }}
      />
      <p class="card-of">
        <span class="code">{patient.number}</span> · {t('banner.age', { years: patient.ageYears })} ·{' '}
        {t(`sex.${patient.sex}`)}
      </p>
      <Headings {...props} />
      <Ask {...props} />
    </>
  );
}

function Headings({ headings, more }: IntroductionProps) {
  const { t, date } = usePage();
  return (
    <Card title={t('introduction.headings')}>
      <p class="muted">
        {t('introduction.headingsText')} {more && t('introduction.newest', { count: headings.length })}
      </p>
      {headings.length === 0 ? (
        <Empty>{t('introduction.noHeadings')}</Empty>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('introduction.day')}</th>
              <th scope="col">{t('introduction.kind')}</th>
              <th scope="col">{t('introduction.author')}</th>
            </tr>
          </thead>
          <tbody>
            {headings.map(({ type, day, author }, i) => (
              <tr key={i}>
                <th scope="row" class="date">
                  {date(day)}
                </th>
                <td data-label={t('introduction.kind')}>{t(`type.${type}`)}</td>
                <td data-label={t('introduction.author')}>{author}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Ask({ patient, access, values }: IntroductionProps) {
  const { t } = usePage();
  if (access === 'waiting') return <p class="card">{t('introduction.waiting')}</p>;
  return (
    <>
      {access === 'active' && (
        <p class="card">
          {t('introduction.active')} <a href={paths.records(patient.number)}>{t('introduction.records')}</a>
        </p>
      )}
      <h2 class="form-title">{t('introduction.ask')}</h2>
      <RequestForm patient={patient} values={values} back={paths.home} />
    </>
  );
}
