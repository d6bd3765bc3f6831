// Guardians: those who stand in my place, those in whose place I stand, and what was before.

import { GuardianList, PastGuardians, type Side } from '../../components/access/guardian-list.tsx';
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { Icon } from '../../components/icon.tsx';
import { DeskWaiting } from '../../components/identity/desk-waiting.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { DeskActView, GuardianshipView } from '../../view-types.ts';

export interface GuardiansProps {
  /** Guardians whom the desk entered for me, and nobody confirmed yet. */
  atDesk: readonly DeskActView[];
  /** Who asks me to be their guardian. */
  invitations: readonly GuardianshipView[];
  /** My guardians, and whom I invited. */
  guardians: readonly GuardianshipView[];
  /** In whose place I may act. */
  patients: readonly GuardianshipView[];
  /** What is over, latest first. */
  past: readonly (GuardianshipView & { side: Side })[];
}

/** GET /guardians */
export function renderGuardians(context: PageContext, props: GuardiansProps): string {
  return renderPage(context, {
    title: (page) => page.t('guardians.title'),
    content: <Guardians {...props} />,
    width: 'wide',
  });
}

function Guardians({ atDesk, invitations, guardians, patients, past }: GuardiansProps) {
  const { t, count } = usePage();
  return (
    <>
      <PageHead
        title={t('guardians.title')}
        lead={t('guardians.lead')}
        back={{ href: paths.more, text: t('more.title') }}
      >
        <a class="button" href={paths.inviteGuardian}>
          <Icon name="plus" />
          {t('guardians.invite')}
        </a>
      </PageHead>
      <DeskWaiting acts={atDesk} />
      {invitations.length > 0 && (
        <Card title={count('guardians.invitations', invitations.length)} tone="attention">
          <GuardianList items={invitations} side="guardian" />
        </Card>
      )}
      <Card title={t('guardians.mine')}>
        {guardians.length === 0 ? (
          <Empty>{t('guardians.noneMine')}</Empty>
        ) : (
          <GuardianList items={guardians} side="patient" />
        )}
      </Card>
      <Card title={t('guardians.patients')}>
        {patients.length === 0 ? (
          <Empty>{t('guardians.nonePatients')}</Empty>
        ) : (
          <GuardianList items={patients} side="guardian" />
        )}
      </Card>
      {past.length > 0 && (
        <Card title={t('guardians.past')}>
          <PastGuardians items={past} />
        </Card>
      )}
    </>
  );
}
