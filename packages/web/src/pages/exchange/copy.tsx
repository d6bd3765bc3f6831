// The copy of the whole record: asked for, made with progress, ready for a day.
import { Card, PageHead } from '../../components/card.tsx';
import { Icon } from '../../components/icon.tsx';
import { InWhosePlace } from '../../layout/guardian-bar.tsx';
import { type Page, usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

/** How the copy stands; `until` is when a ready one is deleted, `size` its bytes. */
export type CopyState =
  | { state: 'none' | 'waiting' | 'failed' | 'stopped' }
  | { state: 'running'; done: number; total: number }
  | { state: 'ready'; size: number; askedAt: string; until: string };

export interface CopyProps {
  copy: CopyState;
}

/** The page. GET /copy; POST /copy {}, /copy/stop {}; the file is GET /copy/download */
export function renderCopy(context: PageContext, props: CopyProps): string {
  return renderPage(context, { title: titleOf, content: <Copy {...props} /> });
}

function Copy({ copy }: CopyProps) {
  const page = usePage();
  const { t, inPlaceOf } = page;
  const own = { href: paths.more, text: t('more.title') };
  const back = inPlaceOf === undefined ? own : { href: paths.access, text: t('access.title') };
  const under = copy.state === 'waiting' || copy.state === 'running';
  return (
    <>
      <PageHead title={titleOf(page)} lead={t('copy.lead')} back={back} />
      <section class="card stack" id="copy" data-follow={under ? 2 : undefined}>
        {under ? <UnderWay copy={copy} /> : <AtRest copy={copy} />}
      </section>
      <Card title={t('copy.inside')}>
        <ul class="points">
          <li>{t('copy.insidePdf')}</li>
          <li>{t('copy.insideBundle')}</li>
          <li>{t('copy.insideFiles')}</li>
          <li>{t('copy.insideProof')}</li>
        </ul>
        <p class="muted">{t('copy.warning')}</p>
      </Card>
    </>
  );
}

function titleOf({ t, inPlaceOf }: Page): string {
  return inPlaceOf === undefined ? t('copy.title') : t('copy.of', { patient: inPlaceOf.name });
}

function UnderWay({ copy }: CopyProps) {
  const { t, csrf } = usePage();
  const counts = copy.state === 'running' ? copy : { done: 0, total: 1 };
  return (
    <>
      <p role="status">{copy.state === 'running' ? t('copy.running', counts) : t('copy.waiting')}</p>
      <progress value={counts.done} max={Math.max(counts.total, 1)} aria-label={t('copy.progress')} />
      <p class="muted">{t('copy.leave')}</p>
      <form class="actions" method="post" action={paths.stopCopy}>
        <input type="hidden" name="_csrf" value={csrf} />
        <a class="button quiet" href={paths.copy}>
          {t('copy.refresh')}
        </a>
        <button class="button refuse" type="submit">
          {t('copy.stop')}
        </button>
      </form>
    </>
  );
}

function AtRest({ copy }: CopyProps) {
  const { t, csrf, dateTime } = usePage();
  const ready = copy.state === 'ready' ? copy : null;
  return (
    <>
      {copy.state === 'failed' && (
        <p role="status">
          <Icon name="warning" /> {t('copy.failed')}
        </p>
      )}
      {copy.state === 'stopped' && <p role="status">{t('copy.stopped')}</p>}
      {ready !== null && (
        <>
          <p role="status">
            <strong>{t('copy.ready', { size: megabytes(ready.size), date: dateTime(ready.askedAt) })}</strong>
          </p>
          <p class="muted">{t('copy.until', { date: dateTime(ready.until) })}</p>
        </>
      )}
      <InWhosePlace />
      <form class="actions" method="post" action={paths.copy}>
        <input type="hidden" name="_csrf" value={csrf} />
        {ready !== null && (
          <a class="button" href={paths.downloadCopy} download>
            {t('copy.download')}
          </a>
        )}
        <button class={ready === null ? 'button' : 'button quiet'} type="submit">
          {t(copy.state === 'none' ? 'copy.make' : 'copy.again')}
        </button>
      </form>
    </>
  );
}

function megabytes(bytes: number): string {
  return (Math.ceil(bytes / 100_000) / 10).toFixed(1);
}
