// The administrator's start page: people, the log, and the last verification. Nothing clinical.
import type { ComponentChildren } from 'preact';
import { EmergenciesWaiting, type EmergencyCounts } from '../components/access/emergency-list.tsx';
import { Card, Empty, PageHead } from '../components/card.tsx';
import { Icon } from '../components/icon.tsx';
import { ApplicantList } from '../components/identity/applicant-list.tsx';
import { SecurityUrge } from '../components/identity/security-urge.tsx';
import { type CorrectionCounts, CorrectionsWaiting } from '../components/records/correction-list.tsx';
import { ErasuresWaiting } from '../components/records/erasure-facts.tsx';
import { formatCount } from '../i18n/dates.ts';
import { usePage } from '../layout/page.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { ApplicantView } from '../view-types.ts';

export interface AdminHomeProps {
  people: { patients: number; doctors: number; staff: number; administrators: number };
  log: { origin: string; size: number; pending: number; lastCheckpointAt: string | null; signerOk: boolean };
  /** When a part was checked last, and how much does not hold; null before the server has begun. */
  verification: { checkedAt: string | null; findings: number; acknowledged: number } | null;
  /** Who cosigns the log's checkpoints: up to which entry, when, and what is wrong. */
  witnesses: readonly {
    name: string;
    size: number;
    cosignedAt: string | null;
    problem: 'unreachable' | 'fork' | null;
  }[];
  /** Messages not delivered yet, those of them that were tried, and those given up; `files` where no mail server is set. */
  mail: { waiting: number; delayed: number; failed: number; files: boolean };
  /** Doctors who wait to be verified: how many, and those who wait longest. */
  waiting: { count: number; doctors: readonly ApplicantView[] };
  /** Nothing but a password protects the account. */
  passwordAlone: boolean;
  /** Corrections that wait for an answer. */
  corrections?: CorrectionCounts;
  /** Emergency accesses that wait for their review. */
  emergencies?: EmergencyCounts;
  /** Erasures that wait for a second administrator. */
  erasures?: number;
}

/** The start page of an administrator. */
export function renderAdminHome(context: PageContext, props: AdminHomeProps): string {
  return renderPage(context, {
    title: (page) => page.t('admin.title'),
    content: <AdminHome {...props} />,
    width: 'wide',
  });
}

function AdminHome(props: AdminHomeProps) {
  const { people, log, verification, witnesses, waiting, mail, passwordAlone, corrections, emergencies, erasures } =
    props;
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('admin.title')} lead={t('admin.lead')}>
        <a class="button quiet" href={paths.newStaff}>
          {t('admin.invite')}
        </a>
        <a class="button quiet" href={paths.desk}>
          {t('atDesk.title')}
        </a>
        <a class="button quiet" href={paths.emergencyDoctors}>
          {t('authorise.title')}
        </a>
        <a class="button quiet" href={paths.doctorKeys}>
          {t('signing.doctors')}
        </a>
        <a class="button quiet" href={paths.erasures}>
          {t('erasures.title')}
        </a>
      </PageHead>
      {passwordAlone && <SecurityUrge />}
      <EmergenciesWaiting counts={emergencies} />
      <ErasuresWaiting waiting={erasures} />
      <CorrectionsWaiting counts={corrections} />
      <ApplicantList {...waiting} />
      <ul class="figures">
        <Figure value={people.patients} label={t('admin.patients')} />
        <Figure value={people.doctors} label={t('admin.doctors')} />
        <Figure value={people.staff} label={t('admin.staff')} />
        <Figure value={people.administrators} label={t('admin.administrators')} />
      </ul>
      <div class="columns">
        <LogCard log={log} />
        <VerificationCard verification={verification} />
        <WitnessesCard witnesses={witnesses} />
        <MailCard mail={mail} />
      </div>
    </>
  );
}

function Figure({ value, label }: { value: number; label: string }) {
  return (
    <li class="figure card">
      <strong>{formatCount(value)}</strong>
      <span>{label}</span>
    </li>
  );
}

function LogCard({ log }: { log: AdminHomeProps['log'] }) {
  const { t, dateTime } = usePage();
  return (
    <Card title={t('admin.log')} tone={log.signerOk ? 'plain' : 'danger'}>
      <State ok={log.signerOk}>{t(log.signerOk ? 'admin.signerOk' : 'admin.signerStopped')}</State>
      <dl class="facts">
        <Fact label={t('admin.logEntries')} value={formatCount(log.size)} />
        <Fact label={t('admin.pending')} value={formatCount(log.pending)} />
        <Fact
          label={t('verify.checkpointAt')}
          value={log.lastCheckpointAt === null ? t('admin.never') : dateTime(log.lastCheckpointAt)}
        />
        <Fact label={t('verify.detail.origin')} value={log.origin} />
      </dl>
    </Card>
  );
}

function VerificationCard({ verification }: Pick<AdminHomeProps, 'verification'>) {
  const { t, dateTime } = usePage();
  const { checkedAt, findings, acknowledged } = verification ?? { checkedAt: null, findings: 0, acknowledged: 0 };
  const standing = acknowledged > 0 ? 'integrity.onlyAcknowledged' : 'integrity.allHolds';
  return (
    <Card
      title={t('admin.verification')}
      tone={findings > 0 ? 'danger' : 'plain'}
      more={{ href: paths.integrity, text: t('integrity.open') }}
    >
      {checkedAt === null && findings + acknowledged === 0 ? (
        <Empty>{t('admin.notVerified')}</Empty>
      ) : (
        <State ok={findings + acknowledged === 0}>{t(findings === 0 ? standing : 'integrity.alarm')}</State>
      )}
      {checkedAt !== null && (
        <dl class="facts">
          <Fact label={t('admin.checkedAt')} value={dateTime(checkedAt)} />
        </dl>
      )}
    </Card>
  );
}

function WitnessesCard({ witnesses }: Pick<AdminHomeProps, 'witnesses'>) {
  const { t, count, dateTime } = usePage();
  const bad = witnesses.some(({ problem }) => problem !== null);
  return (
    <Card title={t('admin.witnesses')} tone={bad ? 'danger' : 'plain'}>
      {witnesses.length === 0 && <Empty>{t('admin.noWitnesses')}</Empty>}
      {witnesses.map(({ name, size, cosignedAt, problem }) => (
        <div key={name}>
          <State ok={problem === null}>
            <bdi>{name}</bdi>
            {problem !== null && ` · ${t(problem === 'fork' ? 'admin.witnessFork' : 'admin.witnessAway')}`}
          </State>
          <p class="help">
            {cosignedAt === null
              ? t('admin.witnessNever')
              : `${count('admin.witnessed', size, { count: formatCount(size) })} · ${dateTime(cosignedAt)}`}
          </p>
        </div>
      ))}
    </Card>
  );
}

function MailCard({ mail: { waiting, delayed, failed, files } }: Pick<AdminHomeProps, 'mail'>) {
  const { t, demo } = usePage();
  const bad = delayed + failed > 0;
  return (
    <Card title={t('admin.mail')}>
      {demo && files ? (
        <p class="help">{t('admin.mailFiles')}</p>
      ) : (
        <State ok={!bad && !files}>{t(files ? 'admin.mailFiles' : bad ? 'admin.mailBad' : 'admin.mailOk')}</State>
      )}
      <dl class="facts">
        <Fact label={t('admin.mailWaiting')} value={formatCount(waiting)} />
        <Fact label={t('admin.mailFailed')} value={formatCount(failed)} />
      </dl>
    </Card>
  );
}

function State({ ok, children }: { ok: boolean; children: ComponentChildren }) {
  return (
    <p class={ok ? 'state ok' : 'state critical'}>
      <Icon name={ok ? 'check' : 'warning'} /> {children}
    </p>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
