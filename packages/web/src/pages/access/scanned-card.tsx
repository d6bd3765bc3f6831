// The emergency card as whoever scans it sees it, and as it is printed.
import type { CardAnswers } from '@patrec/fhir';
import { CardLines } from '../../components/access/card-lines.tsx';
import { PageHead } from '../../components/card.tsx';
import { Icon } from '../../components/icon.tsx';
import { type QrCode, QrPicture } from '../../components/qr-picture.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface ScannedCardProps {
  answers: CardAnswers;
  writtenAt: string;
}

/** What is on it, for anybody with the code. GET /e/:code */
export function renderScannedCard(context: PageContext, props: ScannedCardProps): string {
  return renderPage(context, { title: (page) => page.t('emergencyCard.title'), content: <ScannedCard {...props} /> });
}

function ScannedCard({ answers, writtenAt }: ScannedCardProps) {
  const { t, date } = usePage();
  return (
    <>
      <PageHead title={t('emergencyCard.title')} lead={t('emergencyCard.written', { date: date(writtenAt) })} />
      <section class="card attention">
        <CardLines answers={answers} />
      </section>
      <p>{t('emergencyCard.incomplete')}</p>
      <p class="muted">{t('emergencyCard.told')}</p>
    </>
  );
}

/** A code that shows nothing, whatever the reason. */
export function renderWorthlessCard(context: PageContext): string {
  return renderPage(context, { title: (page) => page.t('emergencyCard.title'), content: <WorthlessCard /> });
}

function WorthlessCard() {
  const { t } = usePage();
  return (
    <section class="card failure">
      <span class="failure-sign">
        <Icon name="warning" />
      </span>
      <h1>{t('emergencyCard.gone')}</h1>
      <p>{t('emergencyCard.goneText')}</p>
    </section>
  );
}

export interface PrintedCardProps {
  answers: CardAnswers;
  /** Null where the code cannot be read any more: the card needs a new one. */
  qr: QrCode | null;
}

/** The card on paper, to be cut out. GET /card/emergency/print */
export function renderPrintedCard(context: PageContext, props: PrintedCardProps): string {
  return renderPage(context, {
    title: (page) => page.t('emergencyCard.printTitle'),
    content: props.qr === null ? <Unreadable /> : <PrintedCard answers={props.answers} qr={props.qr} />,
  });
}

function PrintedCard({ answers, qr }: { answers: CardAnswers; qr: QrCode }) {
  const { t, date, now } = usePage();
  return (
    <div data-print-now>
      <div class="no-print">
        <PageHead
          title={t('emergencyCard.printTitle')}
          lead={t('emergencyCard.printLead')}
          back={{ href: paths.emergencyCard, text: t('emergencyCard.title') }}
        >
          <button class="button" type="button" data-print hidden>
            {t('emergencyCard.print')}
          </button>
        </PageHead>
        <noscript>{t('print.noScript')}</noscript>
      </div>
      <section class="paper-card">
        <div class="paper-card-text">
          <h2>
            <Icon name="plus" /> {t('emergencyCard.title')}
          </h2>
          <CardLines answers={answers} paper />
        </div>
        <div class="paper-card-code">
          <QrPicture {...qr} label={t('emergencyCard.qr')} />
          <p>{t('emergencyCard.scan')}</p>
          <p class="muted">{t('emergencyCard.asOf', { date: date(now) })}</p>
        </div>
      </section>
    </div>
  );
}

function Unreadable() {
  const { t } = usePage();
  const back = { href: paths.emergencyCard, text: t('emergencyCard.title') };
  return (
    <>
      <PageHead title={t('emergencyCard.printTitle')} back={back} />
      <p class="card">{t('card.unreadable')}</p>
    </>
  );
}
