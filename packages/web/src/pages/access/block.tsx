// Blocking a doctor or a member of staff: whom, what will happen, and whether it can be undone.

import { FindByNumber } from '../../components/access/find-by-number.tsx';
import { RequesterName } from '../../components/access/request-card.tsx';
import { PageHead } from '../../components/card.tsx';
import { ErrorSummary } from '../../components/field.tsx';
import { InWhosePlace } from '../../layout/guardian-bar.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, PatientBanner, Requester } from '../../view-types.ts';

export interface BlockProps {
  patient: PatientBanner;
  /** As it was typed. */
  number: string;
  errors?: readonly FormError[];
  /** Who has the number; null while it is still to be typed. */
  person: Requester | null;
  /** How many permissions of that person end. */
  permissions?: number;
}

/** The way to block somebody. GET /access/blocks/new?number=DOC2, POST /access/blocks {number} */
export function renderBlock(context: PageContext, props: BlockProps): string {
  return renderPage(context, {
    title: (page) => (props.person === null ? page.t('block.find') : page.t('block.title', { who: props.person.name })),
    content: props.person === null ? <Find {...props} /> : <Confirm {...props} person={props.person} />,
  });
}

function Find({ number, errors }: BlockProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('block.find')} lead={t('block.lead')} back={{ href: paths.access, text: t('access.title') }} />
      <ErrorSummary errors={errors} labelOf={() => t('block.number')} text={t('block.nobody')} />
      <FindByNumber
        title={t('block.whom')}
        action={paths.newBlock}
        label={t('block.number')}
        help={t('block.numberHelp', { example: 'DOC2' })}
        number={number}
        errors={errors}
      />
    </>
  );
}

function Confirm({ person, permissions = 0 }: BlockProps & { person: Requester }) {
  const { t, count, csrf } = usePage();
  return (
    <>
      <PageHead title={t('block.title', { who: person.name })} back={{ href: paths.access, text: t('access.title') }} />
      <section class="card danger">
        <p class="request-words">
          <RequesterName requester={person} />
        </p>
        <ul class="points">
          <li>{t('block.effect')}</li>
          <li>{permissions === 0 ? t('block.noPermission') : count('block.permissions', permissions)}</li>
          <li>{t('block.untold')}</li>
          <li>{t('block.author')}</li>
          <li>{t('revoke.seen')}</li>
          <li>{t('block.undo')}</li>
        </ul>
        <InWhosePlace />
        <form class="actions" method="post" action={paths.blocks}>
          <input type="hidden" name="_csrf" value={csrf} />
          <input type="hidden" name="number" value={person.login} />
          <button class="button danger" type="submit">
            {t('block.button')}
          </button>
          <a class="button quiet" href={paths.access}>
            {t('form.cancel')}
          </a>
        </form>
      </section>
    </>
  );
}
