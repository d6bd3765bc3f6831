// What proves: the public log, chains, entries, receipts, and the check of the whole.

import type { FastifyInstance } from 'fastify';
import type { App } from '../app.ts';
import { chainRoutes } from './chain-routes.ts';
import { checkRoutes } from './check-routes.ts';
import { entryRoutes } from './entry-routes.ts';
import { integrityRoutes } from './integrity-routes.ts';
import { logRoutes } from './log-routes.ts';
import { receiptRoutes } from './receipt-routes.ts';

/** Adds these routes. */
export function registerLedger(server: FastifyInstance, app: App): void {
  for (const routes of [chainRoutes, checkRoutes, entryRoutes, integrityRoutes, logRoutes, receiptRoutes])
    routes(server, app);
}
