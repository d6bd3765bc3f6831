// When something went wrong: what it was, what to do, and a number that helps those who look after the system.
import { Icon } from '../components/icon.tsx';
import { usePage } from '../layout/page.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';

export type ErrorStatus = 400 | 403 | 404 | 409 | 413 | 429 | 500 | 503;

export interface ErrorPageProps {
  status: ErrorStatus;
  requestId: string;
}

/** The page of an error status. */
export function renderErrorPage(context: PageContext, props: ErrorPageProps): string {
  return renderPage(context, { title: (page) => page.t(`failure.${props.status}`), content: <ErrorPage {...props} /> });
}

function ErrorPage({ status, requestId }: ErrorPageProps) {
  const { t, path } = usePage();
  const again = status === 429 || status >= 500;
  return (
    <section class="card failure">
      <span class="failure-sign">
        <Icon name={status === 404 ? 'search' : 'warning'} />
      </span>
      <h1>{t(`failure.${status}`)}</h1>
      <p class="lead">{t(`failure.${status}.do`)}</p>
      <div class="actions">
        {again && (
          <a class="button" href={path}>
            {t('failure.again')}
          </a>
        )}
        <a class={again ? 'button quiet' : 'button'} href={paths.home}>
          {t('failure.home')}
        </a>
      </div>
      <p class="muted">
        {t('failure.number')} <span class="code">{requestId}</span>
      </p>
    </section>
  );
}
