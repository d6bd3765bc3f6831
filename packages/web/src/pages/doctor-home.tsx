// A doctor's start page: the patients who have given access, what waits for an answer, what was written.

import { TakenEmergencies } from '../components/access/emergency-list.tsx';
import { FindCard } from '../components/access/find-card.tsx';
import { OwnRequests } from '../components/access/own-requests.tsx';
import { scopeText } from '../components/access/scope-words.tsx';
import { Card, Empty, PageHead } from '../components/card.tsx';
import { Icon } from '../components/icon.tsx';
import { SecurityUrge } from '../components/identity/security-urge.tsx';
import { LiveRegion, LiveSpeaker, renderRegions } from '../components/live-region.tsx';
import { type CorrectionCounts, CorrectionsWaiting } from '../components/records/correction-list.tsx';
import { Timeline } from '../components/records/timeline.tsx';
import { usePage } from '../layout/page.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { AccessRequestView, EmergencyView, GrantView, PatientRef, Sex, TimelineItem } from '../view-types.ts';

export interface PatientSummary extends PatientRef {
  ageYears: number;
  sex: Sex;
}

export interface DoctorHomeProps {
  doctor: { name: string; speciality: string | null };
  /** Those whose grant is in force. */
  patients: readonly { patient: PatientSummary; grant: GrantView }[];
  /** Records that are open to the doctor in an emergency. */
  emergencies?: readonly EmergencyView[];
  awaiting: readonly AccessRequestView[];
  /** Patients whose code the doctor used within the hour. */
  introduced?: readonly { id: string; patient: PatientSummary; until: string }[];
  /** Latest first. */
  answered: readonly AccessRequestView[];
  /** Records that the doctor wrote, each with its patient. */
  written: readonly TimelineItem[];
  /** Nothing but a password protects the account. */
  passwordAlone: boolean;
  /** Corrections that wait for an answer. */
  corrections?: CorrectionCounts;
}

/** What changes on this page when patients act. */
export type DoctorListsProps = Pick<
  DoctorHomeProps,
  'patients' | 'emergencies' | 'awaiting' | 'introduced' | 'answered'
>;

/** The start page of a doctor. */
export function renderDoctorHome(context: PageContext, props: DoctorHomeProps): string {
  return renderPage(context, {
    title: (page) => page.t('doctor.title'),
    content: <DoctorHome {...props} />,
    islands: ['live'],
    width: 'wide',
  });
}

/** Its lists alone, for the island that keeps them up to date. */
export function renderDoctorHomeLists(context: PageContext, props: DoctorListsProps): string {
  return renderRegions(
    context,
    <>
      <Emergencies {...props} />
      <Patients {...props} />
      <Requests {...props} />
    </>,
  );
}

function DoctorHome({ doctor, written, passwordAlone, corrections, ...lists }: DoctorHomeProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead title={doctor.name} lead={doctor.speciality ?? undefined} />
      {passwordAlone && <SecurityUrge />}
      <CorrectionsWaiting counts={corrections} />
      <LiveSpeaker />
      <Emergencies {...lists} />
      <div class="desk">
        <div>
          <Patients {...lists} />
          <Card title={t('doctor.written')}>
            {written.length === 0 ? <Empty>{t('doctor.noneWritten')}</Empty> : <Timeline items={written} patient="" />}
          </Card>
        </div>
        <div>
          <FindCard />
          <p>
            <a class="button quiet" href={paths.useCode}>
              <Icon name="qr" />
              {t('useCode.title')}
            </a>
          </p>
          <Requests {...lists} />
        </div>
      </div>
    </>
  );
}

function Emergencies({ emergencies = [] }: DoctorListsProps) {
  const { count } = usePage();
  const title = count('emergency.taken', emergencies.length);
  return (
    <LiveRegion name="doctor-emergencies" says={title} ends={emergencies.map(({ until }) => until)}>
      {emergencies.length > 0 && (
        <Card title={title} tone="attention">
          <TakenEmergencies items={emergencies} />
        </Card>
      )}
    </LiveRegion>
  );
}

function Patients({ patients }: DoctorListsProps) {
  const { t } = usePage();
  const title = t('doctor.patients', { count: patients.length });
  return (
    <LiveRegion name="doctor-patients" says={title} ends={patients.map(({ grant }) => grant.until)}>
      <Card title={title}>
        {patients.length === 0 ? <Empty>{t('doctor.noPatients')}</Empty> : <PatientTable patients={patients} />}
      </Card>
    </LiveRegion>
  );
}

function Requests({ awaiting, introduced = [], answered }: DoctorListsProps) {
  const { t } = usePage();
  const title = t('doctor.awaiting', { count: awaiting.length });
  return (
    <LiveRegion name="doctor-requests" says={title} ends={[...awaiting, ...introduced].map(({ until }) => until)}>
      {introduced.length > 0 && <Introduced introduced={introduced} />}
      <Card title={title}>
        {awaiting.length === 0 ? <Empty>{t('doctor.noneAwaiting')}</Empty> : <OwnRequests requests={awaiting} />}
      </Card>
      <Card title={t('doctor.answered')}>
        {answered.length === 0 ? <Empty>{t('doctor.noneAnswered')}</Empty> : <OwnRequests requests={answered} />}
      </Card>
    </LiveRegion>
  );
}

function Introduced({ introduced }: Required<Pick<DoctorHomeProps, 'introduced'>>) {
  const { t, time } = usePage();
  return (
    <Card title={t('doctor.introduced')}>
      <ul class="rows">
        {introduced.map(({ id, patient, until }) => (
          <li key={id} class="row" data-key={id}>
            <div class="row-body">
              <p class="row-title">
                <a href={paths.introduction(id)}>{patient.name}</a> <span class="code">{patient.number}</span>
              </p>
              <p class="muted">{t('doctor.introducedUntil', { time: time(until) })}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
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
          <tr key={grant.id} data-key={grant.id}>
            <th scope="row">
              <a href={paths.summary(patient.number)}>{patient.name}</a> <span class="code">{patient.number}</span>
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
