// Parts of a page that the island `live` keeps up to date: it fetches the same address again and gets these parts alone.
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { openPage, PageProvider, usePage } from '../layout/page.tsx';
import type { PageContext } from '../page-context.ts';
import { inRecordOf } from '../paths.ts';

interface LiveRegionProps {
  /** One of its kind on the page. */
  name: string;
  /** What is said when it has changed: the list and how many it holds. */
  says: string;
  /** When something in it ends by itself; ISO 8601 UTC. */
  ends: readonly string[];
  children: ComponentChildren;
}

/** A list, or several, that change when somebody else acts or when something in them ends. */
export function LiveRegion({ name, says, ends, children }: LiveRegionProps) {
  const { t, now } = usePage();
  const next = ends.filter((end) => end > now).sort()[0];
  return (
    <div data-live={name} data-says={t('live.changed', { list: says })} data-now={now} data-ends={next} tabIndex={-1}>
      {children}
    </div>
  );
}

/** Where changes are announced; once on a page that has regions. */
export function LiveSpeaker() {
  return <p class="visually-hidden" role="status" data-live-speaker />;
}

/** Regions alone, as the island asks for them. */
export function renderRegions(context: PageContext, regions: ComponentChildren): string {
  const render = () => renderToString(<PageProvider value={openPage(context)}>{regions}</PageProvider>);
  return inRecordOf(context.inPlaceOf?.number ?? null, render);
}
