// The administrators' queue of records that were opened in an emergency: who, when, which number, why. Nothing clinical.

import { EndedWords, OutcomeBadge } from '../../components/access/emergency-list.tsx';
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { EmergencyView } from '../../view-types.ts';

export interface EmergenciesProps {
  /** The oldest first. */
  waiting: readonly EmergencyView[];
  /** The latest first. */
  reviewed: readonly EmergencyView[];
}

/** The queue. GET /emergencies */
export function renderEmergencies(context: PageContext, props: EmergenciesProps): string {
  return renderPage(context, {
    title: (page) => page.t('emergencies.title'),
    content: <Emergencies {...props} />,
    width: 'wide',
  });
}

function Emergencies({ waiting, reviewed }: EmergenciesProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead
        title={t('emergencies.title')}
        lead={t('emergencies.lead')}
        back={{ href: paths.home, text: t('admin.title') }}
      >
        <a class="button quiet" href={paths.emergencyDoctors}>
          {t('authorise.title')}
        </a>
      </PageHead>
      <Card title={t('emergencies.toReview', { count: waiting.length })}>
        {waiting.length === 0 ? <Empty>{t('emergencies.none')}</Empty> : <Queue items={waiting} />}
      </Card>
      <Card title={t('emergencies.reviewed')}>
        {reviewed.length === 0 ? <Empty>{t('emergencies.noneReviewed')}</Empty> : <Queue items={reviewed} />}
      </Card>
    </>
  );
}

function Queue({ items }: { items: readonly EmergencyView[] }) {
  const { t, dateTime } = usePage();
  return (
    <ul class="rows">
      {items.map((item) => {
        const open = item.review === null;
        const act = t(open ? 'emergencies.look' : 'request.details');
        return (
          <li key={item.id} class="row">
            <div class="row-body">
              <p class="row-title">
                <strong>{item.doctor.name}</strong> <span class="code">{item.doctor.login}</span> →{' '}
                <span class="code">{item.patient.number}</span> <OutcomeBadge item={item} />
              </p>
              <p class="muted">
                {t(`emergency.reason.${item.reason}`)} · {dateTime(item.since)} · <EndedWords item={item} />
              </p>
            </div>
            <a
              class={open ? 'button' : 'button quiet'}
              href={paths.reviewEmergency(item.id)}
              aria-label={`${act}: ${item.doctor.name}, ${item.patient.number}`}
            >
              {act}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
