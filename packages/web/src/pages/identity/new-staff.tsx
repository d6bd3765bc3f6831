// An administrator invites a member of staff: the form, and the one-time password, shown once.

import { PageHead } from '../../components/card.tsx';
import { type HandedOver, HandedOverCard } from '../../components/identity/handed-over.tsx';
import { Line, PersonErrors, type PersonForm, SexField } from '../../components/person-fields.tsx';
import { SendOrCancel } from '../../components/send-or-cancel.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export interface NewStaffProps extends PersonForm {
  nonce: string;
}

/** The form. GET and POST /staff/new {nonce, name, sex, workplace, city} */
export function renderNewStaff(context: PageContext, props: NewStaffProps): string {
  return renderPage(context, { title: (page) => page.t('newStaff.title'), content: <NewStaff {...props} /> });
}

function NewStaff({ nonce, ...form }: NewStaffProps) {
  const { t, csrf } = usePage();
  const back = { href: paths.home, text: t('admin.title') };
  return (
    <>
      <PageHead title={t('newStaff.title')} lead={t('newStaff.lead')} back={back} />
      <PersonErrors errors={form.errors} />
      <form class="card stack" method="post" action={paths.newStaff}>
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="nonce" value={nonce} />
        <Line {...form} name="name" label="person.name" />
        <SexField {...form} />
        <Line {...form} name="workplace" label="person.workplace" max={120} />
        <Line {...form} name="city" label="person.city" max={60} />
        <SendOrCancel text={t('newStaff.button')} back={back.href} />
      </form>
    </>
  );
}

export type StaffInvitedProps = HandedOver;

/** What the administrator hands over: the answer to POST /staff/new, never shown again. */
export function renderStaffInvited(context: PageContext, props: StaffInvitedProps): string {
  return renderPage(context, { title: (page) => page.t('newStaff.done'), content: <StaffInvited {...props} /> });
}

function StaffInvited(props: StaffInvitedProps) {
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('newStaff.done')} lead={props.name} />
      <HandedOverCard {...props} once={t('newStaff.once')} next={{ href: paths.home, text: t('newStaff.back') }} />
    </>
  );
}
