// An administrator acknowledges what the server found: what that does and does not do, and why.
import { Card, PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { FindingFacts, type FindingView } from '../../components/ledger/finding-facts.tsx';
import { SendOrCancel } from '../../components/send-or-cancel.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';

export interface AcknowledgeProps {
  finding: FindingView;
  reason: string;
  errors: readonly FormError[];
}

/** The form. GET and POST /integrity/findings/<id> {reason} */
export function renderAcknowledge(context: PageContext, props: AcknowledgeProps): string {
  return renderPage(context, {
    title: (page) => page.t('acknowledge.title'),
    content: <Acknowledge {...props} />,
  });
}

function Acknowledge({ finding, reason, errors }: AcknowledgeProps) {
  const { t, csrf } = usePage();
  const back = { href: paths.integrity, text: t('integrity.title') };
  return (
    <>
      <PageHead title={t('acknowledge.title')} back={back} />
      <ErrorSummary errors={errors} labelOf={() => t('acknowledge.reason')} />
      <Card title={t('acknowledge.finding')} tone="danger">
        <FindingFacts finding={finding} />
      </Card>
      <Card title={t('acknowledge.what')}>
        <ul class="points">
          {(['acknowledge.mends', 'acknowledge.quiet', 'acknowledge.stays'] as const).map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        <form class="stack" method="post" action={paths.finding(finding.id)}>
          <input type="hidden" name="_csrf" value={csrf} />
          <Field name="reason" label={t('acknowledge.reason')} help={t('acknowledge.help')} errors={errors}>
            {(control) => <textarea {...control} name="reason" rows={3} maxLength={500} required value={reason} />}
          </Field>
          <SendOrCancel text={t('acknowledge.button')} back={back.href} />
        </form>
      </Card>
    </>
  );
}
