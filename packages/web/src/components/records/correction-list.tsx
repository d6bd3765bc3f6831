// Corrections as both sides see them: which record, what is asked, by when, and what was answered.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { PatientRef } from '../../view-types.ts';
import { Icon } from '../icon.tsx';

/** A correction. `overdue` is true while it waits longer than it should. */
export interface CorrectionView {
  id: string;
  patient: PatientRef;
  record: { number: number; label: string };
  author: string;
  wrong: string;
  should: string;
  state: 'asked' | 'accepted' | 'refused';
  overdue: boolean;
  askedAt: string;
  due: string;
  answer: { text: string; at: string; who: string } | null;
  /** The version that the record got after the request was accepted. */
  amended?: number;
}

/** How many wait, and how many of these too long. */
export interface CorrectionCounts {
  open: number;
  overdue: number;
}

/** The patient's own: all that was asked and answered. */
export function OwnCorrections({ items }: { items: readonly CorrectionView[] }) {
  const { t, date } = usePage();
  return (
    <ul class="rows">
      {items.map((item) => (
        <li key={item.id} class="row correction">
          <div class="row-body">
            <p class="row-title">
              <a href={paths.record(item.patient.number, item.record.number)}>{item.record.label}</a>{' '}
              <StateBadge item={item} />
            </p>
            <CorrectionWords item={item} />
            <p class="muted">
              {item.author} · {t('correction.askedOn', { date: date(item.askedAt) })}
              {item.state === 'asked' && ` · ${t('correction.due', { date: date(item.due) })}`}
            </p>
            {item.answer !== null && <Answer answer={item.answer} />}
            <AmendedLink item={item} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** What is asked of somebody: no word of it before it is opened, which the patient's log tells. */
export function AskedCorrections({ items }: { items: readonly CorrectionView[] }) {
  const { t, date } = usePage();
  return (
    <ul class="rows">
      {items.map((item) => (
        <li key={item.id} class="row correction">
          <div class="row-body">
            <p class="row-title">
              {item.patient.name} <span class="code">{item.record.label}</span> <StateBadge item={item} />
            </p>
            <p class="muted">
              {item.author} · {t('correction.askedOn', { date: date(item.askedAt) })} ·{' '}
              {item.answer === null
                ? t('correction.due', { date: date(item.due) })
                : t('correction.answeredOn', { date: date(item.answer.at), who: item.answer.who })}
            </p>
          </div>
          <a
            class={item.state === 'asked' ? 'button' : 'button quiet'}
            href={paths.correction(item.id)}
            aria-label={`${t(item.state === 'asked' ? 'corrections.read' : 'request.details')}: ${item.record.label}`}
          >
            {t(item.state === 'asked' ? 'corrections.read' : 'request.details')}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What is wrong, and what it should say. */
export function CorrectionWords({ item }: { item: Pick<CorrectionView, 'wrong' | 'should'> }) {
  const { t } = usePage();
  return (
    <dl class="facts correction-words">
      <div>
        <dt>{t('correction.label.wrong')}</dt>
        <dd class="typed">{item.wrong}</dd>
      </div>
      <div>
        <dt>{t('correction.label.should')}</dt>
        <dd class="typed">{item.should}</dd>
      </div>
    </dl>
  );
}

/** Where the record was amended since: what changed in it. */
export function AmendedLink({ item }: { item: CorrectionView }) {
  const { t } = usePage();
  if (item.amended === undefined) return null;
  return (
    <p>
      <a href={paths.changes(item.patient.number, item.record.number, item.amended)}>{t('correction.amended')}</a>
    </p>
  );
}

/** The answer, with who gave it and when. */
export function Answer({ answer }: { answer: NonNullable<CorrectionView['answer']> }) {
  const { t, date } = usePage();
  return (
    <div class="correction-answer">
      <p class="typed">{answer.text}</p>
      <p class="muted">{t('correction.answeredOn', { date: date(answer.at), who: answer.who })}</p>
    </div>
  );
}

/** How it stands, in a word. */
export function StateBadge({ item }: { item: Pick<CorrectionView, 'state' | 'overdue'> }) {
  const { t } = usePage();
  if (item.overdue) return <span class="badge high">▲ {t('correction.state.overdue')}</span>;
  const tone = { asked: 'plain', accepted: 'ok', refused: 'plain' }[item.state];
  return <span class={`badge ${tone}`}>{t(`correction.state.${item.state}`)}</span>;
}

/** On a start page: how many wait; nothing where none do. */
export function CorrectionsWaiting({ counts }: { counts: CorrectionCounts | undefined }) {
  const { count } = usePage();
  if (counts === undefined || counts.open === 0) return null;
  return (
    <a class="card waiting-link" href={paths.corrections}>
      <Icon name="pen" />
      <span>
        <strong>{count('corrections.waiting', counts.open)}</strong>
        {counts.overdue > 0 && ` · ${count('corrections.overdue', counts.overdue)}`}
      </span>
      <Icon name="arrow" />
    </a>
  );
}
