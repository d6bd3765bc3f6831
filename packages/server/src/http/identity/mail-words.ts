// The words of messages, with the addresses that they lead to.

import { mailText, paths } from '@patrec/web';
import type { ComposeMail } from '../../notifications/deliver.ts';

/** Gives what writes messages whose links lead to this site. */
export function mailComposer(publicUrl: string): ComposeMail {
  return ({ kind, lang, login, token }) => {
    const path = { 'confirm-email': paths.confirmEmail, 'recover-password': paths.newPassword };
    const link = kind === 'confirm-email' || kind === 'recover-password' ? path[kind](token ?? '') : paths.home;
    return mailText(kind, { lang, login, link: publicUrl + link });
  };
}
