// The button that lets anybody check the chain in their own browser, and the place where the answer appears. The script
// finds its words here, in the reader's language.
import { erasureBases } from '@patrec/fhir';
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { Icon } from '../icon.tsx';
import { checkMessages, witnessMessages } from './check-messages.ts';

/** Messages that the script fills in and shows; the keys are those of the catalogue. */
export const verifyMessages = [
  'verify.loading',
  'verify.checking',
  'verify.failed',
  'verify.failedAt',
  'verify.failedEntry',
  'verify.failedMeans',
  'verify.failedDo',
  'verify.verified.one',
  'verify.verified.other',
  'verify.verifiedRecord',
  'verify.logged',
  'verify.linked',
  'verify.waiting.one',
  'verify.waiting.other',
  'verify.files.one',
  'verify.files.other',
  'verify.took',
  'verify.offline',
  'verify.offlineDo',
  'verify.again',
  'verify.stopped',
  'verify.details',
  'verify.detail.root',
  'verify.detail.head',
  'verify.detail.size',
  'verify.detail.origin',
  'verify.serversWord',
  ...checkMessages,
  ...witnessMessages,
  'verify.erased.one',
  'verify.erased.other',
  'verify.erasedPart',
  ...erasureBases.map((basis) => `erasure.basis.${basis}` as const),
  'signing.checked.one',
  'signing.checked.other',
  'signing.checkedBy',
] as const satisfies readonly MessageKey[];

export type VerifyMessage = (typeof verifyMessages)[number];

interface VerifyPanelProps {
  /** Where the evidence is: the whole chain, or one record's block. */
  proof: string;
  scope: 'chain' | 'record';
  /** How many blocks there are, for the progress. */
  total: number;
  /** Leads to the record that fails; the number is put in place of `0`. */
  recordAddress: string;
  label: string;
}

/** The verify island: a button, a progress, an answer. */
export function VerifyPanel({ proof, scope, total, recordAddress, label }: VerifyPanelProps) {
  const { t, lang, timeZone } = usePage();
  const messages = Object.fromEntries(verifyMessages.map((key) => [key, t(key)]));
  return (
    <section
      class="card verify"
      aria-label={t('verify.title')}
      data-verify={proof}
      data-scope={scope}
      data-total={total}
      data-label={label}
      data-lang={lang}
      data-zone={timeZone}
      data-record-address={recordAddress}
      data-messages={JSON.stringify(messages)}
    >
      <div class="verify-head">
        <span class="verify-sign">
          <Icon name="shield" />
        </span>
        <div>
          <h2>{t(scope === 'chain' ? 'verify.ask' : 'verify.askRecord')}</h2>
          <p class="muted">{t(scope === 'chain' ? 'verify.askText' : 'verify.askRecordText')}</p>
        </div>
      </div>
      <div class="actions">
        <button class="button big" type="button" data-start>
          <Icon name="check" />
          {t(scope === 'chain' ? 'verify.button' : 'verify.buttonRecord')}
        </button>
        <button class="button quiet" type="button" data-stop hidden>
          {t('verify.stop')}
        </button>
      </div>
      <noscript>
        <p class="empty">{t('verify.noScript')}</p>
      </noscript>
      <div data-progress hidden>
        <p data-progress-text />
        <progress max="1" value="0" aria-label={t('verify.progress')} />
      </div>
      <div data-answer role="status" />
    </section>
  );
}
