// Where a receipt is checked: a file that is chosen or dropped, the keys it is checked against, and the place where the answer
// appears. It belongs to no form, so that the file cannot be sent. The script finds its words here.
import { keyFingerprint, parsePolicy } from '@patrec/ledger';
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { Field } from '../field.tsx';
import { Icon } from '../icon.tsx';
import { checkMessages, witnessMessages } from './check-messages.ts';
import { KeySizes } from './log-keys.tsx';

/** Messages that the script fills in and shows; the keys are those of the catalogue. */
const receiptMessages = [
  'receipt.checking',
  'receipt.tooLarge',
  'receipt.failed',
  'receipt.distrusted',
  'receipt.held',
  'receipt.heldText',
  'receipt.unwitnessed',
  'receipt.refused',
  'receipt.refusedDo',
  'receipt.check.file',
  'receipt.check.log',
  'receipt.check.signature',
  'receipt.what',
  'receipt.who',
  'receipt.whom',
  'receipt.when',
  'receipt.recorded',
  'receipt.notSaid',
  'receipt.bytes',
  'receipt.missing',
  'receipt.chain',
  'receipt.entry',
  'receipt.before',
  'receipt.beforeErased',
  'receipt.noBefore',
  'receipt.account',
  'receipt.compare',
  'verify.hash',
  'verify.leaf',
  'verify.details',
  'verify.detail.size',
  'verify.detail.root',
  'block.registration',
  'block.record',
  'block.amendment',
  'block.access-request',
  'block.access-decision',
  'block.access-revocation',
  'block.access',
  'block.account',
  'block.guardian',
  'block.other',
  ...checkMessages,
  ...witnessMessages,
] as const satisfies readonly MessageKey[];

export type ReceiptMessage = (typeof receiptMessages)[number];

/** `policy` is the text of the one that receipts are checked against, if nothing else is typed. */
export function ReceiptCheck({ policy }: { policy: string }) {
  const { t, lang, timeZone } = usePage();
  const messages = Object.fromEntries(receiptMessages.map((key) => [key, t(key)]));
  return (
    <section
      class="card stack"
      aria-labelledby="receipt-title"
      data-receipt
      data-lang={lang}
      data-zone={timeZone}
      data-messages={JSON.stringify(messages)}
    >
      <div class="verify-head">
        <span class="verify-sign">
          <Icon name="shield" />
        </span>
        <div>
          <h2 id="receipt-title">{t('receipt.title')}</h2>
          <p class="muted">{t('receipt.text')}</p>
        </div>
      </div>
      <Field name="receipt-file" label={t('receipt.choose')} help={t('receipt.help')}>
        {(control) => <input {...control} type="file" accept=".json,application/json" autocomplete="off" data-file />}
      </Field>
      <noscript>
        <p class="empty">{t('receipt.noScript')}</p>
      </noscript>
      <div data-answer role="status" />
      <Trusted policy={policy} />
    </section>
  );
}

function Trusted({ policy }: { policy: string }) {
  const { t } = usePage();
  const { logs, witnesses } = parsePolicy(policy);
  const keys = [
    ...logs.map((log) => ({ name: t('witness.logKey'), key: log.key, sizes: <KeySizes {...log} /> })),
    ...witnesses.map(({ name, key }) => ({ name: t('witness.key', { name }), key, sizes: null })),
  ];
  return (
    <details>
      <summary>{t('receipt.trust')}</summary>
      <p class="muted">{t('receipt.trustText')}</p>
      <dl class="facts">
        {keys.map(({ name, key, sizes }) => (
          <div key={key.keyId}>
            <dt>
              {name}
              {sizes}
            </dt>
            <dd class="hash">{keyFingerprint(key)}</dd>
          </div>
        ))}
      </dl>
      <Field name="receipt-trusted" label={t('receipt.policy')} help={t('receipt.policyHelp')}>
        {(control) => (
          <textarea {...control} class="code-input" rows={6} spellcheck={false} autocomplete="off" data-trusted>
            {policy}
          </textarea>
        )}
      </Field>
    </details>
  );
}
