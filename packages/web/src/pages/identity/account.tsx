// My account: who one is here, e-mail, the password and what stands beside it, and where one is signed in. For every role.
import { Card, PageHead } from '../../components/card.tsx';
import { AadhaarCard, type AadhaarCardProps } from '../../components/identity/aadhaar-card.tsx';
import { DeskWaiting } from '../../components/identity/desk-waiting.tsx';
import { EmailCard, type EmailCardProps } from '../../components/identity/email-card.tsx';
import { OwnRecovery, type OwnRecoveryProps } from '../../components/identity/own-recovery.tsx';
import { PasswordForm, type PasswordFormProps } from '../../components/identity/password-form.tsx';
import { SecurityCard, type SecurityProps } from '../../components/identity/security-card.tsx';
import { type AccountSession, SessionList } from '../../components/identity/session-list.tsx';
import { SigningKeysCard, type SigningKeyView } from '../../components/identity/signing-keys.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { DeskActView, Person, Role } from '../../view-types.ts';

export type { AccountSession } from '../../components/identity/session-list.tsx';

export interface AccountProps {
  person: Person & { role: Role };
  /** This one first. */
  sessions: readonly AccountSession[];
  /** What was wrong with the change of the password that was just tried. */
  password: PasswordFormProps;
  email: EmailCardProps;
  /** Patients only. */
  aadhaar?: AadhaarCardProps;
  /** A recovery at the desk that waits. */
  recovery?: OwnRecoveryProps;
  /** An e-mail address that the desk entered, and nobody confirmed yet. */
  atDesk?: readonly DeskActView[];
  factors: SecurityProps;
  /** Doctors only: the keys that they sign with. */
  keys?: readonly SigningKeyView[] | undefined;
}

/** The account. GET /account */
export function renderAccount(context: PageContext, props: AccountProps): string {
  return renderPage(context, {
    title: (page) => page.t('account.title'),
    content: <Account {...props} />,
    ...(props.keys && { islands: ['sign'] as const }),
  });
}

function Account({ person, sessions, password, factors, email, aadhaar, recovery, atDesk = [], keys }: AccountProps) {
  const { t } = usePage();
  const back = person.role === 'patient' ? { href: paths.more, text: t('more.title') } : undefined;
  const facts = [
    [t('more.name'), person.name],
    [t('signIn.login'), person.login],
    [t('account.role'), t(`role.${person.role}`)],
  ];
  return (
    <>
      <PageHead title={t('account.title')} {...(back && { back })} />
      {recovery && <OwnRecovery {...recovery} />}
      <DeskWaiting acts={atDesk} />
      <Card title={t('more.account')}>
        <dl class="facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      <EmailCard {...email} />
      {aadhaar && <AadhaarCard {...aadhaar} />}
      <Card title={t('account.password')} id="password">
        <PasswordForm {...password} login={person.login} />
      </Card>
      <SecurityCard {...factors} />
      {keys && <SigningKeysCard keys={keys} />}
      <Card title={t('account.sessions')} id="sessions">
        <SessionList sessions={sessions} />
      </Card>
    </>
  );
}
