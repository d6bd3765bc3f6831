// A patient's registration: what it says, its versions, and what one of them says that the one before does not.
import type { RegistrationValues } from '@patrec/fhir';
import { Card, PageHead } from '../../components/card.tsx';
import { ChangeTable } from '../../components/records/change-table.tsx';
import { ChartTabs } from '../../components/records/chart-tabs.tsx';
import { registrationDifferences, registrationFacts } from '../../components/records/registration-words.ts';
import { StateBadge } from '../../components/records/version-badge.tsx';
import { TypedFacts } from '../../components/typed-facts.tsx';
import { usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { PatientBanner, RegistrationVersionView } from '../../view-types.ts';

interface OfPatient {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
}

export interface RegistrationProps extends OfPatient {
  values: RegistrationValues;
  versions: readonly RegistrationVersionView[];
  /** Whether the reader may change how to reach the patient. */
  mayChange: boolean;
}

/** GET /patients/PAT001/registration */
export function renderRegistration(context: PageContext, props: RegistrationProps): string {
  return renderPage(context, {
    title: (page) => page.t('registration.title'),
    banner: props.viewer === 'self' ? undefined : <ChartBanner patient={props.patient} />,
    content: <Registration {...props} />,
  });
}

function Registration({ patient, values, versions, mayChange }: RegistrationProps) {
  const page = usePage();
  const { t } = page;
  const { number, name } = patient;
  return (
    <>
      <PageHead title={t('registration.title')} lead={`${name} · ${number}`}>
        {mayChange && (
          <a class="button" href={paths.changeContact(number)}>
            {t('contact.title')}
          </a>
        )}
      </PageHead>
      <ChartTabs patient={number} open="registration" />
      <section class="card">
        <TypedFacts facts={registrationFacts(page, values)} wide />
        <p class="muted">{t(mayChange ? 'registration.deskChanges' : 'registration.whoChanges')}</p>
      </section>
      <Card title={t('version.title')} id="versions">
        <ul class="rows">
          {versions.toReversed().map((one) => (
            <Version key={one.version} version={one} patient={number} newest={versions.length} />
          ))}
        </ul>
      </Card>
    </>
  );
}

interface VersionProps {
  version: RegistrationVersionView;
  patient: string;
  newest: number;
}

function Version({ version: { version, reason, recordedAt, author }, patient, newest }: VersionProps) {
  const { t, dateTime } = usePage();
  return (
    <li class="row">
      <div class="row-body">
        <p class="row-title">
          {t('version.name', { number: version })} <StateBadge stands={version === newest} />
        </p>
        <p class="muted">
          {t(version === 1 ? 'version.written' : 'changes.changed')} · {author.name}{' '}
          <span class="code">{author.login}</span> · <time dateTime={recordedAt}>{dateTime(recordedAt)}</time>
        </p>
        {reason !== '' && <p class="typed">{reason}</p>}
      </div>
      {version > 1 && (
        <div class="actions">
          <a class="button quiet" href={paths.registrationChanges(patient, version)}>
            {t('version.changes')}
            <span class="visually-hidden">: {t('version.name', { number: version })}</span>
          </a>
        </div>
      )}
    </li>
  );
}

export interface RegistrationChangesProps extends OfPatient {
  before: RegistrationValues;
  after: RegistrationValues;
  /** That of `after`. */
  version: RegistrationVersionView;
}

/** GET /patients/PAT001/registration/versions/2/changes */
export function renderRegistrationChanges(context: PageContext, props: RegistrationChangesProps): string {
  return renderPage(context, {
    title: (page) => page.t('registration.changesTitle'),
    banner: props.viewer === 'self' ? undefined : <ChartBanner patient={props.patient} />,
    content: <RegistrationChanges {...props} />,
    width: 'wide',
  });
}

function RegistrationChanges({ patient, before, after, version: one }: RegistrationChangesProps) {
  const page = usePage();
  const { t, dateTime } = page;
  const { version, author, recordedAt, reason } = one;
  return (
    <>
      <PageHead
        title={t('registration.changesTitle')}
        lead={t('changes.lead', { from: version - 1, to: version })}
        back={{ href: paths.registration(patient.number), text: t('registration.title') }}
      />
      <Card title={`${patient.name} · ${patient.number}`}>
        <p class="change-reason">
          {author.name} · {dateTime(recordedAt)}
          <br />
          <span class="typed">{reason}</span>
        </p>
        <ChangeTable
          differences={registrationDifferences(page, before, after)}
          before={t('version.name', { number: version - 1 })}
          after={t('version.name', { number: version })}
        />
      </Card>
    </>
  );
}
