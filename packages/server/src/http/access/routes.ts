// Who may read: permissions, requests, guardians, cards, emergencies, and the access log.

import type { FastifyInstance } from 'fastify';
import type { App } from '../app.ts';
import { accessLogRoutes } from './access-log-routes.ts';
import { accessRoutes } from './access-routes.ts';
import { blockRoutes } from './block-routes.ts';
import { cardRoutes } from './card-routes.ts';
import { disclosureRoutes } from './disclosure-routes.ts';
import { emergencyCardRoutes } from './emergency-card-routes.ts';
import { emergencyDoctorsRoutes } from './emergency-doctors-routes.ts';
import { emergencyReviewRoutes } from './emergency-review-routes.ts';
import { emergencyRoutes } from './emergency-routes.ts';
import { findRoutes } from './find-routes.ts';
import { guardianRoutes } from './guardian-routes.ts';
import { introductionRoutes } from './introduction-routes.ts';
import { inviteGuardianRoutes } from './invite-guardian-routes.ts';
import { requestRoutes } from './request-routes.ts';
import { shareRoutes } from './share-routes.ts';
import { withholdRoutes } from './withhold-routes.ts';

/** Adds these routes. */
export function registerAccess(server: FastifyInstance, app: App): void {
  for (const routes of [
    accessLogRoutes,
    accessRoutes,
    blockRoutes,
    cardRoutes,
    disclosureRoutes,
    emergencyCardRoutes,
    emergencyDoctorsRoutes,
    emergencyReviewRoutes,
    emergencyRoutes,
    findRoutes,
    guardianRoutes,
    introductionRoutes,
    inviteGuardianRoutes,
    requestRoutes,
    shareRoutes,
    withholdRoutes,
  ])
    routes(server, app);
}
