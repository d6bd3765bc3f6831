// Who may read a patient's record: what waits for an answer, what is in force, what is past.

import { BlockedList, type BlockedPerson } from '../components/blocked-list.tsx';
import { Card, Empty, PageHead } from '../components/card.tsx';
import { ActiveGrants, type PastAccess, PastAccessList } from '../components/grant-list.tsx';
import { Icon } from '../components/icon.tsx';
import { IntroductionList, type IntroductionView } from '../components/introduction-list.tsx';
import { LiveRegion, LiveSpeaker, renderRegions } from '../components/live-region.tsx';
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
  /** Codes that work now, and what they show. */
  introductions?: readonly IntroductionView[];
  /** Latest first. */
  past: readonly PastAccess[];
  /** What the patient withholds, latest first. */
  withheld?: readonly RecordChoice[];
  /** Whom the patient blocks, latest first. */
  blocked?: readonly BlockedPerson[];
}

/** What changes on this page without the patient. */
export type AccessListsProps = Pick<AccessProps, 'waiting' | 'active' | 'introductions' | 'past'>;

/** The access page of a patient. GET /access */
export function renderAccess(context: PageContext, props: AccessProps): string {
  return renderPage(context, {
    title: (page) => page.t('access.title'),
    content: <Access {...props} />,
    islands: context.inPlaceOf ? [] : ['live'], // events tell an account of its own lists
    width: 'wide',
  });
}

/** Its lists alone, for the island that keeps them up to date. */
export function renderAccessLists(context: PageContext, props: AccessListsProps): string {
  return renderRegions(
    context,
    <>
      <Now {...props} />
      <Past {...props} />
    </>,
  );
}

function Access({ withheld = [], blocked = [], ...props }: AccessProps) {
  const { t, decides, inPlaceOf } = usePage();
  return (
    <>
      <PageHead title={t('access.title')} lead={t('access.lead')}>
        {decides && (
          <>
            <a class="button" href={paths.share}>
              <Icon name="plus" />
              {t('access.share')}
            </a>
            <a class="button quiet" href={paths.card}>
              <Icon name="qr" />
              {t('card.title')}
            </a>
          </>
        )}
        <a class="button quiet" href={paths.accessLog}>
          <Icon name="eye" />
          {t('access.log')}
        </a>
      </PageHead>
      <LiveSpeaker />
      <Now {...props} />
      {withheld.length > 0 && (
        <Card title={t('access.withheld')}>
          <p class="muted">{t('access.withheldText')}</p>
          <WithheldList records={withheld} patient={props.patient.number} />
        </Card>
      )}
      {inPlaceOf === undefined && blocked.length > 0 && (
        <Card title={t('block.list')}>
          <p class="muted">{t('block.lead')}</p>
          <BlockedList people={blocked} />
        </Card>
      )}
      <Past {...props} />
      {inPlaceOf === undefined && (
        <p>
          <a class="button quiet" href={paths.newBlock}>
            <Icon name="lock" />
            {t('block.find')}
          </a>
        </p>
      )}
    </>
  );
}

function Now({ waiting, active, introductions = [] }: AccessListsProps) {
  const { t, count } = usePage();
  const ends = [...waiting, ...active, ...introductions].map(({ until }) => until);
  return (
    <LiveRegion name="access-now" says={count('home.requests', waiting.length)} ends={ends}>
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
      {introductions.length > 0 && <IntroductionList introductions={introductions} />}
    </LiveRegion>
  );
}

function Past({ past }: AccessListsProps) {
  const { t } = usePage();
  return (
    <LiveRegion name="access-past" says={t('access.past')} ends={[]}>
      <Card title={t('access.past')}>
        {past.length === 0 ? <Empty>{t('access.nonePast')}</Empty> : <PastAccessList items={past} />}
      </Card>
    </LiveRegion>
  );
}
