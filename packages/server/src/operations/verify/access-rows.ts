// Requests and grants as rows, held against the newest Task and Consent that the chain commits to: nothing that one of
// them says is left out, and neither has one that the other has not.

import {
  isCorrection,
  isEmergencyCard,
  isEmergencyConsent,
  isEmergencyReview,
  isErasure,
  isGuardianshipConsent,
  isIntroduction,
  type JsonObject,
  objectAt,
  objectsAt,
  sourceOfConsent,
  textAt,
  textOf,
} from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { isBlocking } from './block-rows.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type Tally } from './tally.ts';
import { isWithholding } from './withheld-rows.ts';

type Said = readonly unknown[];

interface Row {
  readonly id: string;
  readonly types: string[] | null;
  readonly records: number[] | null;
  readonly period_from: string | null;
  readonly period_to: string | null;
  readonly purpose: string;
  readonly until: string;
  readonly practitioner: string | null;
}
type RequestRow = Row & { note: string; state: string; reason: string; asked: string; decided: string | null };
type GrantRow = Row & { request_id: string | null; granted: string; revoked: string | null; source: string | null };

// As text, so that a time without end is read too.
const time = (column: string): string => `to_char(t.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const COMMON = `t.id, t.types, t.records, t.period_from, t.period_to, t.purpose, ${time('until')} AS until,
  d.resource_id AS practitioner`;

const selectRequests = statement(
  'verify.requests',
  `SELECT ${COMMON}, t.note, t.state, t.reason, ${time('created_at')} AS asked, ${time('decided_at')} AS decided
   FROM access_request t LEFT JOIN practitioner d ON d.account_id = t.requester WHERE t.chain = $1`,
);
const selectGrants = statement(
  'verify.grants',
  `SELECT ${COMMON}, t.request_id, ${time('granted_at')} AS granted, ${time('revoked_at')} AS revoked, t.source
   FROM access_grant t LEFT JOIN practitioner d ON d.account_id = t.grantee WHERE t.chain = $1`,
);

/** Tasks and Consents that are neither a request nor a grant: other checks hold them. */
const OTHERS = [
  isIntroduction,
  isEmergencyCard,
  isWithholding,
  isBlocking,
  isGuardianshipConsent,
  isCorrection,
  isEmergencyConsent,
  isEmergencyReview,
  isErasure,
];

/** Holds every request and grant of a chain against what the chain says. */
export async function checkAccessRows(db: Db, { chain, name, newest }: Tally): Promise<Problem[]> {
  const [requests, grants] = await Promise.all([
    db.rows<RequestRow>(selectRequests, [chain]),
    db.rows<GrantRow>(selectGrants, [chain]),
  ]);
  const stated = (type: string, says: (resource: JsonObject) => Said) =>
    texts(
      newestOf({ newest }, type).flatMap(([id, { resource }]) =>
        !OTHERS.some((is) => is(resource)) ? [[id, ...says(resource)]] : [],
      ),
    );
  const pairs = [
    [texts(requests.map((row) => [row.id, ...requestSays(row)])), stated('Task', taskSays)],
    [texts(grants.map((row) => [row.id, ...grantSays(row)])), stated('Consent', consentSays)],
  ] as const;
  const differing = pairs.flatMap(([rows, resources]) => [...rows.symmetricDifference(resources)]);
  const [first] = differing;
  return first ? [mismatch(name, 'A request or a permission does not say what the chain says.')] : [];
}

function texts(said: readonly Said[]): Set<string> {
  return new Set(said.map((one) => JSON.stringify(one)));
}

function commonOf({ types, records, period_from, period_to, purpose, until, practitioner }: Row): Said {
  return [types, records, period_from, period_to, purpose, until, `Practitioner/${practitioner}`];
}

function requestSays(row: RequestRow): Said {
  const { state, note, reason, asked, decided } = row;
  return [...commonOf(row), state, note, reason, asked, decided ?? asked];
}

function taskSays(task: JsonObject): Said {
  const inputs = (name: string) =>
    objectsAt(task, 'input').filter((input) => textAt(objectAt(input, 'type'), 'text') === name);
  return [
    orNull(inputs('record type').map((input) => textAt(input, 'valueCode'))),
    orNull(inputs('record').map((input) => Number(textOf(input.valuePositiveInt)))),
    ...days(objectAt(inputs('period')[0], 'valuePeriod')),
    textAt(objectsAt(objectAt(task, 'reasonCode'), 'coding')[0], 'code'),
    textAt(objectAt(objectAt(task, 'restriction'), 'period'), 'end'),
    textAt(objectAt(task, 'requester'), 'reference'),
    textAt(objectAt(task, 'businessStatus'), 'text'),
    textAt(objectsAt(task, 'note')[0], 'text') ?? '',
    textAt(objectAt(task, 'statusReason'), 'text') ?? '',
    textAt(task, 'authoredOn'),
    textAt(task, 'lastModified'),
  ];
}

function grantSays(row: GrantRow): Said {
  const { request_id, granted, revoked, source } = row;
  return [...commonOf(row), request_id && `Task/${request_id}`, granted, revoked === null, revoked ?? granted, source];
}

function consentSays(consent: JsonObject): Said {
  const provision = objectAt(consent, 'provision');
  const records = objectsAt(provision, 'data').map((data) =>
    Number(textAt(objectAt(objectAt(data, 'reference'), 'identifier'), 'value')?.split('-REC')[1]),
  );
  return [
    orNull(objectsAt(provision, 'code').map((code) => textAt(code, 'text'))),
    orNull(records),
    ...days(objectAt(provision, 'dataPeriod')),
    textAt(objectsAt(provision, 'purpose')[0], 'code'),
    textAt(objectAt(provision, 'period'), 'end'),
    textAt(objectAt(objectsAt(provision, 'actor')[0], 'reference'), 'reference'),
    textAt(objectsAt(consent, 'identifier')[0], 'value') ?? null,
    textAt(consent, 'dateTime'),
    textAt(consent, 'status') === 'active',
    textAt(objectAt(consent, 'meta'), 'lastUpdated'),
    sourceOfConsent(consent),
  ];
}

function days(period: JsonObject | undefined): (string | null)[] {
  return [textAt(period, 'start') ?? null, textAt(period, 'end') ?? null];
}

function orNull<Item>(items: readonly Item[]): readonly Item[] | null {
  return items.length === 0 ? null : items;
}
