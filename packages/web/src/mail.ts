// Messages by e-mail, in words: a subject and plain text. They hold a number and a link, never a name or anything clinical.
import { translate } from './i18n/translate.ts';
import type { Language } from './view-types.ts';

export type MailKind =
  | 'access-requested'
  | 'access-granted'
  | 'new-device'
  | 'password-changed'
  | 'email-changed'
  | 'email-removed'
  | 'recovery-opened'
  | 'recovery-confirmed'
  | 'desk-opened'
  | 'desk-confirmed'
  | 'aadhaar-changed'
  | 'registration-changed'
  | 'emergency'
  | 'emergency-of-ward'
  | 'erasure-proposed'
  | 'erased'
  | 'check-failed'
  | 'confirm-email'
  | 'recover-password';

const unasked: readonly MailKind[] = ['new-device', 'password-changed', 'email-changed', 'email-removed'];

/** The words of a message about the account of that number. `link` is where it leads. */
export function mailText(
  kind: MailKind,
  { lang, login, link }: { lang: Language; login: string; link: string },
): { subject: string; text: string } {
  const t = (key: Parameters<typeof translate>[1]) => translate(lang, key, { login });
  const isLink = kind === 'confirm-email' || kind === 'recover-password';
  const parts = [
    t('mail.hello'),
    t(`mail.${kind}.text`),
    ...(isLink ? [link, t(`mail.${kind}.more`)] : [`${t('mail.look')}\n${link}`]),
    ...(unasked.includes(kind) ? [t('mail.unasked')] : []),
    `-- \n${t('mail.foot')}`,
  ];
  return { subject: `Patrec: ${t(`mail.${kind}.subject`)}`, text: `${parts.join('\n\n')}\n` };
}
