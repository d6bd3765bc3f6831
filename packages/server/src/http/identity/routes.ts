// Accounts: the ways in, what proves a person, and the people of the practice.

import type { FastifyInstance } from 'fastify';
import type { App } from '../app.ts';
import { accountRoutes } from './account-routes.ts';
import { confirmRoutes } from './confirm-routes.ts';
import { deskRecoveryRoutes } from './desk-recovery-routes.ts';
import { deskRoutes } from './desk-routes.ts';
import { emailRoutes } from './email-routes.ts';
import { factorRoutes } from './factor-routes.ts';
import { firstPasswordRoutes } from './first-password-routes.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { recoveryRoutes } from './recovery-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { signInCodeRoutes } from './sign-in-code-routes.ts';
import { signUpRoutes } from './sign-up-routes.ts';
import { signingKeyRoutes } from './signing-key-routes.ts';

/** Adds these routes. */
export function registerIdentity(server: FastifyInstance, app: App): void {
  for (const routes of [
    accountRoutes,
    confirmRoutes,
    deskRecoveryRoutes,
    deskRoutes,
    emailRoutes,
    factorRoutes,
    firstPasswordRoutes,
    passkeyRoutes,
    peopleRoutes,
    recoveryRoutes,
    sessionRoutes,
    signInCodeRoutes,
    signUpRoutes,
    signingKeyRoutes,
  ])
    routes(server, app);
}
