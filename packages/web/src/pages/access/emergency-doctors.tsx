// Doctors whom an administrator authorised for emergencies: who they are, and the way to authorise one or to withdraw it.

import { FindByNumber } from '../../components/access/find-by-number.tsx';
import { Avatar } from '../../components/access/grant-list.tsx';
import { RequesterName } from '../../components/access/request-card.tsx';
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { ErrorSummary } from '../../components/field.tsx';
import { PostButton } from '../../components/post-button.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, Requester } from '../../view-types.ts';

export interface EmergencyDoctorsProps {
  authorised: readonly { id: string; doctor: Requester; since: string; by: string }[];
  /** As it was typed. */
  number: string;
  /** Who has the number, to be looked at before anything happens; null while it is still to be typed. */
  doctor: Requester | null;
  errors: readonly FormError[];
}

/** GET /people/emergency?number=DOC2; POST /people/emergency {number}, /people/emergency/<id>/withdraw {} */
export function renderEmergencyDoctors(context: PageContext, props: EmergencyDoctorsProps): string {
  const { doctor } = props;
  return renderPage(context, {
    title: (page) => page.t(doctor === null ? 'authorise.title' : 'authorise.ask', { who: doctor?.name ?? '' }),
    content: doctor === null ? <Doctors {...props} /> : <Confirm doctor={doctor} />,
  });
}

function Doctors(props: EmergencyDoctorsProps) {
  const { t } = usePage();
  const { authorised, errors } = props;
  return (
    <>
      <PageHead
        title={t('authorise.title')}
        lead={t('authorise.lead')}
        back={{ href: paths.home, text: t('admin.title') }}
      >
        <a class="button quiet" href={paths.emergencies}>
          {t('emergencies.title')}
        </a>
      </PageHead>
      <ErrorSummary errors={errors} labelOf={() => t('authorise.number')} text={t('authorise.nobody')} />
      <FindByNumber
        title={t('authorise.add')}
        action={paths.emergencyDoctors}
        label={t('authorise.number')}
        help={t('authorise.numberHelp')}
        {...props}
      />
      <Card title={t('authorise.list', { count: authorised.length })}>
        {authorised.length === 0 ? <Empty>{t('authorise.none')}</Empty> : <Authorised items={authorised} />}
      </Card>
    </>
  );
}

function Authorised({ items }: { items: EmergencyDoctorsProps['authorised'] }) {
  const { t, date } = usePage();
  return (
    <ul class="rows">
      {items.map(({ id, doctor, since, by }) => (
        <li key={id} class="row">
          <Avatar name={doctor.name} />
          <div class="row-body">
            <p class="row-title">
              <RequesterName requester={doctor} />
            </p>
            <p class="muted">{t('authorise.since', { date: date(since), who: by })}</p>
          </div>
          <PostButton
            action={paths.withdrawDoctor(id)}
            text={t('authorise.withdraw')}
            label={t('authorise.withdrawWho', { who: doctor.name })}
            refuse
          />
        </li>
      ))}
    </ul>
  );
}

function Confirm({ doctor }: { doctor: Requester }) {
  const { t, csrf } = usePage();
  return (
    <>
      <PageHead
        title={t('authorise.ask', { who: doctor.name })}
        back={{ href: paths.emergencyDoctors, text: t('authorise.title') }}
      />
      <section class="card">
        <p class="request-words">
          <RequesterName requester={doctor} />
        </p>
        <ul class="points">
          <li>{t('authorise.effect')}</li>
          <li>{t('authorise.factor')}</li>
          <li>{t('authorise.undo')}</li>
        </ul>
        <form class="actions" method="post" action={paths.emergencyDoctors}>
          <input type="hidden" name="_csrf" value={csrf} />
          <input type="hidden" name="number" value={doctor.login} />
          <button class="button" type="submit">
            {t('authorise.button')}
          </button>
          <a class="button quiet" href={paths.emergencyDoctors}>
            {t('form.cancel')}
          </a>
        </form>
      </section>
    </>
  );
}
