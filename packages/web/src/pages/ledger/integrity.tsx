// What the server finds when it checks itself: what does not hold, how far it is, and the checks of everything.
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { Icon } from '../../components/icon.tsx';
import { FindingFacts, type FindingView } from '../../components/ledger/finding-facts.tsx';
import { PostButton } from '../../components/post-button.tsx';
import { formatCount } from '../../i18n/dates.ts';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface CheckRunView {
  state: 'waiting' | 'running' | 'stopping' | 'stopped' | 'interrupted' | 'done';
  /** The administrator's number; null where it came due. */
  askedBy: string | null;
  askedAt: string;
  endedAt: string | null;
  total: number;
  chains: number;
  blocks: number;
  files: number;
  findings: number;
  /** The first of what was found. */
  found: readonly string[];
}

export interface IntegrityProps {
  turns: { parts: number; checkedAt: string | null; roundSince: string | null };
  /** The first of them: what waits for somebody, then what is acknowledged. */
  findings: readonly FindingView[];
  counts: { open: number; acknowledged: number };
  /** The newest first. */
  runs: readonly CheckRunView[];
}

/** GET /integrity */
export function renderIntegrity(context: PageContext, props: IntegrityProps): string {
  return renderPage(context, {
    title: (page) => page.t('integrity.title'),
    content: <Integrity {...props} />,
  });
}

function Integrity({ turns, findings, counts, runs }: IntegrityProps) {
  const { t } = usePage();
  const open = runs.find(({ endedAt }) => endedAt === null);
  return (
    <>
      <PageHead
        title={t('integrity.title')}
        lead={t('integrity.lead')}
        back={{ href: paths.home, text: t('admin.title') }}
      />
      <div id="integrity" data-follow={open ? 2 : undefined}>
        {counts.open > 0 && <Findings findings={findings} count={counts.open} />}
        {counts.acknowledged > 0 && <Acknowledged findings={findings} count={counts.acknowledged} />}
        <Samples turns={turns} holds={counts.open + counts.acknowledged === 0} />
        {open ? <UnderWay run={open} /> : <Ask />}
        <Runs runs={runs.filter((run) => run !== open)} />
      </div>
    </>
  );
}

interface FindingsProps extends Pick<IntegrityProps, 'findings'> {
  count: number;
}

function Findings({ findings, count }: FindingsProps) {
  const { t } = usePage();
  const open = findings.filter(({ acknowledged }) => acknowledged === null);
  return (
    <Card title={t('integrity.found', { count: formatCount(count) })} tone="danger">
      <p>{t('integrity.todo')}</p>
      <ul class="rows">
        {open.map((finding) => (
          <li key={finding.id} class="row">
            <FindingFacts finding={finding} />
            <a class="button quiet small" href={paths.finding(finding.id)}>
              {t('integrity.acknowledge')}
            </a>
          </li>
        ))}
      </ul>
      <First shown={open.length} count={count} />
    </Card>
  );
}

function Acknowledged({ findings, count }: FindingsProps) {
  const { t } = usePage();
  const known = findings.filter(({ acknowledged }) => acknowledged !== null);
  return (
    <Card title={t('integrity.acknowledged', { count: formatCount(count) })} tone="attention">
      <p>{t('integrity.acknowledgedText')}</p>
      <ul class="rows">
        {known.map((finding) => (
          <li key={finding.id} class="row">
            <FindingFacts finding={finding} />
          </li>
        ))}
      </ul>
      <First shown={known.length} count={count} />
    </Card>
  );
}

function First({ shown, count }: { shown: number; count: number }) {
  const { t } = usePage();
  return shown < count ? <p class="help">{t('integrity.first', { count: formatCount(shown) })}</p> : null;
}

function Samples({ turns, holds }: { turns: IntegrityProps['turns']; holds: boolean }) {
  const { t, dateTime } = usePage();
  const { parts, checkedAt, roundSince } = turns;
  return (
    <Card title={t('integrity.samples')}>
      {checkedAt === null ? (
        <Empty>{t('admin.notVerified')}</Empty>
      ) : (
        <>
          {holds && (
            <p class="state ok">
              <Icon name="check" /> {t('integrity.allHolds')}
            </p>
          )}
          <dl class="facts">
            <div>
              <dt>{t('admin.checkedAt')}</dt>
              <dd>{dateTime(checkedAt)}</dd>
            </div>
            <div>
              <dt>{t('integrity.round')}</dt>
              <dd>{roundSince === null ? t('integrity.unfinished') : dateTime(roundSince)}</dd>
            </div>
            <div>
              <dt>{t('integrity.parts')}</dt>
              <dd>{formatCount(parts)}</dd>
            </div>
          </dl>
        </>
      )}
    </Card>
  );
}

function Ask() {
  const { t } = usePage();
  return (
    <Card title={t('integrity.whole')}>
      <div class="stack">
        <p>{t('integrity.wholeText')}</p>
        <PostButton action={paths.checkIntegrity} text={t('integrity.begin')} main />
      </div>
    </Card>
  );
}

function UnderWay({ run }: { run: CheckRunView }) {
  const { t } = usePage();
  const { state, chains, total } = run;
  const told = {
    waiting: t('integrity.waiting'),
    stopping: t('integrity.stopping'),
    running: t('integrity.running', { done: formatCount(chains), total: formatCount(total) }),
  };
  return (
    <Card title={t('integrity.whole')}>
      <div role="status">
        <p>
          <strong>{state in told ? told[state as keyof typeof told] : told.running}</strong>
        </p>
        <p class="muted">
          <Counts {...run} />
        </p>
      </div>
      <progress value={chains} max={Math.max(total, chains, 1)} aria-label={t('integrity.progress')} />
      <p class="muted">{t('integrity.wholeText')}</p>
      <div class="actions">
        <a class="button quiet" href={paths.integrity}>
          {t('copy.refresh')}
        </a>
        {state !== 'stopping' && <PostButton action={paths.stopIntegrity} text={t('copy.stop')} refuse />}
      </div>
    </Card>
  );
}

function Runs({ runs }: Pick<IntegrityProps, 'runs'>) {
  const { t } = usePage();
  return (
    <Card title={t('integrity.runs')}>
      {runs.length === 0 ? (
        <Empty>{t('integrity.none')}</Empty>
      ) : (
        <ul class="rows">
          {runs.map((run) => (
            <Ended key={run.askedAt} run={run} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Ended({ run }: { run: CheckRunView }) {
  const { t, dateTime } = usePage();
  const { state, findings, askedBy, askedAt, endedAt, found } = run;
  const words = state === 'stopped' || state === 'interrupted' ? state : findings > 0 ? 'bad' : 'done';
  const who = askedBy === null ? t('integrity.due') : t('integrity.asked', { who: askedBy });
  return (
    <li class="row">
      <div class="row-body">
        <p class={findings > 0 ? 'state critical' : 'row-title'}>
          {t(`integrity.state.${words}`, { count: formatCount(findings) })}
        </p>
        <p class="muted">
          {`${t('integrity.from', { from: dateTime(askedAt), to: dateTime(endedAt ?? askedAt) })} · ${who}`}
        </p>
        <p class="muted">
          <Counts {...run} />
        </p>
        {found.map((text) => (
          <p key={text} class="problem" lang="en">
            {text}
          </p>
        ))}
      </div>
    </li>
  );
}

function Counts({ chains, blocks, files }: Pick<CheckRunView, 'chains' | 'blocks' | 'files'>) {
  const { t } = usePage();
  const counts = { chains: formatCount(chains), blocks: formatCount(blocks), files: formatCount(files) };
  return <>{t('integrity.counts', counts)}</>;
}
