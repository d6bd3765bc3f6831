// A doctor's start page: the patients who have given access, what waits for an answer, what was written.
import { Card, Empty, PageHead } from '../components/card.tsx';
import { type CorrectionCounts, CorrectionsWaiting } from '../components/correction-list.tsx';
import { FindCard } from '../components/find-card.tsx';
import { OwnRequests } from '../components/own-requests.tsx';
import { scopeText } from '../components/scope-words.tsx';
import { SecurityUrge } from '../components/security-urge.tsx';
import { Timeline } from '../components/timeline.tsx';
import { usePage } from '../layout/page.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { AccessRequestView, GrantView, PatientRef, Sex, TimelineItem } from '../view-types.ts';

export interface PatientSummary extends PatientRef {
  ageYears: number;
  sex: Sex;
}

export interface DoctorHomeProps {
  doctor: { name: string; speciality: string | null };
  /** Those whose grant is in force. */
  patients: readonly { patient: PatientSummary; grant: GrantView }[];
  awaiting: readonly AccessRequestView[];
  /** Latest first. */
  answered: readonly AccessRequestView[];
  /** Records that the doctor wrote, each with its patient. */
  written: readonly TimelineItem[];
  /** Nothing but a password protects the account. */
  passwordAlone: boolean;
  /** Corrections that wait for an answer. */
  corrections?: CorrectionCounts;
}

/** The start page of a doctor. */
export function renderDoctorHome(context: PageContext, props: DoctorHomeProps): string {
  return renderPage(context, {
    title: (page) => page.t('doctor.title'),
    content: <DoctorHome {...props} />,
    width: 'wide',
  });
}

function DoctorHome({ doctor, patients, awaiting, answered, written, passwordAlone, corrections }: DoctorHomeProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead title={doctor.name} lead={doctor.speciality ?? undefined} />
      {passwordAlone && <SecurityUrge />}
      <CorrectionsWaiting counts={corrections} />
      <div class="desk">
        <div>
          <Card title={t('doctor.patients', { count: patients.length })}>
            {patients.length === 0 ? <Empty>{t('doctor.noPatients')}</Empty> : <PatientTable patients={patients} />}
          </Card>
          <Card title={t('doctor.written')}>
            {written.length === 0 ? <Empty>{t('doctor.noneWritten')}</Empty> : <Timeline items={written} patient="" />}
          </Card>
        </div>
        <div>
          <FindCard />
          <Card title={t('doctor.awaiting', { count: awaiting.length })}>
            {awaiting.length === 0 ? <Empty>{t('doctor.noneAwaiting')}</Empty> : <OwnRequests requests={awaiting} />}
          </Card>
          <Card title={t('doctor.answered')}>
            {answered.length === 0 ? <Empty>{t('doctor.noneAnswered')}</Empty> : <OwnRequests requests={answered} />}
          </Card>
        </div>
      </div>
    </>
  );
}

function PatientTable({ patients }: Pick<DoctorHomeProps, 'patients'>) {
  const page = usePage();
  const { t } = page;
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t('doctor.patient')}</th>
          <th scope="col">{t('doctor.age')}</th>
          <th scope="col">{t('doctor.mayRead')}</th>
          <th scope="col">{t('doctor.until')}</th>
        </tr>
      </thead>
      <tbody>
        {patients.map(({ patient, grant }) => (
          <tr key={grant.id}>
            <th scope="row">
              <a href={paths.records(patient.number)}>{patient.name}</a> <span class="code">{patient.number}</span>
            </th>
            <td class="date" data-label={t('doctor.age')}>
              {t('banner.age', { years: patient.ageYears })}, {t(`sex.${patient.sex}`)}
            </td>
            <td data-label={t('doctor.mayRead')}>{scopeText(page, grant.scope)}</td>
            <td class="date" data-label={t('doctor.until')}>
              {page.date(grant.until)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
