// Guardianships as rows: who, how far, until when, and what can be done about it.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { GuardianshipState, GuardianshipView, Person } from '../../view-types.ts';
import { Avatar } from './grant-list.tsx';

/** Whom a row is about, as its reader sees it: the patient sees the guardian, the guardian the patient. */
export type Side = 'patient' | 'guardian';

interface GuardianListProps {
  items: readonly GuardianshipView[];
  /** Whose list it is. */
  side: Side;
  /** Only the way in or the answer, not the end. */
  brief?: boolean;
}

/** The other person of a guardianship. */
export function otherOf({ guardian, patient }: GuardianshipView, side: Side): Person {
  return side === 'patient' ? guardian : { login: patient.number, name: patient.name };
}

/** Guardianships that stand or wait, each with what its reader may do. */
export function GuardianList({ items, side, brief = false }: GuardianListProps) {
  return (
    <ul class="rows">
      {items.map((item) => (
        <li key={item.id} class="row">
          <Who item={item} side={side} />
          <div class="row-actions">
            <Actions item={item} side={side} brief={brief} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Guardianships that are over, each with the side on which the reader was. */
export function PastGuardians({ items }: { items: readonly (GuardianshipView & { side: Side })[] }) {
  const { date } = usePage();
  return (
    <ul class="rows">
      {items.map((item) => (
        <li key={item.id} class="row past">
          <Who item={item} side={item.side} />
          <p class="row-state">
            <GuardianBadge state={item.state} />
            <time dateTime={item.endedAt ?? item.invitedAt}>{date(item.endedAt ?? item.invitedAt)}</time>
          </p>
        </li>
      ))}
    </ul>
  );
}

function Who({ item, side }: { item: GuardianshipView; side: Side }) {
  const { t, date } = usePage();
  const other = otherOf(item, side);
  const relation = t(`relation.${item.relation}`);
  return (
    <>
      <Avatar name={other.name} />
      <div class="row-body">
        <p class="row-title">
          <strong>{other.name}</strong> <span class="code">{other.login}</span>{' '}
          {item.state === 'invited' && <GuardianBadge state="invited" />}
        </p>
        <p>
          {side === 'patient' ? relation : t('guardian.youAre', { relation })} · {t(`guardian.level.${item.level}`)}
        </p>
        <p class="muted">
          {t(item.acceptedAt === null ? 'guardian.invitedOn' : 'guardian.since', {
            date: date(item.acceptedAt ?? item.invitedAt),
          })}{' '}
          · <GuardianEnd item={item} />
          {item.atDesk && <> · {t('guardian.atDesk')}</>}
          {item.imported && <> · {t('access.imported')}</>}
        </p>
      </div>
    </>
  );
}

/** Until when, and why then. */
export function GuardianEnd({ item }: { item: Pick<GuardianshipView, 'until' | 'untilOfAge' | 'patient'> }) {
  const { t, date } = usePage();
  if (item.until === null) return <>{t('guardian.noEnd')}</>;
  if (!item.untilOfAge) return <strong>{t('access.untilDate', { date: date(item.until) })}</strong>;
  return <strong>{t('guardian.untilOfAge', { date: date(item.until), who: item.patient.name })}</strong>;
}

function Actions({ item, side, brief }: { item: GuardianshipView; side: Side; brief: boolean }) {
  const { t } = usePage();
  const who = otherOf(item, side).name;
  if (side === 'guardian' && item.state === 'invited') {
    return (
      <a class="button" href={paths.answerInvitation(item.id)} aria-label={t('guardian.answerWho', { who })}>
        {t('guardian.answer')}
      </a>
    );
  }
  const end = side === 'guardian' ? 'stepDown' : item.state === 'invited' ? 'takeBack' : 'remove';
  return (
    <>
      {side === 'guardian' && (
        <a class="button" href={paths.inPlaceOf(item.patient.number)} aria-label={t('guardian.openWho', { who })}>
          {t('guardian.open')}
        </a>
      )}
      {!brief && (
        <a
          class="button refuse"
          href={paths.endGuardianship(item.id)}
          aria-label={`${t(`guardian.${end}`)}: ${otherOf(item, side).name}`}
        >
          {t(`guardian.${end}`)}
        </a>
      )}
    </>
  );
}

const tones: Readonly<Record<GuardianshipState, string>> = {
  invited: 'high',
  accepted: 'ok',
  declined: 'critical',
  cancelled: 'plain',
  removed: 'plain',
  'stepped-down': 'plain',
  ended: 'plain',
};

/** The state, as a word with a colour. */
export function GuardianBadge({ state }: { state: GuardianshipState }) {
  const { t } = usePage();
  return <span class={`badge ${tones[state]}`}>{t(`guardian.state.${state}`)}</span>;
}
