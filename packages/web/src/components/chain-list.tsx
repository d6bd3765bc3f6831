// Blocks as a chain that can be read: who did what and when, each tied to the one before it.
import { isMessageKey } from '../i18n/translate.ts';
import { usePage } from '../layout/page.tsx';
import { paths } from '../paths.ts';
import type { Person } from '../view-types.ts';
import { Icon, type IconName } from './icon.tsx';

export interface ChainBlock {
  seq: number;
  /** The statement's type, LEDGER.md item 3: `record`, `access-request`, `access` and so on. */
  type: string;
  /** Null of an erased block. */
  recordedAt: string | null;
  author: Person | null;
  record: { number: number; label: string } | null;
  hash: string;
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
};

/** The chain, latest block first. */
export function ChainList({ blocks, patient }: { blocks: readonly ChainBlock[]; patient: string }) {
  return (
    <ol class="chain" reversed>
      {blocks.map((block) => (
        <li key={block.seq} class={block.leafIndex === null ? 'block waiting' : 'block'} data-seq={block.seq}>
          <Block block={block} patient={patient} />
        </li>
      ))}
    </ol>
  );
}

function Block({ block, patient }: { block: ChainBlock; patient: string }) {
  const { t, dateTime } = usePage();
  const key = `block.${block.type}`;
  return (
    <>
      <span class="block-sign">
        <Icon name={icons[block.type] ?? 'link'} />
      </span>
      <div class="block-body">
        <p class="block-what">
          <strong>{t(isMessageKey(key) ? key : 'block.other')}</strong>{' '}
          {block.record !== null && <a href={paths.record(patient, block.record.number)}>{block.record.label}</a>}
        </p>
        {block.author !== null && block.recordedAt !== null && (
          <p class="muted">
            {block.author.name} · <time dateTime={block.recordedAt}>{dateTime(block.recordedAt)}</time>
          </p>
        )}
        <details class="block-details">
          <summary>
            {t('verify.entry', { seq: block.seq + 1 })} · <span class="code">{block.hash.slice(0, 10)}…</span>
          </summary>
          <dl class="facts">
            <div>
              <dt>{t('verify.hash')}</dt>
              <dd class="hash">{block.hash}</dd>
            </div>
            <div>
              <dt>{t('verify.leaf')}</dt>
              <dd>{block.leafIndex === null ? t('verify.leafWaiting') : block.leafIndex}</dd>
            </div>
          </dl>
          {block.leafIndex !== null && <Receipts patient={patient} seq={block.seq} />}
        </details>
      </div>
    </>
  );
}

function Receipts({ patient, seq }: { patient: string; seq: number }) {
  const { t } = usePage();
  const address = paths.entryReceipt(patient, seq);
  return (
    <>
      <p>
        <a href={address}>{t('receipt.get')}</a>
      </p>
      {seq > 0 && (
        <p>
          <a href={`${address}?before`}>{t('receipt.getWithBefore')}</a>
        </p>
      )}
    </>
  );
}
