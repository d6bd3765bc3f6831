// Access taken in emergencies, and who may take it, as rows, held against the newest Consents and Tasks of a patient's
// chain and the acts in the institution's: neither says what the other does not.

import {
  isEmergencyConsent,
  isEmergencyReview,
  type JsonObject,
  objectAt,
  objectsAt,
  parseJson,
  textAt,
} from '@patrec/fhir';
import type { EventAction } from '../../access/log-kinds.ts';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { accountActs } from './account-rows.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type ProvedBlock, type Tally } from './tally.ts';

type Said = readonly unknown[];

interface Row {
  readonly id: string;
  readonly review: string;
  readonly doctor: string;
  readonly reason: string;
  readonly note: string;
  readonly since: string;
  readonly until: string;
  readonly ended: string | null;
  readonly endedBy: string | null;
  readonly outcome: string | null;
  readonly words: string;
  readonly reviewed: string | null;
  readonly reviewer: string | null;
}

const time = (column: string) => `to_char(m.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const selectTaken = statement(
  'verify.emergencies',
  `SELECT m.id, m.review_id AS review, 'Practitioner/' || d.resource_id AS doctor, m.reason, m.note, ${time('since')} AS since,
     ${time('until')} AS until, ${time('ended_at')} AS ended, e.login AS "endedBy", m.outcome, m.review_note AS words,
     ${time('reviewed_at')} AS reviewed, b.login AS reviewer
   FROM emergency_access m LEFT JOIN practitioner d ON d.account_id = m.doctor
     LEFT JOIN account e ON e.id = m.ended_by LEFT JOIN account b ON b.id = m.reviewed_by WHERE m.chain = $1`,
);
const selectAuthorised = statement(
  'verify.authorisations',
  `SELECT m.id, m.doctor, ${time('since')} AS since, m.authorised_by AS by, ${time('ended_at')} AS ended,
     m.ended_by AS "endedBy" FROM emergency_authorisation m`,
);

/** Holds what was taken of a patient, or in the institution's chain who may take it, against what the chain says. */
export function checkEmergencyRows(db: Db, tally: Tally): Promise<Problem[]> {
  return tally.isInstitution ? checkAuthorised(db, tally) : checkTaken(db, tally);
}

async function checkTaken(db: Db, { chain, name, newest }: Tally): Promise<Problem[]> {
  const rows = await db.rows<Row>(selectTaken, [chain]);
  const stated = newestOf({ newest }, 'Consent', 'Task').map(([id, { resource }]) => ({ id, resource }));
  const consents = stated.filter(({ resource }) => isEmergencyConsent(resource)).map(consentSays);
  const tasks = stated.filter(({ resource }) => isEmergencyReview(resource)).map(taskSays);
  return differ(rows.map(rightOf), consents) || differ(rows.map(reviewOf), tasks)
    ? [mismatch(name, 'An emergency access does not say what the chain says.')]
    : [];
}

async function checkAuthorised(db: Db, tally: Tally): Promise<Problem[]> {
  const rows = await db.rows<
    Record<'id' | 'doctor' | 'since' | 'by', string> & Record<'ended' | 'endedBy', string | null>
  >(selectAuthorised, []);
  const stated = new Map<string, Said>();
  for (const { action, at, by, of, details } of accountActs(tally)) {
    const id = details.authorisation ?? '';
    if (action === 'emergency-authorised') stated.set(id, [id, of, at, by, null, null]);
    if (action === 'emergency-withdrawn') stated.set(id, [...(stated.get(id) ?? []).slice(0, 4), at, by]);
  }
  const found = rows.map(({ id, doctor, since, by, ended, endedBy }) => [id, doctor, since, by, ended, endedBy]);
  return differ(found, [...stated.values()])
    ? [mismatch(tally.name, 'An authorisation for emergencies is not what an administrator gave.')]
    : [];
}

function differ(rows: readonly Said[], stated: readonly Said[]): boolean {
  const texts = (all: readonly Said[]) => new Set(all.map((said) => JSON.stringify(said)));
  return texts(rows).symmetricDifference(texts(stated)).size > 0;
}

function rightOf({ id, doctor, since, until, ended, endedBy }: Row): Said {
  return [id, doctor, since, until, ended, endedBy];
}

function consentSays({ id, resource }: { id: string; resource: JsonObject }): Said {
  const provision = objectAt(resource, 'provision');
  const [actor] = objectsAt(provision, 'actor');
  const [performer] = objectsAt(resource, 'performer');
  const ended = textAt(resource, 'status') === 'inactive';
  return [
    id,
    textAt(objectAt(actor, 'reference'), 'reference'),
    textAt(resource, 'dateTime'),
    textAt(objectAt(provision, 'period'), 'end'),
    ended ? textAt(objectAt(resource, 'meta'), 'lastUpdated') : null,
    ended ? textAt(objectAt(performer, 'identifier'), 'value') : null,
  ];
}

function reviewOf({ id, review, doctor, reason, note, since, outcome, words, reviewed, reviewer }: Row): Said {
  return [review, `Consent/${id}`, doctor, reason, note, since, outcome ?? 'waiting', words, reviewed, reviewer];
}

function taskSays({ id, resource }: { id: string; resource: JsonObject }): Said {
  const [note, closing] = objectsAt(resource, 'note');
  return [
    id,
    textAt(objectAt(resource, 'focus'), 'reference'),
    textAt(objectAt(resource, 'requester'), 'reference'),
    textAt(objectAt(resource, 'reasonCode'), 'text'),
    textAt(note, 'text'),
    textAt(resource, 'authoredOn'),
    textAt(objectAt(resource, 'businessStatus'), 'text'),
    textAt(closing, 'text') ?? '',
    textAt(closing, 'time') ?? null,
    textAt(closing, 'authorString') ?? null,
  ];
}

/** What a block of such an access is in the access log; `own` is the basis of whoever acts on the patient's side. */
export function emergencyAction(
  contents: ProvedBlock['contents'],
  own: 'self' | 'guardian' | 'duty',
): { action: EventAction; basis: string } | undefined {
  const consent = contents.find(({ type }) => type === 'Consent');
  if (consent) {
    return consent.version === 1
      ? { action: 'break-glass', basis: consent.id }
      : { action: 'end-emergency', basis: own };
  }
  const task = contents.find(({ type }) => type === 'Task');
  const outcome = task && textAt(objectAt(parseJson(task.bytes) as JsonObject, 'businessStatus'), 'text');
  return outcome === undefined ? undefined : { action: `emergency-${outcome}` as EventAction, basis: 'duty' };
}
