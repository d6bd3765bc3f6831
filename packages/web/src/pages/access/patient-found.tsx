// A patient found by number, and what the reader may do next. Nothing clinical is here.

import { FindCard } from '../../components/access/find-card.tsx';
import { Avatar } from '../../components/access/grant-list.tsx';
import { Empty, PageHead } from '../../components/card.tsx';
import { Icon } from '../../components/icon.tsx';
import { WriteLinks } from '../../components/records/write-links.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { PatientSummary } from '../doctor-home.tsx';

export interface PatientFoundProps {
  /** What was asked for. */
  number: string;
  /** Null when there is no such patient. */
  patient: PatientSummary | null;
  access: 'none' | 'waiting' | 'active';
  /** Whether the reader's role may write records. */
  canWrite: boolean;
  /** Whether the reader's role may ask for access. */
  canRequest: boolean;
  /** Whether the reader is authorised for emergencies and has no such access yet. */
  canBreak?: boolean;
  /** Whether the reader works where registrations are changed. */
  canChange?: boolean;
}

/** The answer to a search. GET /patients?number=PAT001 */
export function renderPatientFound(context: PageContext, props: PatientFoundProps): string {
  return renderPage(context, {
    title: (page) => props.patient?.name ?? page.t('find.title'),
    content: <PatientFound {...props} />,
  });
}

function PatientFound(props: PatientFoundProps) {
  const { t } = usePage();
  const { patient } = props;
  return (
    <>
      <PageHead title={t('find.result')} back={{ href: paths.home, text: t('nav.home') }} />
      {patient === null ? (
        <section class="card">
          <Empty>{t('find.none', { number: props.number })}</Empty>
        </section>
      ) : (
        <section class="card found">
          <div class="found-who">
            <Avatar name={patient.name} />
            <div>
              <h2>{patient.name}</h2>
              <p class="muted">
                <span class="code">{patient.number}</span> · {t('banner.age', { years: patient.ageYears })},{' '}
                {t(`sex.${patient.sex}`)}
              </p>
            </div>
          </div>
          <p>{t(`found.${props.access}`)}</p>
          <FoundActions {...props} number={patient.number} />
          {props.canWrite && (
            <>
              <h3>{t('records.write')}</h3>
              <WriteLinks patient={patient.number} />
            </>
          )}
        </section>
      )}
      <FindCard />
    </>
  );
}

function FoundActions({ number, access, canRequest, canBreak, canChange }: PatientFoundProps) {
  const { t } = usePage();
  return (
    <div class="actions">
      {access === 'active' && (
        <a class="button" href={paths.summary(number)}>
          <Icon name="records" />
          {t('found.open')}
        </a>
      )}
      {access === 'none' && canRequest && (
        <a class="button" href={paths.requestAccess(number)}>
          <Icon name="key" />
          {t('found.ask')}
        </a>
      )}
      {canChange && (
        <a class="button quiet" href={`${paths.deskRegistration}?number=${encodeURIComponent(number)}`}>
          <Icon name="pen" />
          {t('atDesk.registration')}
        </a>
      )}
      {canBreak && (
        <a class="button refuse" href={paths.breakGlass(number)}>
          <Icon name="warning" />
          {t('emergency.take')}
        </a>
      )}
    </div>
  );
}
