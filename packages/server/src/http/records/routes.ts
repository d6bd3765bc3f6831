// Records: their forms, pages, paper and files, and what is made of all of a patient's.

import type { FastifyInstance } from 'fastify';
import type { App } from '../app.ts';
import { fileForms } from '../file-form.ts';
import { amendRoutes } from './amend-routes.ts';
import { changesRoutes } from './changes-routes.ts';
import { correctionRoutes } from './correction-routes.ts';
import { deskRegistrationRoutes } from './desk-registration-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { erasureRoutes } from './erasure-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { recordFormRoutes } from './record-form-routes.ts';
import { recordPrintRoutes } from './record-print-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { recordsRoutes } from './records-routes.ts';
import { registerRoutes } from './register-routes.ts';
import { registrationRoutes } from './registration-routes.ts';
import { summaryRoutes } from './summary-routes.ts';
import { trendRoutes } from './trend-routes.ts';

/** Adds these routes. */
export async function registerRecords(server: FastifyInstance, app: App): Promise<void> {
  for (const routes of [
    changesRoutes,
    correctionRoutes,
    deskRegistrationRoutes,
    erasureRoutes,
    fileRoutes,
    recordPrintRoutes,
    recordRoutes,
    recordsRoutes,
    registerRoutes,
    registrationRoutes,
    summaryRoutes,
    trendRoutes,
  ])
    routes(server, app);
  await fileForms(server, app, [documentRoutes, recordFormRoutes, amendRoutes]);
}
