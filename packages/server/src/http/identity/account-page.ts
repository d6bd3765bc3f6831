// The account page as its forms share it: what there is, and beside it what was wrong with what was just sent.

import { type AccountProps, renderAccount } from '@patrec/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decide } from '../../access/decide.ts';
import { ownRecovery } from '../../identity/desk-recovery.ts';
import { emailOf } from '../../identity/email-store.ts';
import { ownFactors } from '../../identity/own-factors.ts';
import { listOwnSessions } from '../../identity/own-sessions.ts';
import { keysOf } from '../../identity/signing-key-store.ts';
import { now } from '../../ledger/ledger.ts';
import { aadhaarLastFour } from '../../records/aadhaar.ts';
import type { App } from '../app.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { sessionToken } from '../session-cookie.ts';
import { ownDeskActs } from './desk-views.ts';

/** What was wrong, at the card of the form. */
export interface AccountFailure {
  readonly password?: AccountProps['password'];
  readonly email?: Pick<AccountProps['email'], 'typed' | 'errors' | 'throttled'>;
  readonly aadhaar?: Pick<NonNullable<AccountProps['aadhaar']>, 'typed' | 'errors'>;
}

/** Sends the account page of whoever asks. */
export async function accountPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  failure: AccountFailure = {},
  status = 200,
): Promise<FastifyReply> {
  const actor = actorOf(request);
  const { name, login, role, account, chain } = actor;
  const signs = decide(actor, { action: 'hold-signing-key' }, [], now(app.ledger)).permit;
  const [sessions, factors, email, lastFour, recovery, atDesk, keys] = await Promise.all([
    listOwnSessions(app, actor, sessionToken(request, app.publicUrl) ?? ''),
    ownFactors(app.db, account),
    emailOf(app.db, account, new Date(app.ledger.clock())),
    chain === null ? null : aadhaarLastFour(app.db, chain),
    ownRecovery(app, actor),
    chain === null ? [] : ownDeskActs(app, chain, 'email'),
    signs ? keysOf(app.db, account) : undefined,
  ]);
  const who = recovery && `${recovery.openerName} (${recovery.openerLogin})`;
  const html = renderAccount(pageContext(app, request, reply), {
    person: { name, login, role },
    sessions,
    factors,
    keys,
    password: failure.password ?? {},
    email: { ...email, ...failure.email },
    atDesk,
    ...(chain !== null && { aadhaar: { lastFour, ...failure.aadhaar } }),
    ...(recovery && who && { recovery: { who, openedAt: recovery.openedAt.toISOString() } }),
  });
  return sendPage(reply, html, status);
}
