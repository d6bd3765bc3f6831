// A doctor uses a patient's code: scanned, or typed.

import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { SendOrCancel } from '../../components/send-or-cancel.tsx';
import { Throttled } from '../../components/throttled.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';

export interface UseCodeProps {
  /** As scanned, or as typed. */
  code: string;
  /** It came with the address: there is nothing to type. */
  scanned: boolean;
  errors?: readonly FormError[];
  throttled?: boolean;
}

/** Nothing is looked up before the button is pressed. GET /introduce, GET /introduce/:code, POST /introduce {code} */
export function renderUseCode(context: PageContext, props: UseCodeProps): string {
  return renderPage(context, { title: (page) => page.t('useCode.title'), content: <UseCode {...props} /> });
}

function UseCode({ code, scanned, errors, throttled = false }: UseCodeProps) {
  const { t, csrf } = usePage();
  return (
    <>
      <PageHead title={t('useCode.title')} lead={t('useCode.lead')} />
      {throttled && <Throttled />}
      <ErrorSummary errors={errors} labelOf={() => t('useCode.code')} text={t('useCode.failed')} />
      <form class="card stack" method="post" action={paths.useCode}>
        <input type="hidden" name="_csrf" value={csrf} />
        {scanned ? (
          <input type="hidden" name="code" value={code} />
        ) : (
          <Field
            name="code"
            label={t('useCode.code')}
            help={t('useCode.help', { example: 'k7mqd-x3wfa-9bdtr' })}
            errors={errors}
          >
            {(control) => (
              <input
                {...control}
                class="code-input"
                name="code"
                value={code}
                required
                maxLength={60}
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
              />
            )}
          </Field>
        )}
        <p>{t('useCode.scanned')}</p>
        <SendOrCancel text={t('useCode.button')} back={paths.home} />
      </form>
    </>
  );
}
