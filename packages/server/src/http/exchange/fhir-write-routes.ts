// The FHIR R4 interface that writes: `create` and `transaction` of what the forms make, and documents that come back
// (https://hl7.org/fhir/R4/http.html#create, #transaction).

import type { Readable } from 'node:stream';
import { formatJson, type JsonObject } from '@patrec/fhir';
import { parseSubmission, parseSubmissions, readDocument } from '@patrec/fhir/bundle';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hashBytes } from '../../files/hash-bytes.ts';
import { FHIR_JSON } from '../../ledger/content-store.ts';
import { importDocument } from '../../records/import-document.ts';
import { receiveDocument } from '../../records/receive-document.ts';
import { type SubmittedRecord, submitRecords } from '../../records/submit-records.ts';
import type { App } from '../app.ts';
import { byAccount } from '../rate-limit.ts';
import { actorOf } from '../route-access.ts';
import {
  authorOf,
  bytesOf,
  contentHash,
  etagOf,
  keyNonce,
  LARGEST_BYTES,
  nonceOf,
  parsed,
  preference,
  refusedContent,
  refuseForeign,
  refuseUnknown,
  versionHeaders,
} from './fhir-request.ts';

const TYPES = [FHIR_JSON, 'application/json'];
const WRITING = { access: ['doctor', 'staff'], writes: true, rateLimit: byAccount(600, '10 minutes') } as const;

/** Registers them in scopes of their own: elsewhere nobody sends JSON. */
export async function fhirWriteRoutes(server: FastifyInstance, app: App): Promise<void> {
  await server.register(async (scope) => {
    scope.addContentTypeParser(TYPES, { parseAs: 'buffer', bodyLimit: LARGEST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    resourceRoute(scope, app);
  });
  await server.register(async (scope) => {
    // A Bundle is read as it comes in: a document may bring files.
    scope.addContentTypeParser(TYPES, (_request, payload, done) => done(null, payload));
    bundleRoute(scope, app);
  });
}

function resourceRoute(server: FastifyInstance, app: App): void {
  server.post<{ Params: { type: string } }>('/fhir/:type', { config: WRITING }, async (request, reply) => {
    const author = await writerOf(app, request);
    const bytes = bytesOf(request);
    const submission = parsed(() => parseSubmission(bytes, request.params.type, author));
    const nonce = keyNonce(request) ?? nonceOf(contentHash(addressOf(request)).update(bytes));
    const [done] = await submitRecords(app, actorOf(request), [submission], nonce);
    const resource = done?.sent[0];
    if (!done || !resource) throw new RangeError('one submission is one record');
    versionHeaders(reply.code(done.repeated ? 200 : 201), { version: 1, recordedAt: done.recordedAt });
    reply.header('location', locationOf(app, resource)).type(FHIR_JSON);
    return preference(request) === 'minimal' ? reply.send() : reply.send(Buffer.from(formatJson(resource)));
  });
}

function bundleRoute(server: FastifyInstance, app: App): void {
  server.post('/fhir', { config: { ...WRITING, file: true } }, async (request, reply) => {
    const done = await recorded(app, request).catch(refusedContent);
    const whole = preference(request) === 'representation';
    const answer = { resourceType: 'Bundle', type: 'transaction-response', entry: responses(app, done, whole) };
    return reply
      .header('cache-control', 'no-store')
      .type(FHIR_JSON)
      .send(Buffer.from(formatJson(answer)));
  });
}

// Before anything is said of the content: the request is the client's own, and of somebody who writes here.
async function writerOf(app: App, request: FastifyRequest): Promise<string> {
  refuseForeign(request, app.publicUrl);
  refuseUnknown(request);
  return authorOf(app, actorOf(request));
}

// A document is read as one; anything else has to be a transaction.
async function recorded(app: App, request: FastifyRequest): Promise<SubmittedRecord[]> {
  const author = await writerOf(app, request);
  const [actor, key, hash] = [actorOf(request), keyNonce(request), contentHash(addressOf(request))];
  const body = request.body as Readable;
  // A client that is still sending reads no answer if the connection ends under it.
  const pieces = hashBytes(hash, body.iterator({ destroyOnReturn: false }));
  return receiveDocument(app, { pieces, limit: LARGEST_BYTES }, async ({ bytes, files }) => {
    const nonce = key ?? nonceOf(hash);
    const document = readDocument(bytes);
    if (!document) return submitRecords(app, actor, parseSubmissions(bytes, author), nonce);
    return [await importDocument(app, actor, { document, files, author, nonce })];
  }).finally(() => body.resume());
}

function addressOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? '';
}

// In the order of the request, whichever chain was locked first.
function responses(app: App, done: readonly SubmittedRecord[], whole: boolean): JsonObject[] {
  const all = done.flatMap(({ submission, sent, recordedAt, repeated }) =>
    submission.entries.map(({ path }, i): { place: number; entry: JsonObject } => {
      const resource = sent[i] as JsonObject;
      const status = repeated ? '200 OK' : '201 Created';
      const response = { status, location: locationOf(app, resource), etag: etagOf(1), lastModified: recordedAt };
      return { place: Number(/\d+/.exec(path)?.[0]), entry: whole ? { resource, response } : { response } };
    }),
  );
  return all.sort((a, b) => a.place - b.place).map(({ entry }) => entry);
}

function locationOf({ publicUrl }: App, { resourceType, id }: JsonObject): string {
  return `${publicUrl}/fhir/${resourceType}/${id}/_history/1`;
}
