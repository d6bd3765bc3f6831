// Where anybody checks what they were handed: a receipt, in their own browser; or a printed record, whose code leads here: is
// an entry with its fingerprint sealed in the public log?
import { formatVerifierKey, parsePolicy } from '@patrec/ledger';
import { Card, PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { KeySizes } from '../../components/ledger/log-keys.tsx';
import { ReceiptCheck } from '../../components/ledger/receipt-check.tsx';
import { formatCount } from '../../i18n/dates.ts';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';

/** What the log says of the fingerprint. */
export type PaperAnswer =
  | { state: 'unknown' | 'waiting' | 'failed' }
  | { state: 'sealed'; index: number; size: number; signedAt: string; proof: string };

export interface CheckPaperProps {
  /** The fingerprint that was looked up, or what was typed for one. */
  typed: string;
  errors: readonly FormError[];
  answer?: PaperAnswer;
  /** `policy` is the text of the one that receipts are issued under. */
  log: { origin: string; policy: string };
}

/** The page. GET /verify, GET /verify/:hash */
export function renderCheckPaper(context: PageContext, props: CheckPaperProps): string {
  const asked = props.typed !== '';
  return renderPage(context, {
    title: (page) => page.t(asked ? 'lookup.title' : 'receipt.pageTitle'),
    content: asked ? <CheckPaper {...props} /> : <CheckAny {...props} />,
    islands: asked ? [] : ['receipt'],
  });
}

function CheckAny(props: CheckPaperProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('receipt.pageTitle')} lead={t('receipt.pageLead')} />
      <ReceiptCheck policy={props.log.policy} />
      <section class="card stack">
        <p>{t('receipt.saveText')}</p>
        <div class="actions">
          <a class="button quiet" href={paths.savedCheck}>
            <Icon name="download" />
            {t('receipt.save')}
          </a>
        </div>
      </section>
      <LookUp {...props} title={t('receipt.byPaper')} />
    </>
  );
}

function CheckPaper(props: CheckPaperProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('lookup.title')} lead={t('lookup.lead')} />
      {props.answer !== undefined && <Answer {...props} answer={props.answer} />}
      <LookUp {...props} />
    </>
  );
}

function Answer({ answer, typed, log }: CheckPaperProps & { answer: PaperAnswer }) {
  const { t } = usePage();
  const { state } = answer;
  const good = state === 'sealed';
  return (
    <>
      <section class={good ? 'card' : `card ${state === 'waiting' ? 'attention' : 'danger'}`}>
        <div class="card-head">
          <h2>
            <Icon name={good ? 'check' : state === 'waiting' ? 'history' : 'warning'} /> {t(`lookup.${state}`)}
          </h2>
        </div>
        <p>{t(`lookup.${state}Text`)}</p>
        <dl class="facts">
          <div>
            <dt>{t('verify.hash')}</dt>
            <dd class="hash">{typed}</dd>
          </div>
          {answer.state === 'sealed' && <Sealed answer={answer} origin={log.origin} />}
        </dl>
        <p class="muted">{t('lookup.compare')}</p>
      </section>
      {answer.state === 'sealed' && <Means proof={answer.proof} policy={log.policy} />}
    </>
  );
}

function Sealed({ answer, origin }: { answer: Extract<PaperAnswer, { state: 'sealed' }>; origin: string }) {
  const { t, dateTime } = usePage();
  const facts = [
    [t('lookup.signedAt'), dateTime(answer.signedAt)],
    [t('lookup.place'), formatCount(answer.index)],
    [t('lookup.size'), formatCount(answer.size)],
    [t('verify.detail.origin'), origin],
  ];
  return (
    <>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </>
  );
}

function Means({ proof, policy }: { proof: string; policy: string }) {
  const { t } = usePage();
  return (
    <>
      <Card title={t('lookup.limits')}>
        <ul class="proves">
          {(['lookup.not1', 'lookup.not2', 'lookup.not3', 'verify.not3'] as const).map((key) => (
            <li key={key} class="no">
              <Icon name="cross" /> {t(key)}
            </li>
          ))}
        </ul>
      </Card>
      <details class="card fold">
        <summary>{t('lookup.proof')}</summary>
        <p class="muted">{t('lookup.proofText')}</p>
        <pre class="proof">{proof}</pre>
        {parsePolicy(policy).logs.map(({ key, ...sizes }) => (
          <p key={key.keyId}>
            {t('lookup.key')}: <span class="hash">{formatVerifierKey(key.name, key.publicKey)}</span>
            <KeySizes {...sizes} />
          </p>
        ))}
      </details>
    </>
  );
}

function LookUp({ typed, errors, title }: CheckPaperProps & { title?: string }) {
  const { t } = usePage();
  const label = t('lookup.label.hash');
  return (
    <>
      <ErrorSummary errors={errors} labelOf={() => label} />
      <form class="card stack" method="get" action={paths.checkPaper}>
        {title !== undefined && (
          <div>
            <h2>{title}</h2>
            <p class="muted">{t('lookup.lead')}</p>
          </div>
        )}
        <Field name="hash" label={label} help={t('lookup.help')} errors={errors}>
          {(control) => (
            <input
              {...control}
              class="code-input"
              name="hash"
              value={typed}
              required
              maxLength={200}
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
            />
          )}
        </Field>
        <div class="actions">
          <button class="button" type="submit">
            {t('lookup.button')}
          </button>
        </div>
      </form>
    </>
  );
}
