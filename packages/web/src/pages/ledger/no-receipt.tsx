// There is no receipt yet, because the entry is on its way into the log; or none, because what is stored does not hold, or too
// many entries were to be in it.
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface NoReceiptProps {
  state: 'waiting' | 'failed' | 'long';
  /** Of which entry, such as `PAT001-REC7`. */
  name: string;
}

/** The page, at the address of the receipt. GET /patients/PAT001/records/7/receipt */
export function renderNoReceipt(context: PageContext, props: NoReceiptProps): string {
  return renderPage(context, {
    title: (page) => page.t(`receipt.no.${props.state}`),
    content: <NoReceipt {...props} />,
  });
}

function NoReceipt({ state, name }: NoReceiptProps) {
  const { t, path } = usePage();
  return (
    <section class="card failure">
      <span class="failure-sign">
        <Icon name={state === 'waiting' ? 'history' : 'warning'} />
      </span>
      <h1>{t(`receipt.no.${state}`)}</h1>
      <p class="lead">{t(`receipt.no.${state}Text`, { name })}</p>
      <div class="actions">
        {state === 'waiting' && (
          <a class="button" href={path}>
            {t('receipt.get')}
          </a>
        )}
        <a class="button quiet" href={paths.home}>
          {t('failure.home')}
        </a>
      </div>
    </section>
  );
}
