// Records that were opened in an emergency, as everybody concerned meets them: the patient, a guardian, the doctor, and
// how many an administrator still has to review.

import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { EmergencyView } from '../../view-types.ts';
import { Card } from '../card.tsx';
import { Icon } from '../icon.tsx';
import { PostButton } from '../post-button.tsx';
import { TypedFacts } from '../typed-facts.tsx';
import { Avatar } from './grant-list.tsx';
import { RequesterName } from './request-card.tsx';

interface Items {
  items: readonly EmergencyView[];
}

/** Who has the record open now, why and until when, and the way to end it; nothing where nobody has. */
export function OpenEmergencies({ items }: Items) {
  const { count } = usePage();
  if (items.length === 0) return null;
  return (
    <Card title={count('emergency.open', items.length)} tone="danger">
      {items.map((item) => (
        <OpenEmergency key={item.id} item={item} />
      ))}
    </Card>
  );
}

function OpenEmergency({ item }: { item: EmergencyView }) {
  const { t, rich, decides } = usePage();
  return (
    <article class="request" data-key={item.id}>
      <p class="request-words">{rich('emergency.sentence', { who: <RequesterName requester={item.doctor} /> })}</p>
      <EmergencyFacts item={item} />
      {decides ? (
        <div class="actions">
          <PostButton
            action={paths.endEmergencyOf(item.id)}
            text={t('emergency.end')}
            label={t('emergency.endWho', { who: item.doctor.name })}
            refuse
          />
        </div>
      ) : (
        <p class="muted">{t('guardian.onlyComplete')}</p>
      )}
    </article>
  );
}

/** Why, since when and until when. */
export function EmergencyFacts({ item }: { item: EmergencyView }) {
  const { t, dateTime } = usePage();
  const facts = [
    [t('emergency.label.reason'), t(`emergency.reason.${item.reason}`)],
    [t('emergency.label.note'), item.note],
    [t('emergency.since'), dateTime(item.since)],
    [t('emergency.ends'), dateTime(item.ended?.at ?? item.until)],
  ] as const;
  return <TypedFacts facts={facts} />;
}

/** Records of patients whose guardian the reader is. */
export function WardEmergencies({ items }: Items) {
  const { t, dateTime } = usePage();
  return items.map((item) => (
    <a key={item.id} class="card waiting-link danger" href={`${paths.inPlaceOf(item.patient.number)}access`}>
      <Icon name="warning" />
      <span>{t('emergency.ofWard', { patient: item.patient.name, until: dateTime(item.until) })}</span>
      <Icon name="arrow" />
    </a>
  ));
}

/** Those that are over, with the outcome of their review. */
export function PastEmergencies({ items }: Items) {
  const { t, dateTime, date } = usePage();
  return (
    <ul class="rows">
      {items.map((item) => (
        <li key={item.id} class="row past" data-key={item.id}>
          <Avatar name={item.doctor.name} />
          <div class="row-body">
            <p class="row-title">
              <RequesterName requester={item.doctor} />
            </p>
            <p class="typed">
              {t(`emergency.reason.${item.reason}`)}: {item.note}
            </p>
            <p class="muted">
              {dateTime(item.since)} · <EndedWords item={item} />
            </p>
            {item.review !== null && (
              <p class="typed">
                {t('emergency.reviewed', { date: date(item.review.at), who: item.review.by, note: item.review.note })}
              </p>
            )}
          </div>
          <p class="row-state">
            <OutcomeBadge item={item} />
          </p>
        </li>
      ))}
    </ul>
  );
}

/** When it ended, and by whom. */
export function EndedWords({ item }: { item: EmergencyView }) {
  const { t, dateTime } = usePage();
  if (item.ended === null) return t('emergency.stillOpen', { until: dateTime(item.until) });
  return t(`emergency.ended.${item.ended.by}`, { at: dateTime(item.ended.at) });
}

/** How the review stands, in a word. */
export function OutcomeBadge({ item }: { item: Pick<EmergencyView, 'review' | 'overdue'> }) {
  const { t } = usePage();
  if (item.overdue) return <span class="badge high">▲ {t('emergency.state.overdue')}</span>;
  const state = item.review?.outcome ?? 'waiting';
  const tone = { waiting: 'plain', justified: 'ok', 'not-justified': 'critical' }[state];
  return <span class={`badge ${tone}`}>{t(`emergency.state.${state}`)}</span>;
}

/** For the doctor: what is open, and the way there. */
export function TakenEmergencies({ items }: Items) {
  const { t, dateTime } = usePage();
  return (
    <ul class="rows">
      {items.map(({ id, patient, until }) => (
        <li key={id} class="row" data-key={id}>
          <Avatar name={patient.name} />
          <div class="row-body">
            <p class="row-title">
              <a href={paths.emergency(patient.number)}>{patient.name}</a> <span class="code">{patient.number}</span>
            </p>
            <p class="muted">{t('emergency.until', { until: dateTime(until) })}</p>
          </div>
          <div class="row-acts">
            <PostButton
              action={paths.endEmergency(patient.number)}
              text={t('emergency.end')}
              label={t('emergency.endOf', { patient: patient.name })}
              refuse
            />
          </div>
        </li>
      ))}
    </ul>
  );
}

export interface EmergencyCounts {
  open: number;
  overdue: number;
}

/** On an administrator's start page: how many wait for their review; nothing where none do. */
export function EmergenciesWaiting({ counts }: { counts: EmergencyCounts | undefined }) {
  const { count } = usePage();
  if (counts === undefined || counts.open === 0) return null;
  return (
    <a class={counts.overdue > 0 ? 'card waiting-link danger' : 'card waiting-link'} href={paths.emergencies}>
      <Icon name="warning" />
      <span>
        <strong>{count('emergencies.waiting', counts.open)}</strong>
        {counts.overdue > 0 && ` · ${count('emergencies.overdue', counts.overdue)}`}
      </span>
      <Icon name="arrow" />
    </a>
  );
}
