// A patient's start page: first what needs an answer, then what is new, then the state of the chain.

import { OpenEmergencies, WardEmergencies } from '../components/access/emergency-list.tsx';
import { GuardianList } from '../components/access/guardian-list.tsx';
import { RequestCard } from '../components/access/request-card.tsx';
import { Card, Empty } from '../components/card.tsx';
import { Icon } from '../components/icon.tsx';
import { LiveRegion, LiveSpeaker, renderRegions } from '../components/live-region.tsx';
import { type CorrectionCounts, CorrectionsWaiting } from '../components/records/correction-list.tsx';
import { ResultList } from '../components/records/result-list.tsx';
import { Timeline } from '../components/records/timeline.tsx';
import { usePage } from '../layout/page.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type {
  AccessRequestView,
  EmergencyView,
  GuardianshipView,
  PatientBanner,
  ResultView,
  TimelineItem,
} from '../view-types.ts';

export interface PatientHomeProps {
  patient: PatientBanner;
  /** Those that wait for an answer. */
  requests: readonly AccessRequestView[];
  /** Who has the record open in an emergency, and the records of those whose guardian the reader is. */
  emergencies?: readonly EmergencyView[];
  wards?: readonly EmergencyView[];
  latestResults: readonly ResultView[];
  /** The most recent few. */
  timeline: readonly TimelineItem[];
  /** Blocks of the patient's chain, and how many of them the log's checkpoint covers. */
  chain: { blocks: number; logged: number };
  /** Who asks the reader to be their guardian, and whose guardian the reader is. Not where they act in another's place. */
  guardianships?: { invitations: readonly GuardianshipView[]; patients: readonly GuardianshipView[] };
  /** Corrections that wait for an answer. */
  corrections?: CorrectionCounts;
}

/** The start page of a patient. */
export function renderPatientHome(context: PageContext, props: PatientHomeProps): string {
  return renderPage(context, {
    title: (page) => page.t('home.title'),
    content: <PatientHome {...props} />,
    islands: ['live'],
    width: 'wide',
  });
}

/** What changes on this page without the patient. */
export type PatientListsProps = Pick<PatientHomeProps, 'requests' | 'emergencies' | 'wards'>;

/** Its lists alone, for the island that keeps them up to date. */
export function renderPatientHomeLists(context: PageContext, props: PatientListsProps): string {
  return renderRegions(
    context,
    <>
      <Emergencies {...props} />
      <Requests {...props} />
    </>,
  );
}

function PatientHome(props: PatientHomeProps) {
  const { patient, requests, latestResults, timeline, chain, guardianships, corrections } = props;
  const { t, count, inPlaceOf } = usePage();
  const { invitations = [], patients = [] } = guardianships ?? {};
  return (
    <>
      <div class="page-head">
        <h1>{t(inPlaceOf === undefined ? 'home.greeting' : 'home.inPlace', { name: patient.name })}</h1>
        <p class="lead">
          {inPlaceOf === undefined && t('home.number')} <span class="code">{patient.number}</span>
        </p>
      </div>
      <LiveSpeaker />
      <Emergencies {...props} />
      {invitations.length > 0 && (
        <Card title={count('guardians.invitations', invitations.length)} tone="attention">
          <GuardianList items={invitations} side="guardian" />
        </Card>
      )}
      <Requests requests={requests} />
      <CorrectionsWaiting counts={corrections} />
      {patients.length > 0 && (
        <Card title={t('guardians.patients')} more={{ href: paths.guardians, text: t('guardians.title') }}>
          <GuardianList items={patients} side="guardian" brief />
        </Card>
      )}
      <div class="columns">
        <LatestResults results={latestResults} patient={patient.number} />
        <div>
          <RecentRecords items={timeline} patient={patient.number} />
          <ChainState chain={chain} patient={patient.number} />
        </div>
      </div>
    </>
  );
}

function Emergencies({ emergencies = [], wards = [] }: Omit<PatientListsProps, 'requests'>) {
  const { count } = usePage();
  const open = [...emergencies, ...wards];
  return (
    <LiveRegion
      name="home-emergencies"
      says={count('emergency.open', open.length)}
      ends={open.map(({ until }) => until)}
    >
      <OpenEmergencies items={emergencies} />
      <WardEmergencies items={wards} />
    </LiveRegion>
  );
}

function Requests({ requests }: Pick<PatientHomeProps, 'requests'>) {
  const { count } = usePage();
  const title = count('home.requests', requests.length);
  return (
    <LiveRegion name="home-requests" says={title} ends={requests.map(({ until }) => until)}>
      {requests.length > 0 && (
        <Card title={title} tone="attention">
          {requests.map((request) => (
            <RequestCard key={request.id} request={request} />
          ))}
        </Card>
      )}
    </LiveRegion>
  );
}

function LatestResults({ results, patient }: { results: readonly ResultView[]; patient: string }) {
  const { t } = usePage();
  const more = { href: `${paths.records(patient)}?type=laboratory`, text: t('home.allResults') };
  return (
    <Card title={t('home.latest')} {...(results.length > 0 && { more })}>
      {results.length === 0 ? <Empty>{t('home.noResults')}</Empty> : <ResultList results={results} patient={patient} />}
    </Card>
  );
}

function RecentRecords({ items, patient }: { items: readonly TimelineItem[]; patient: string }) {
  const { t, inPlaceOf } = usePage();
  const more = { href: paths.records(patient), text: t('home.allRecords') };
  return (
    <Card title={t(inPlaceOf === undefined ? 'home.recent' : 'records.title')} {...(items.length > 0 && { more })}>
      {items.length === 0 ? <Empty>{t('records.empty')}</Empty> : <Timeline items={items} patient={patient} />}
    </Card>
  );
}

function ChainState({ chain, patient }: { chain: { blocks: number; logged: number }; patient: string }) {
  const { t, count } = usePage();
  const waiting = chain.blocks - chain.logged;
  return (
    <section class="card chain-state">
      <span class="chain-state-sign">
        <Icon name="shield" />
      </span>
      <div>
        <h2>{count('home.chain', chain.blocks)}</h2>
        <p class="muted">{waiting === 0 ? t('home.chainLogged') : count('home.chainWaiting', waiting)}</p>
      </div>
      <a class="button quiet" href={paths.verify(patient)}>
        {t('home.verify')}
      </a>
    </section>
  );
}
