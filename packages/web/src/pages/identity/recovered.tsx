// What is handed over at the desk after a recovery: the one-time password, never shown again.
import { PageHead } from '../../components/card.tsx';
import { type HandedOver, HandedOverCard } from '../../components/identity/handed-over.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export type RecoveredProps = HandedOver;

/** The answer to POST /recoveries/:id/confirm, made for printing. */
export function renderRecovered(context: PageContext, props: RecoveredProps): string {
  return renderPage(context, { title: (page) => page.t('deskRecovery.done'), content: <Recovered {...props} /> });
}

function Recovered(props: RecoveredProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('deskRecovery.done')} lead={props.name} />
      <HandedOverCard
        {...props}
        once={t('deskRecovery.once')}
        next={{ href: paths.recoveries, text: t('deskRecovery.title') }}
      />
    </>
  );
}
