// Who may read a patient's record: what waits for an answer, what is in force, what is past.

import { BlockedList, type BlockedPerson } from '../../components/access/blocked-list.tsx';
import { OpenEmergencies, PastEmergencies } from '../../components/access/emergency-list.tsx';
import { ActiveGrants, type PastAccess, PastAccessList } from '../../components/access/grant-list.tsx';
import { IntroductionList, type IntroductionView } from '../../components/access/introduction-list.tsx';
import { RequestCard } from '../../components/access/request-card.tsx';
import { WithheldList } from '../../components/access/withheld-list.tsx';
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { Icon } from '../../components/icon.tsx';
import { LiveRegion, LiveSpeaker, renderRegions } from '../../components/live-region.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { AccessRequestView, EmergencyView, GrantView, PatientBanner, RecordChoice } from '../../view-types.ts';

export interface AccessProps {
  patient: PatientBanner;
  waiting: readonly AccessRequestView[];
  active: readonly GrantView[];
  /** Codes that work now, and what they show. */
  introductions?: readonly IntroductionView[];
  /** Who has the record open in an emergency, and who had, latest first. */
  emergencies?: readonly EmergencyView[];
  /** Latest first. */
  past: readonly PastAccess[];
  /** What the patient withholds, latest first. */
  withheld?: readonly RecordChoice[];
  /** Whom the patient blocks, latest first. */
  blocked?: readonly BlockedPerson[];
}

/** What changes on this page without the patient. */
export type AccessListsProps = Pick<AccessProps, 'waiting' | 'active' | 'introductions' | 'past' | 'emergencies'>;

/** The access page of a patient. GET /access */
export function renderAccess(context: PageContext, props: AccessProps): string {
  return renderPage(context, {
    title: (page) => page.t('access.title'),
    content: <Access {...props} />,
    islands: ['live'],
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
      {blocked.length > 0 && (
        <Card title={t('block.list')}>
          <p class="muted">{t('block.lead')}</p>
          <BlockedList people={blocked} />
        </Card>
      )}
      <Past {...props} />
      {decides && (
        <p class="actions">
          <a class="button quiet" href={paths.newBlock}>
            <Icon name="lock" />
            {t('block.find')}
          </a>
          {inPlaceOf !== undefined && (
            <a class="button quiet" href={paths.copy}>
              <Icon name="records" />
              {t('copy.of', { patient: inPlaceOf.name })}
            </a>
          )}
        </p>
      )}
    </>
  );
}

function Now({ waiting, active, introductions = [], emergencies = [] }: AccessListsProps) {
  const { t, count } = usePage();
  const open = emergencies.filter(({ ended }) => ended === null);
  const ends = [...waiting, ...active, ...introductions, ...open].map(({ until }) => until);
  const requests = count('home.requests', waiting.length);
  const says = open.length === 0 ? requests : count('emergency.open', open.length);
  return (
    <LiveRegion name="access-now" says={says} ends={ends}>
      <OpenEmergencies items={open} />
      {waiting.length > 0 && (
        <Card title={requests} tone="attention">
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

function Past({ past, emergencies = [] }: AccessListsProps) {
  const { t } = usePage();
  const over = emergencies.filter(({ ended }) => ended !== null);
  return (
    <LiveRegion name="access-past" says={t('access.past')} ends={[]}>
      <Card title={t('access.past')}>
        {past.length === 0 ? <Empty>{t('access.nonePast')}</Empty> : <PastAccessList items={past} />}
      </Card>
      {over.length > 0 && (
        <Card title={t('emergency.past')}>
          <PastEmergencies items={over} />
        </Card>
      )}
    </LiveRegion>
  );
}
