// Requests, grants and the access log as rows, held against the Task, Consent and AuditEvent that the chain commits to.

import {
  auditEventResource,
  formatJson,
  type JsonObject,
  objectAt,
  objectsAt,
  parseJson,
  textAt,
  textOf,
} from '@patrec/fhir';
import { AUDITED_EVENTS, type AuditedRow, auditedEvent } from '../../access/audited-event.ts';
import { grantsOfPatient, type StoredGrant } from '../../access/grant-store.ts';
import { type AccessRequest, requestsOfPatient } from '../../access/request-store.ts';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { mismatch, type Problem } from './problem.ts';
import type { ProvedBlock, Tally } from './tally.ts';

const selectSealed = statement(
  'verify.events',
  `${AUDITED_EVENTS} JOIN block b ON b.chain = e.chain AND b.seq = e.block_seq
   WHERE e.chain = $1 AND e.block_seq BETWEEN $2 AND $3 AND b.type = 'access'`,
);

/** Holds each row of the access log that was sealed in these blocks against its AuditEvent, byte by byte. */
export async function checkSealedEvents(db: Db, tally: Tally, blocks: readonly ProvedBlock[]): Promise<Problem[]> {
  const sealed = blocks.filter((block) => block.statement.type === 'access').flatMap(auditEvents);
  tally.counts.events += sealed.length;
  const first = blocks[0]?.header.seq ?? 0;
  const last = blocks.at(-1)?.header.seq ?? 0;
  const rows = await db.rows<AuditedRow>(selectSealed, [tally.chain, first, last]);
  const byId = new Map(rows.map((row) => [row.id, bytesText(auditEventResource(auditedEvent(row)))]));
  return sealed.flatMap((event) =>
    byId.get(String(event.id)) === bytesText(event)
      ? []
      : [mismatch(tally.name, `The access log of ${textAt(event, 'recorded')} does not say what was sealed.`)],
  );
}

function auditEvents({ contents }: ProvedBlock): JsonObject[] {
  return contents
    .filter(({ type }) => type === 'Bundle')
    .flatMap(({ bytes }) => objectsAt(parseJson(bytes) as JsonObject, 'entry'))
    .map((entry) => objectAt(entry, 'resource') ?? {});
}

function bytesText(resource: JsonObject): string {
  return new TextDecoder().decode(formatJson(resource));
}

/** Holds the newest requests and grants of the chain's patient against the newest Task and Consent of each. */
export async function checkAccessRows(db: Db, { chain, name, newest }: Tally): Promise<Problem[]> {
  const [requests, grants] = await Promise.all([requestsOfPatient(db, chain), grantsOfPatient(db, chain)]);
  const stated = (id: string, type: string) => {
    const found = newest.get(id);
    return found?.row.type === type ? found.resource : undefined;
  };
  const wrong = [
    ...requests.filter((one) => requestText(one) !== taskText(stated(one.id, 'Task'))),
    ...grants.filter((one) => grantText(one) !== consentText(stated(one.id, 'Consent'))),
  ];
  return wrong.map(() => mismatch(name, 'A request or a permission does not say what the chain says.'));
}

function requestText({ scope, purpose, until, state }: AccessRequest): string {
  return JSON.stringify([scope.types, scope.records, scope.from, scope.to, purpose, until, state]);
}

function taskText(task: JsonObject | undefined): string {
  const inputs = (name: string) =>
    objectsAt(task, 'input').filter((input) => textAt(objectAt(input, 'type'), 'text') === name);
  const types = inputs('record type').map((input) => textAt(input, 'valueCode'));
  const records = inputs('record').map((input) => Number(textOf(input.valuePositiveInt)));
  const period = objectAt(inputs('period')[0], 'valuePeriod');
  const purpose = textAt(objectsAt(objectAt(task, 'reasonCode'), 'coding')[0], 'code');
  const until = textAt(objectAt(objectAt(task, 'restriction'), 'period'), 'end');
  return JSON.stringify([
    orNull(types),
    orNull(records),
    ...days(period),
    purpose,
    until,
    textAt(objectAt(task, 'businessStatus'), 'text'),
  ]);
}

function grantText({ scope, purpose, until, revokedAt }: StoredGrant): string {
  return JSON.stringify([scope.types, scope.records, scope.from, scope.to, purpose, until, revokedAt === null]);
}

function consentText(consent: JsonObject | undefined): string {
  const provision = objectAt(consent, 'provision');
  const types = objectsAt(provision, 'code').map((code) => textAt(code, 'text'));
  const records = objectsAt(provision, 'data').map((data) =>
    Number(textAt(objectAt(objectAt(data, 'reference'), 'identifier'), 'value')?.split('-REC')[1]),
  );
  const purpose = textAt(objectsAt(provision, 'purpose')[0], 'code');
  const until = textAt(objectAt(provision, 'period'), 'end');
  const active = textAt(consent, 'status') === 'active';
  return JSON.stringify([
    orNull(types),
    orNull(records),
    ...days(objectAt(provision, 'dataPeriod')),
    purpose,
    until,
    active,
  ]);
}

function days(period: JsonObject | undefined): (string | null)[] {
  return [textAt(period, 'start') ?? null, textAt(period, 'end') ?? null];
}

function orNull<Item>(items: readonly Item[]): readonly Item[] | null {
  return items.length === 0 ? null : items;
}
