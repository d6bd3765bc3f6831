// Ending somebody's access: what will happen, to whom, and whether it can be undone.

import { RequesterName } from '../../components/access/request-card.tsx';
import { scopeText } from '../../components/access/scope-words.tsx';
import { PageHead } from '../../components/card.tsx';
import { InWhosePlace } from '../../layout/guardian-bar.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { GrantView, PatientBanner } from '../../view-types.ts';

export interface RevokeProps {
  patient: PatientBanner;
  grant: GrantView;
}

/** The confirmation. GET and POST /access/grants/<id>/revoke */
export function renderRevoke(context: PageContext, props: RevokeProps): string {
  return renderPage(context, {
    title: (page) => page.t('revoke.title', { who: props.grant.grantee.name }),
    content: <Revoke {...props} />,
  });
}

function Revoke({ grant, patient }: RevokeProps) {
  const page = usePage();
  const { t, rich, csrf } = page;
  return (
    <>
      <PageHead
        title={t('revoke.title', { who: grant.grantee.name })}
        back={{ href: paths.access, text: t('access.title') }}
      />
      <section class="card danger">
        <p class="request-words">
          {rich('revoke.now', {
            who: <RequesterName requester={grant.grantee} />,
            what: <strong>{scopeText(page, grant.scope)}</strong>,
            until: <strong>{page.date(grant.until)}</strong>,
          })}
        </p>
        <ul class="points">
          <li>{t('revoke.effect', { patient: patient.name })}</li>
          <li>{t('revoke.seen')}</li>
          <li>{t('revoke.undo')}</li>
        </ul>
        <InWhosePlace />
        <form class="actions" method="post" action={paths.revoke(grant.id)}>
          <input type="hidden" name="_csrf" value={csrf} />
          <button class="button danger" type="submit">
            {t('revoke.button')}
          </button>
          <a class="button quiet" href={paths.access}>
            {t('revoke.keep')}
          </a>
        </form>
      </section>
    </>
  );
}
