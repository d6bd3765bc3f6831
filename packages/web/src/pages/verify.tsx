// The chain, drawn so that anybody understands it, and the button that checks all of it in the reader's own browser.
import { Card, PageHead } from '../components/card.tsx';
import { type ChainBlock, ChainList } from '../components/chain-list.tsx';
import { Icon } from '../components/icon.tsx';
import { VerifyPanel } from '../components/verify-panel.tsx';
import { formatCount } from '../i18n/dates.ts';
import { usePage } from '../layout/page.tsx';
import { ChartBanner } from '../layout/patient-banner.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { PatientBanner } from '../view-types.ts';

export interface VerifyProps {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
  /** Latest first. */
  blocks: readonly ChainBlock[];
  /** Blocks of the whole chain. */
  total: number;
  next: string | null;
  log: { origin: string; size: number; checkpointAt: string | null };
}

/** The verification page. GET /patients/PAT001/verify */
export function renderVerify(context: PageContext, props: VerifyProps): string {
  return renderPage(context, {
    title: (page) => page.t('verify.title'),
    banner: props.viewer === 'self' ? undefined : <ChartBanner patient={props.patient} />,
    content: <Verify {...props} />,
    islands: ['verify'],
    width: 'wide',
  });
}

function Verify({ patient, blocks, total, next, log }: VerifyProps) {
  const { t, count } = usePage();
  return (
    <>
      <PageHead title={t('verify.title')} lead={t('verify.lead')} />
      <div class="columns verify-columns">
        <div>
          <VerifyPanel
            proof={paths.proof(patient.number)}
            scope="chain"
            total={total}
            label={patient.number}
            recordAddress={paths.record(patient.number, 0)}
          />
          <Proves />
          <LogFacts log={log} />
        </div>
        <Card title={count('verify.entries', total)}>
          <p class="muted">{t('verify.chainText')}</p>
          <ChainList blocks={blocks} patient={patient.number} />
          {next !== null && (
            <p class="pager">
              <a class="button quiet" href={next}>
                {t('records.older')}
              </a>
            </p>
          )}
        </Card>
      </div>
    </>
  );
}

/** What the check proves and what it does not. */
export function Proves() {
  const { t } = usePage();
  return (
    <section class="card">
      <h2>{t('verify.means')}</h2>
      <ul class="proves">
        {(['verify.proves1', 'verify.proves2', 'verify.proves3'] as const).map((key) => (
          <li key={key} class="yes">
            <Icon name="check" /> {t(key)}
          </li>
        ))}
        {(['verify.not1', 'verify.not2', 'verify.not3'] as const).map((key) => (
          <li key={key} class="no">
            <Icon name="cross" /> {t(key)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function LogFacts({ log }: { log: VerifyProps['log'] }) {
  const { t, dateTime } = usePage();
  return (
    <details class="card fold">
      <summary>{t('verify.logTitle')}</summary>
      <p class="muted">{t('verify.logText')}</p>
      <dl class="facts">
        <div>
          <dt>{t('verify.detail.origin')}</dt>
          <dd class="code">{log.origin}</dd>
        </div>
        <div>
          <dt>{t('verify.detail.size')}</dt>
          <dd>{formatCount(log.size)}</dd>
        </div>
        {log.checkpointAt !== null && (
          <div>
            <dt>{t('verify.checkpointAt')}</dt>
            <dd>{dateTime(log.checkpointAt)}</dd>
          </div>
        )}
      </dl>
      <p>
        <a href="/log/checkpoint">{t('verify.checkpoint')}</a>
      </p>
    </details>
  );
}
