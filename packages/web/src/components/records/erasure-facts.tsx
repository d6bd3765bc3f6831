// An erasure as administrators meet it: what is to go, under what law, where it stands, and how much it takes.

import type { ErasureBasis, ErasureState } from '@patrec/fhir';
import type { ComponentChildren } from 'preact';
import { formatCount } from '../../i18n/dates.ts';
import { type Page, usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { Person, RecordType } from '../../view-types.ts';
import { Card } from '../card.tsx';
import { fileSize } from '../file-size.ts';
import { Icon } from '../icon.tsx';
import { TypedFacts } from '../typed-facts.tsx';

/** What was proposed; `record` is null for the whole chart. */
export interface ErasureView {
  id: string;
  patientNumber: string;
  record: number | null;
  basis: ErasureBasis;
  reference: string;
  reason: string;
  proposed: { at: string; by: Person };
  until: string;
  state: ErasureState;
  ended: { at: string; by: Person } | null;
}

/** How much goes, by kinds and days: nothing of what it says. */
export interface ErasurePreviewView {
  kinds: readonly { type: RecordType; count: number; first: string; last: string }[];
  versions: number;
  files: number;
  bytes: number;
  corrections: number;
}

/** What is to go, in words: `PAT001-REC7`, or the whole chart. */
export function erasedWhat(
  { t }: Page,
  { patientNumber, record }: Pick<ErasureView, 'patientNumber' | 'record'>,
): string {
  return record === null ? t('erasure.chart', { patient: patientNumber }) : `${patientNumber}-REC${record}`;
}

/** The law, its reference and the reason. */
export function ErasureGrounds({ basis, reference, reason }: Pick<ErasureView, 'basis' | 'reference' | 'reason'>) {
  const { t } = usePage();
  const facts = [
    [t('erasure.label.basis'), t(`erasure.basis.${basis}`)],
    [t('erasure.label.reference'), reference],
    [t('erasure.label.reason'), reason],
  ] as const;
  return <TypedFacts facts={facts} wide />;
}

/** Where it stands. */
export function ErasureBadge({ state }: Pick<ErasureView, 'state'>) {
  const { t } = usePage();
  const tone = state === 'proposed' ? 'high' : state === 'erased' ? 'critical' : 'plain';
  return (
    <span class={`badge ${tone}`}>
      <span>{t(`erasure.state.${state}`)}</span>
    </span>
  );
}

/** What would go, and what stays. */
export function ErasurePreview({ preview }: { preview: ErasurePreviewView }) {
  const { t } = usePage();
  const { kinds, versions, files, bytes, corrections } = preview;
  return (
    <Card title={t('erasure.goes')} tone="danger">
      <dl class="facts wide">
        {kinds.map((kind) => (
          <Fact key={kind.type} label={t(`type.${kind.type}`)} value={<KindWords {...kind} />} />
        ))}
        <Fact label={t('erasure.versions')} value={formatCount(versions)} />
        <Fact label={t('erasure.files')} value={files === 0 ? '0' : `${formatCount(files)} · ${fileSize(bytes)}`} />
        <Fact label={t('erasure.corrections')} value={formatCount(corrections)} />
      </dl>
      <div class="stack">
        <p class="muted">{t('erasure.derived')}</p>
        <p>
          <Icon name="shield" /> {t('erasure.kept')}
        </p>
      </div>
    </Card>
  );
}

function KindWords({ count: amount, first, last }: ErasurePreviewView['kinds'][number]) {
  const { count, date } = usePage();
  const words = { count: formatCount(amount), first: date(first), last: date(last) };
  return <>{count('erasure.kind', amount, words)}</>;
}

function Fact({ label, value }: { label: string; value: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** How many erasures wait for a second administrator, on the start page; nothing where none does. */
export function ErasuresWaiting({ waiting = 0 }: { waiting: number | undefined }) {
  const { count, t } = usePage();
  if (waiting === 0) return null;
  return (
    <Card
      title={count('erasures.waiting', waiting)}
      tone="attention"
      more={{ href: paths.erasures, text: t('erasures.title') }}
    >
      <p>{t('erasures.lead')}</p>
    </Card>
  );
}
