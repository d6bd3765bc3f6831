// The FHIR R4 interface that reads: `read`, `vread`, `history` of one resource, and what the server can
// (https://hl7.org/fhir/R4/http.html). Stored bytes go out as they are.

import { capabilityStatement, formatJson } from '@patrec/fhir';
import { recordedTypes } from '@patrec/fhir/bundle';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FHIR_JSON } from '../../ledger/content-store.ts';
import { noChart } from '../../records/open-chart.ts';
import type { ReadResource } from '../../records/read-resource.ts';
import type { App } from '../app.ts';
import { hasAlready } from '../has-already.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';
import { etagOf, refuseUnknown, versionHeaders } from './fhir-request.ts';

type OfResource = { Params: { type: string; id: string } };
type OfVersion = { Params: { type: string; id: string; version: string } };

const READING = { access: EVERY_ROLE, guardian: 'view' } as const;

export function fhirRoutes(server: FastifyInstance, app: App): void {
  server.get('/fhir/metadata', { config: { access: 'public' } }, async (request, reply) => {
    refuseUnknown(request);
    const statement = capabilityStatement({ url: `${app.publicUrl}/fhir`, recorded: recordedTypes });
    return reply.type(FHIR_JSON).send(Buffer.from(formatJson(statement)));
  });

  server.get<OfResource>('/fhir/:type/:id', { config: READING }, async (request, reply) => {
    refuseUnknown(request);
    const { type, id } = request.params;
    const [read] = await app.readResource(actorOf(request), type, id, 'current');
    return sendVersion(request, reply, read);
  });

  server.get<OfVersion>('/fhir/:type/:id/_history/:version', { config: READING }, async (request, reply) => {
    refuseUnknown(request);
    const { type, id, version } = request.params;
    if (!/^[1-9]\d{0,8}$/.test(version)) throw noChart();
    const [read] = await app.readResource(actorOf(request), type, id, Number(version));
    return sendVersion(request, reply, read);
  });

  server.get<OfResource>('/fhir/:type/:id/_history', { config: READING }, async (request, reply) => {
    refuseUnknown(request);
    const { type, id } = request.params;
    const versions = await app.readResource(actorOf(request), type, id, 'every');
    const body = historyOf(`${app.publicUrl}/fhir`, `${type}/${id}`, versions);
    return reply.header('cache-control', 'no-store').type(FHIR_JSON).send(body);
  });
}

function sendVersion(request: FastifyRequest, reply: FastifyReply, read: ReadResource): FastifyReply {
  versionHeaders(reply, read);
  if (hasAlready(request, etagOf(read.version))) return reply.code(304).send();
  return reply.type(read.mediaType).send(read.bytes);
}

// Each version's bytes stand in the Bundle as they are stored.
function historyOf(base: string, address: string, versions: readonly ReadResource[]): Buffer {
  const head = `{"resourceType":"Bundle","type":"history","total":${versions.length},"link":[{"relation":"self","url":${JSON.stringify(`${base}/${address}/_history`)}}],"entry":[`;
  const entries = versions.map(({ version, recordedAt, bytes }) => {
    const created = version === 1;
    const response = { status: created ? '201' : '200', etag: etagOf(version), lastModified: recordedAt };
    const request = created ? { method: 'POST', url: address.split('/')[0] } : { method: 'PUT', url: address };
    const rest = `"request":${JSON.stringify(request)},"response":${JSON.stringify(response)}}`;
    return [`{"fullUrl":${JSON.stringify(`${base}/${address}`)},"resource":`, bytes, `,${rest}`];
  });
  const parts = entries.flatMap((entry, i) => (i === 0 ? entry : [',', ...entry]));
  return Buffer.concat([head, ...parts, ']}'].map((part) => Buffer.from(part)));
}
