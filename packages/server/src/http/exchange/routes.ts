// What comes in and goes out: FHIR, document Bundles, tables, and the copy of a record.

import type { FastifyInstance } from 'fastify';
import type { App } from '../app.ts';
import { fileForms } from '../file-form.ts';
import { copyRoutes } from './copy-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { fhirRoutes } from './fhir-routes.ts';
import { fhirWriteRoutes } from './fhir-write-routes.ts';
import { importDocumentRoutes } from './import-document-routes.ts';
import { tableFileRoutes, tableRoutes } from './table-routes.ts';

/** Adds these routes. */
export async function registerExchange(server: FastifyInstance, app: App): Promise<void> {
  for (const routes of [copyRoutes, exportRoutes, fhirRoutes, tableRoutes]) routes(server, app);
  await fileForms(server, app, [importDocumentRoutes, tableFileRoutes]);
  await fhirWriteRoutes(server, app);
}
