// Recovery at the desk: opening one, what waits, confirming, and the one-time password, shown once.
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { PostButton } from '../../components/post-button.tsx';
import { DocumentField } from '../../components/records/document-field.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { DocumentKind, FormError } from '../../view-types.ts';

/** A recovery that waits. Times are ISO 8601 UTC. */
export interface RecoveryView {
  id: string;
  login: string;
  name: string;
  document: DocumentKind;
  openedBy: string;
  openedAt: string;
  until: string;
  /** True for whoever opened it: another has to confirm. */
  own: boolean;
}

export interface DeskRecoveriesProps {
  waiting: readonly RecoveryView[];
  values: { login: string; document: string };
  errors: readonly FormError[];
}

/** GET and POST /recoveries {login, document} */
export function renderDeskRecoveries(context: PageContext, props: DeskRecoveriesProps): string {
  return renderPage(context, { title: (page) => page.t('deskRecovery.title'), content: <Recoveries {...props} /> });
}

function Recoveries({ waiting, values, errors }: DeskRecoveriesProps) {
  const { t, csrf } = usePage();
  const back = { href: paths.desk, text: t('atDesk.title') };
  const labelOf = (field: string) => t(field === 'login' ? 'deskRecovery.number' : 'deskRecovery.document');
  return (
    <>
      <PageHead title={t('deskRecovery.title')} lead={t('deskRecovery.lead')} back={back} />
      <ErrorSummary errors={errors} labelOf={labelOf} />
      <form class="card stack" method="post" action={paths.recoveries}>
        <input type="hidden" name="_csrf" value={csrf} />
        <Field name="login" label={t('deskRecovery.number')} errors={errors}>
          {(control) => (
            <input {...control} name="login" value={values.login} required autocomplete="off" maxLength={40} />
          )}
        </Field>
        <DocumentField chosen={values.document} help={t('deskRecovery.documentHelp')} errors={errors} />
        <div class="actions">
          <button class="button" type="submit">
            {t('deskRecovery.open')}
          </button>
        </div>
      </form>
      <Card title={t('deskRecovery.waiting')}>
        {waiting.length === 0 ? (
          <Empty>{t('deskRecovery.none')}</Empty>
        ) : (
          <ul class="rows">
            {waiting.map((recovery) => (
              <li key={recovery.id} class="row">
                <WaitingRow recovery={recovery} />
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}

function WaitingRow({ recovery }: { recovery: RecoveryView }) {
  const { t } = usePage();
  return (
    <>
      <div class="row-body">
        <p class="row-title">
          {recovery.name} <span class="code">{recovery.login}</span>
        </p>
        <p class="muted">
          <OpenedText recovery={recovery} />
        </p>
      </div>
      <a
        class="button quiet"
        href={paths.deskRecovery(recovery.id)}
        aria-label={t('deskRecovery.lookWho', { who: recovery.name })}
      >
        {t('deskRecovery.look')}
      </a>
    </>
  );
}

function OpenedText({ recovery: { openedBy, openedAt, until } }: { recovery: RecoveryView }) {
  const { t, dateTime, time } = usePage();
  return <>{t('deskRecovery.opened', { who: openedBy, time: dateTime(openedAt), until: time(until) })}</>;
}

/** GET /recoveries/:id; POST /recoveries/:id/confirm; POST /recoveries/:id/cancel */
export function renderDeskRecovery(context: PageContext, recovery: RecoveryView): string {
  return renderPage(context, {
    title: (page) => page.t('deskRecovery.confirmTitle', { who: recovery.name }),
    content: <Recovery recovery={recovery} />,
  });
}

function Recovery({ recovery }: { recovery: RecoveryView }) {
  const { t } = usePage();
  const { id, login, name, document, own } = recovery;
  const back = { href: paths.recoveries, text: t('deskRecovery.title') };
  return (
    <>
      <PageHead title={t('deskRecovery.confirmTitle', { who: name })} lead={login} back={back} />
      <section class="card stack">
        <p>
          <OpenedText recovery={recovery} />
        </p>
        <p>
          {t('deskRecovery.shown')}: <strong>{t(`document.${document}`)}</strong>
        </p>
        <p>{t(own ? 'deskRecovery.openedYourself' : 'deskRecovery.confirmText')}</p>
        {own ? (
          <PostButton action={paths.cancelRecovery(id)} text={t('deskRecovery.cancel')} refuse />
        ) : (
          <PostButton action={paths.confirmRecovery(id)} text={t('deskRecovery.confirm')} main />
        )}
      </section>
    </>
  );
}
