// A patient's QR card: a code for the doctor who sits before them, and what earlier codes show.

import { IntroductionList, type IntroductionView } from '../../components/access/introduction-list.tsx';
import { Card, PageHead } from '../../components/card.tsx';
import { Icon } from '../../components/icon.tsx';
import { LiveRegion, LiveSpeaker, renderRegions } from '../../components/live-region.tsx';
import { PostButton } from '../../components/post-button.tsx';
import { type QrCode, QrPicture } from '../../components/qr-picture.tsx';
import { InWhosePlace } from '../../layout/guardian-bar.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { PatientRef } from '../../view-types.ts';

export interface CardProps {
  patient: PatientRef;
  /** The code that waits for a doctor; null where there is none. */
  code: CardCode | null;
  /** What is open, that code included. */
  introductions: readonly IntroductionView[];
}

export interface CardCode {
  until: string;
  /** What to scan, and what to type at which address; null where it cannot be shown any more. */
  shown: { qr: QrCode; typed: string; address: string } | null;
}

/** The page. GET /card */
export function renderCard(context: PageContext, props: CardProps): string {
  return renderPage(context, {
    title: (page) => page.t('card.title'),
    content: <QrCard {...props} />,
    islands: ['live'],
  });
}

/** What changes on it when a doctor uses the code, and when something ends. */
export function renderCardLists(context: PageContext, props: CardProps): string {
  return renderRegions(context, <Now {...props} />);
}

function QrCard(props: CardProps) {
  const { t, inPlaceOf } = usePage();
  const back =
    inPlaceOf === undefined
      ? { href: paths.more, text: t('more.title') }
      : { href: paths.access, text: t('access.title') };
  return (
    <>
      <PageHead title={t('card.title')} lead={t('card.lead')} back={back} />
      <LiveSpeaker />
      <Now {...props} />
      <ul class="links card">
        <li>
          <a href={paths.emergencyCard}>
            <Icon name="warning" />
            <span>
              {t('emergencyCard.title')}
              <span class="help">{t('card.emergencyText')}</span>
            </span>
          </a>
        </li>
      </ul>
    </>
  );
}

function Now({ patient, code, introductions }: CardProps) {
  const { t, inPlaceOf } = usePage();
  return (
    <LiveRegion name="card-now" says={t('introduction.list')} ends={introductions.map(({ until }) => until)}>
      <Card title={t('card.show')}>
        <p class="card-of">
          <bdi>{inPlaceOf?.name ?? patient.name}</bdi> <span class="code">{patient.number}</span>
        </p>
        {code !== null && <Code code={code} />}
        <div class="stack">
          <p class="muted">{t('card.sees')}</p>
          <InWhosePlace />
          <PostButton
            action={paths.newIntroduction}
            text={t(code === null ? 'card.make' : 'card.renew')}
            main={code === null}
          />
        </div>
      </Card>
      <IntroductionList introductions={introductions} />
    </LiveRegion>
  );
}

function Code({ code: { until, shown } }: { code: CardCode }) {
  const { t, time } = usePage();
  if (shown === null) return <p class="empty">{t('card.unreadable')}</p>;
  return (
    <div class="card-code">
      <QrPicture {...shown.qr} label={t('card.qr')} />
      <p>
        <strong>{t('card.until', { time: time(until) })}</strong> · {t('card.newer')}
      </p>
      <p>{t('card.typed', { address: shown.address })}</p>
      <p class="code secret-key">{shown.typed}</p>
    </div>
  );
}
