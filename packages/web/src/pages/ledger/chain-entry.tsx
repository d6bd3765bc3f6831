// One entry of the chain: what it says, what it holds on to, and the proof that the public log has it.
import { Card, PageHead } from '../../components/card.tsx';
import { Icon } from '../../components/icon.tsx';
import { BlockSign, blockWords, ShortHash, WhoAndWhen } from '../../components/ledger/chain-list.tsx';
import { EntryContents, EntryFacts, EntryReceipts, type EntryView } from '../../components/ledger/entry-facts.tsx';
import { ProofTree, type ProofView, type WayView } from '../../components/ledger/proof-tree.tsx';
import { Proves } from '../../components/ledger/proves.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { PatientBanner } from '../../view-types.ts';

export interface ChainEntryProps {
  patient: PatientBanner;
  entry: EntryView;
  /** Entries of the whole chain. */
  total: number;
  proof: ProofView;
}

/** The page of one entry. GET /patients/PAT001/entries/7 */
export function renderChainEntry(context: PageContext, props: ChainEntryProps): string {
  return renderPage(context, {
    title: (page) => page.t('verify.entry', { seq: props.entry.seq + 1 }),
    content: <ChainEntry {...props} />,
    width: 'wide',
  });
}

function ChainEntry({ patient: { number }, entry, total, proof }: ChainEntryProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead
        title={t('verify.entry', { seq: entry.seq + 1 })}
        lead={t('verify.lead')}
        back={{ href: paths.verify(number), text: t('chain.all') }}
      />
      {proof.state === 'failed' && <Failed />}
      <div class="columns about-chain">
        <div>
          <What entry={entry} patient={number} total={total} />
          <section class="card">
            <h2>{t('verify.details')}</h2>
            <EntryFacts entry={entry} />
          </section>
          {entry.sealed !== null && <EntryContents sealed={entry.sealed} />}
          {proof.state === 'proven' && entry.sealed !== null && <EntryReceipts patient={number} seq={entry.seq} />}
        </div>
        {proof.state !== 'failed' && (
          <>
            <div>
              <Card title={t('chain.proof')}>
                {proof.state === 'waiting' ? <p class="empty">{t('chain.waitingText')}</p> : <Proof way={proof} />}
              </Card>
            </div>
            <Proves />
          </>
        )}
      </div>
    </>
  );
}

/** The entry as the list has it, and its neighbours in the chain. */
function What({ entry, patient, total }: { entry: EntryView; patient: string; total: number }) {
  const { t } = usePage();
  const { seq, prev, type } = entry;
  return (
    <section class="card">
      <div class="entry-what">
        <BlockSign type={type} />
        <div>
          <h2>{t(blockWords(type))}</h2>
          <WhoAndWhen block={entry} />
          <Records entry={entry} patient={patient} />
        </div>
      </div>
      <nav class="entry-links" aria-label={t('chain.neighbours')}>
        {seq + 1 < total && (
          <a href={paths.entry(patient, seq + 1)}>
            <Icon name="link" /> {t('chain.after', { seq: seq + 2 })}
          </a>
        )}
        {prev === null ? (
          <span class="muted">{t('chain.first')}</span>
        ) : (
          <a href={paths.entry(patient, seq - 1)}>
            <Icon name="link" /> {t('chain.before', { seq })} <ShortHash hash={prev} />
          </a>
        )}
      </nav>
    </section>
  );
}

function Records({ entry: { records, recordCount }, patient }: { entry: EntryView; patient: string }) {
  const { count } = usePage();
  if (recordCount === 0) return null;
  return (
    <p class="entry-records">
      {records.map(({ number, label }) => (
        <a key={number} href={paths.record(patient, number)}>
          {label}
        </a>
      ))}
      {recordCount > records.length && count('chain.more', recordCount - records.length)}
    </p>
  );
}

function Proof({ way }: { way: WayView }) {
  const { t } = usePage();
  return (
    <>
      <p class="muted">{t('chain.proofText')}</p>
      <ProofTree way={way} />
      <p class="muted">{t('chain.ownWord')}</p>
    </>
  );
}

function Failed() {
  const { t } = usePage();
  return (
    <div class="answer-box critical entry-failed">
      <p class="answer-title">✕ {t('chain.failed')}</p>
      <p>{t('chain.failedText')}</p>
    </div>
  );
}
