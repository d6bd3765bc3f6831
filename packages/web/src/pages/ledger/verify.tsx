// The chain, drawn so that anybody understands it, and the button that checks all of it in the reader's own browser.
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { type ChainBlock, ChainList } from '../../components/ledger/chain-list.tsx';
import { Proves } from '../../components/ledger/proves.tsx';
import { VerifyPanel } from '../../components/ledger/verify-panel.tsx';
import { formatCount } from '../../i18n/dates.ts';
import { usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { PatientBanner } from '../../view-types.ts';

export interface VerifyProps {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
  /** Latest first. */
  blocks: readonly ChainBlock[];
  /** Blocks of the whole chain. */
  total: number;
  /** Where the newest are, from a page of older ones. */
  newest: string | null;
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

function Verify({ patient, blocks, total, newest, next, log }: VerifyProps) {
  const { t, count } = usePage();
  return (
    <>
      <PageHead title={t('verify.title')} lead={t('verify.lead')} />
      <div class="columns about-chain">
        <VerifyPanel
          proof={paths.proof(patient.number)}
          scope="chain"
          total={total}
          label={patient.number}
          recordAddress={paths.record(patient.number, 0)}
        />
        <div>
          <Card title={count('verify.entries', total)}>
            <p class="muted">{t('verify.chainText')}</p>
            {blocks.length === 0 ? (
              <Empty>{t('chain.none')}</Empty>
            ) : (
              <ChainList blocks={blocks} patient={patient.number} />
            )}
            <Pager newest={newest} next={next} />
          </Card>
        </div>
        <div>
          <Proves />
          <LogFacts log={log} />
        </div>
      </div>
    </>
  );
}

function Pager({ newest, next }: Pick<VerifyProps, 'newest' | 'next'>) {
  const { t } = usePage();
  if (newest === null && next === null) return null;
  return (
    <p class="pager chain-pager">
      {newest !== null && (
        <a class="button quiet" href={newest}>
          {t('chain.newest')}
        </a>
      )}
      {next !== null && (
        <a class="button quiet" href={next}>
          {t('records.older')}
        </a>
      )}
    </p>
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
