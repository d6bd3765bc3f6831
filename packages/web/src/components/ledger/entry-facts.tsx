// What an entry of the chain says and seals: its fingerprints, its times, and what it commits to.
import type { ComponentChildren } from 'preact';
import { formatCount } from '../../i18n/dates.ts';
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { ChainBlock } from './chain-list.tsx';

export interface EntryView extends Omit<ChainBlock, 'record'> {
  /** The first of those it brought. */
  records: readonly { number: number; label: string }[];
  recordCount: number;
  /** What its sealed texts say; null where they are not what was sealed, and of what was erased. */
  sealed: SealedView | null;
}

interface SealedView {
  /** SHA-256 of the statement. */
  statement: string;
  occurredAt: string;
  /** Opaque ids of accounts. */
  account: string;
  onBehalfOf: string | null;
  /** Ed25519, base64. */
  authorKey: string | null;
  /** The first of them. */
  contents: readonly { ref: string; length: number; commitment: string }[];
  contentCount: number;
}

/** Everything that is sealed in the entry, for whoever compares it. */
export function EntryFacts({ entry }: { entry: EntryView }) {
  const { t, dateTime } = usePage();
  const { sealed, prev, leafIndex } = entry;
  return (
    <dl class="facts entry-facts">
      {entry.recordedAt !== null && <Fact name="chain.recorded">{dateTime(entry.recordedAt)}</Fact>}
      {sealed !== null && <Fact name="chain.occurred">{dateTime(sealed.occurredAt)}</Fact>}
      <Fact name="verify.leaf">{leafIndex ?? t('verify.leafWaiting')}</Fact>
      <Hash name="verify.hash" value={entry.hash} />
      {prev === null ? <Fact name="chain.prev">{t('chain.first')}</Fact> : <Hash name="chain.prev" value={prev} />}
      {sealed !== null && <Sealed sealed={sealed} />}
    </dl>
  );
}

function Sealed({ sealed: { statement, account, onBehalfOf, authorKey } }: { sealed: SealedView }) {
  const { t } = usePage();
  return (
    <>
      <Hash name="chain.statement" value={statement} />
      <Hash name="receipt.account" value={account} />
      {onBehalfOf !== null && <Hash name="chain.onBehalfOf" value={onBehalfOf} />}
      {authorKey === null ? (
        <Fact name="chain.authorKey">{t('chain.noAuthorKey')}</Fact>
      ) : (
        <Hash name="chain.authorKey" value={authorKey} />
      )}
    </>
  );
}

function Fact({ name, children }: { name: MessageKey; children: ComponentChildren }) {
  const { t } = usePage();
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Hash({ name, value }: { name: MessageKey; value: string }) {
  return (
    <Fact name={name}>
      <span class="hash">{value}</span>
    </Fact>
  );
}

/** What the entry commits to, folded: for a record its resources and files. */
export function EntryContents({ sealed }: { sealed: SealedView }) {
  const { t, count } = usePage();
  const { contents, contentCount } = sealed;
  if (contentCount === 0) return null;
  const more = contentCount - contents.length;
  return (
    <details class="card fold">
      <summary>{count('chain.contents', contentCount)}</summary>
      <p class="muted">{t('chain.contentsText')}</p>
      <ol class="sealed-contents">
        {contents.map(({ ref, length, commitment }) => (
          <li key={ref}>
            <span class="hash">{ref}</span> · {t('receipt.bytes', { length: formatCount(length) })}
            <br />
            <span class="hash muted">{commitment}</span>
          </li>
        ))}
      </ol>
      {more > 0 && <p class="muted">{count('chain.more', more)}</p>}
    </details>
  );
}

/** The receipt of the entry, alone and with all before it. */
export function EntryReceipts({ patient, seq }: { patient: string; seq: number }) {
  const { t } = usePage();
  const address = paths.entryReceipt(patient, seq);
  return (
    <section class="card entry-receipts">
      <p>{t('receipt.keep')}</p>
      <p class="actions">
        <a class="button quiet" href={address}>
          {t('receipt.get')}
        </a>
        {seq > 0 && (
          <a class="button quiet" href={`${address}?before`}>
            {t('receipt.getWithBefore')}
          </a>
        )}
      </p>
    </section>
  );
}
