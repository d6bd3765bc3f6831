// The start page of staff: find a patient, and what one has written.

import { FindCard } from '../components/access/find-card.tsx';
import { Card, Empty, PageHead } from '../components/card.tsx';
import { type CorrectionCounts, CorrectionsWaiting } from '../components/records/correction-list.tsx';
import { Timeline } from '../components/records/timeline.tsx';
import { usePage } from '../layout/page.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { TimelineItem } from '../view-types.ts';

export interface StaffHomeProps {
  name: string;
  /** Records that this person wrote, each with its patient. */
  written: readonly TimelineItem[];
  /** Corrections that wait for an answer. */
  corrections?: CorrectionCounts;
}

/** The start page of staff. */
export function renderStaffHome(context: PageContext, props: StaffHomeProps): string {
  return renderPage(context, {
    title: (page) => page.t('staff.title'),
    content: <StaffHome {...props} />,
    width: 'wide',
  });
}

function StaffHome({ name, written, corrections }: StaffHomeProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead title={name} lead={t('staff.lead')}>
        <a class="button quiet" href={paths.desk}>
          {t('atDesk.title')}
        </a>
      </PageHead>
      <CorrectionsWaiting counts={corrections} />
      <div class="desk">
        <Card title={t('doctor.written')}>
          {written.length === 0 ? <Empty>{t('doctor.noneWritten')}</Empty> : <Timeline items={written} patient="" />}
        </Card>
        <FindCard />
      </div>
    </>
  );
}
