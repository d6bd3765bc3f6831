// Who may read a patient's record: what waits for an answer, what is in force, what is past.
import { Card, Empty, PageHead } from '../components/card.tsx';
import { ActiveGrants, type PastAccess, PastAccessList } from '../components/grant-list.tsx';
import { Icon } from '../components/icon.tsx';
import { RequestCard } from '../components/request-card.tsx';
import { WithheldList } from '../components/withheld-list.tsx';
import { usePage } from '../layout/page.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { AccessRequestView, GrantView, PatientBanner, RecordChoice } from '../view-types.ts';

export interface AccessProps {
  patient: PatientBanner;
  waiting: readonly AccessRequestView[];
  active: readonly GrantView[];
  /** Latest first. */
  past: readonly PastAccess[];
  /** What the patient withholds, latest first. */
  withheld?: readonly RecordChoice[];
}

/** The access page of a patient. GET /access */
export function renderAccess(context: PageContext, props: AccessProps): string {
  return renderPage(context, {
    title: (page) => page.t('access.title'),
    content: <Access {...props} />,
    width: 'wide',
  });
}

function Access({ patient, waiting, active, past, withheld = [] }: AccessProps) {
  const { t, count, decides } = usePage();
  return (
    <>
      <PageHead title={t('access.title')} lead={t('access.lead')}>
        {decides && (
          <a class="button" href={paths.share}>
            <Icon name="plus" />
            {t('access.share')}
          </a>
        )}
        <a class="button quiet" href={paths.accessLog}>
          <Icon name="eye" />
          {t('access.log')}
        </a>
      </PageHead>
      {waiting.length > 0 && (
        <Card title={count('home.requests', waiting.length)} tone="attention">
          {waiting.map((request) => (
            <RequestCard key={request.id} request={request} />
          ))}
        </Card>
      )}
      <Card title={t('access.active')}>
        {active.length === 0 ? <Empty>{t('access.noneActive')}</Empty> : <ActiveGrants grants={active} />}
      </Card>
      {withheld.length > 0 && (
        <Card title={t('access.withheld')}>
          <p class="muted">{t('access.withheldText')}</p>
          <WithheldList records={withheld} patient={patient.number} />
        </Card>
      )}
      <Card title={t('access.past')}>
        {past.length === 0 ? <Empty>{t('access.nonePast')}</Empty> : <PastAccessList items={past} />}
      </Card>
    </>
  );
}
