// Blocks as a chain that can be read: who did what and when, each tied to the one before it.
import { isMessageKey, type MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { Person } from '../../view-types.ts';
import { Icon, type IconName } from '../icon.tsx';

export interface ChainBlock {
  seq: number;
  /** The statement's type, LEDGER.md item 3: `record`, `access-request`, `access` and so on. */
  type: string;
  /** Null of an erased block. */
  recordedAt: string | null;
  author: Person | null;
  record: { number: number; label: string } | null;
  hash: string;
  /** The hash of the block before; null of the first. */
  prev: string | null;
  /** Null until the log has taken the block. */
  leafIndex: number | null;
}

const icons: Readonly<Record<string, IconName>> = {
  registration: 'person',
  record: 'pen',
  amendment: 'pen',
  'access-request': 'key',
  'access-decision': 'key',
  'access-revocation': 'lock',
  access: 'eye',
  account: 'lock',
  erasure: 'warning',
  erased: 'cross',
  guardian: 'person',
  'emergency-access': 'warning',
  'correction-request': 'pen',
};

const SHOWN_OF_HASH = 10;

/** What kind of entry it is, as a picture. */
export function BlockSign({ type }: { type: string }) {
  return (
    <span class="block-sign">
      <Icon name={icons[type] ?? 'link'} />
    </span>
  );
}

/** What kind of entry it is, as the name of its words. */
export function blockWords(type: string): MessageKey {
  const key = `block.${type}`;
  return isMessageKey(key) ? key : 'block.other';
}

/** The beginning of a fingerprint, enough to tell one from another by eye. */
export function ShortHash({ hash }: { hash: string }) {
  return <span class="code">{hash.slice(0, SHOWN_OF_HASH)}…</span>;
}

/** The chain, latest block first. */
export function ChainList({ blocks, patient }: { blocks: readonly ChainBlock[]; patient: string }) {
  return (
    <ol class="chain" reversed>
      {blocks.map((block) => (
        <li key={block.seq}>
          <div class={block.leafIndex === null ? 'block waiting' : 'block'} data-seq={block.seq}>
            <Block block={block} patient={patient} />
          </div>
          <LinkDown block={block} />
        </li>
      ))}
    </ol>
  );
}

function Block({ block, patient }: { block: ChainBlock; patient: string }) {
  const { t } = usePage();
  return (
    <>
      <BlockSign type={block.type} />
      <div class="block-body">
        <p class="block-what">
          <strong>{t(blockWords(block.type))}</strong>{' '}
          {block.record !== null && <a href={paths.record(patient, block.record.number)}>{block.record.label}</a>}
        </p>
        <WhoAndWhen block={block} />
        {block.leafIndex === null && (
          <p class="muted">
            <Icon name="clock" /> {t('chain.waiting')}
          </p>
        )}
        <a class="block-open" href={paths.entry(patient, block.seq)}>
          {t('verify.entry', { seq: block.seq + 1 })} <ShortHash hash={block.hash} />
          <Icon name="arrow" />
        </a>
      </div>
    </>
  );
}

/** Who wrote it and when; of what was erased that is not known any more. */
export function WhoAndWhen({ block: { author, recordedAt } }: { block: Pick<ChainBlock, 'author' | 'recordedAt'> }) {
  const { dateTime } = usePage();
  if (author === null || recordedAt === null) return null;
  return (
    <p class="muted">
      <bdi>{author.name}</bdi> · <time dateTime={recordedAt}>{dateTime(recordedAt)}</time>
    </p>
  );
}

/** The link to the block before, which stands below. */
function LinkDown({ block: { seq, prev } }: { block: ChainBlock }) {
  const { t, rich } = usePage();
  if (prev === null) return <p class="block-link first">{t('chain.first')}</p>;
  return (
    <p class="block-link">
      <svg viewBox="0 0 20 52" width="20" height="52" aria-hidden="true" focusable="false">
        <rect x="4" y="2" width="12" height="27" rx="6" />
        <rect x="4" y="23" width="12" height="27" rx="6" />
      </svg>
      <span>{rich('chain.holds', { seq, hash: <ShortHash hash={prev} /> })}</span>
    </p>
  );
}
