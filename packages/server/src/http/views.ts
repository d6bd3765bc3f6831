// What the domains give, as the pages take it.

import type { JsonObject } from '@patrec/fhir';
import { ageYears, allergiesOf, displayOf, objectsAt, textAt } from '@patrec/fhir';
import type {
  AccessRequestView,
  AccessState,
  AllergyState,
  GrantView,
  PatientBanner,
  PatientRef,
  RecordChoice,
  Requester,
  ResultView,
  Sex,
  TimelineItem,
} from '@patrec/web';
import type { Actor } from '../access/actor.ts';
import type { StoredGrant } from '../access/grant-store.ts';
import type { Practitioner } from '../access/party-store.ts';
import type { AccessRequest } from '../access/request-store.ts';
import type { ChosenRecord } from '../records/choose-records.ts';
import { clinicalDay } from '../records/clinical-time.ts';
import type { Patient } from '../records/patient-store.ts';
import type { TimelineEntry } from '../records/timeline.ts';
import type { TrendValue } from '../records/trends.ts';

/** `PAT001-REC7`: what people call a record. */
export function recordLabel(patientNumber: string, record: number): string {
  return `${patientNumber}-REC${record}`;
}

/** The banner of a chart that the reader may open; `resources` are those that tell of allergies, and others. */
export function chartBanner(patient: Patient, resources: readonly JsonObject[], now: string): PatientBanner {
  return {
    ...patientSummary(patient, now),
    abha: patient.abha,
    bloodGroup: patient.bloodGroup,
    allergies: allergyState(resources),
  };
}

/** The banner for those who write, or read what they wrote: who it is, and nothing clinical. */
export function nameBanner(patient: Patient, now: string): PatientBanner {
  return { ...patientSummary(patient, now), abha: null, bloodGroup: null, allergies: null };
}

/** Who a patient is: enough not to take one for another. */
export function patientSummary({ number, name, birthDate, born: known, sex }: Patient, now: string) {
  const born = birthDate ?? known ?? '';
  return {
    number,
    name,
    birthDate: born,
    ageYears: born ? Math.floor(ageYears(born, clinicalDay(now))) : 0,
    sex: toSex(sex),
  };
}

/** A patient's number and name. */
export function patientRef({ number, name }: Patient): PatientRef {
  return { number, name };
}

/** What is listed counts more than that none were known, whichever came later. */
export function allergyState(resources: readonly JsonObject[]): AllergyState {
  const { listed, none } = allergiesOf(resources);
  const confirmedOn = [...listed, ...none].map(dayOf).sort().at(-1) || null;
  const items = [...new Set(listed.map(allergyText))];
  if (items.length > 0) return { state: 'list', items, confirmedOn };
  return none.length > 0 ? { state: 'none', items, confirmedOn } : { state: 'not-recorded', items, confirmedOn: null };
}

function dayOf(entry: JsonObject): string {
  const at = textAt(entry, 'recordedDate') ?? '';
  return at.includes('T') ? clinicalDay(at) : at;
}

function allergyText(entry: JsonObject): string {
  const substance = displayOf(entry.code) ?? '';
  const reaction = objectsAt(entry, 'reaction').flatMap((one) => objectsAt(one, 'manifestation').map(displayOf));
  return reaction[0] ? `${substance} (${reaction[0]})` : substance;
}

function toSex(text: string): Sex {
  return text === 'male' || text === 'female' || text === 'other' ? text : 'unknown';
}

/** Whose eyes a chart page is made for. */
export function viewerOf({ role }: Actor): 'self' | 'doctor' | 'staff' {
  return role === 'patient' ? 'self' : role === 'staff' ? 'staff' : 'doctor';
}

/** A line of the timeline. */
export function timelineItem(entry: TimelineEntry, patientNumber: string, patient?: PatientRef): TimelineItem {
  const { number, type, title, effective, authorLogin, authorName, abnormal, critical, summary } = entry;
  const author = { login: authorLogin, name: authorName };
  const { version, inError } = entry;
  const item = {
    number,
    label: recordLabel(patientNumber, number),
    type,
    title,
    effective,
    author,
    abnormal,
    critical,
    summary,
    ...(version > 1 && { version }),
    ...(inError && { inError }),
  };
  return patient ? { ...item, patient } : item;
}

/** A line of the patient's own timeline: it tells what is withheld. */
export function ownTimelineItem(entry: TimelineEntry, patientNumber: string): TimelineItem {
  return { ...timelineItem(entry, patientNumber), ...(entry.withheld && { withheld: true }) };
}

/** A record as it is chosen by itself. */
export function recordChoice({ number, type, title, effective }: ChosenRecord, patientNumber: string): RecordChoice {
  return { number, label: recordLabel(patientNumber, number), type, title, effective };
}

/** A line of the records that somebody wrote, over all patients: which and when, and nothing of what they hold. */
export function writtenItem(entry: TimelineEntry, patient: PatientRef): TimelineItem {
  const item = timelineItem(entry, patient.number, patient);
  return { ...item, title: item.label, summary: '', abnormal: 0, critical: 0 };
}

/** A value with its reference, such as `3.5–5.1`. */
export function resultView(value: TrendValue): ResultView {
  const { code, label, unit, at, record } = value;
  return {
    code,
    label,
    value: value.value,
    unit,
    flag: toFlag(value.flag),
    reference: referenceText(value.low, value.high),
    effective: at,
    recordNumber: record,
  };
}

/** A flag of the trend index as the pages know it. */
export function toFlag(flag: string | null): ResultView['flag'] {
  return flag === 'H' || flag === 'L' || flag === 'HH' || flag === 'LL' || flag === 'N' ? flag : null;
}

function referenceText(low: string | null, high: string | null): string {
  if (low !== null && high !== null) return `${low}–${high}`;
  if (high !== null) return `≤ ${high}`;
  return low === null ? '' : `≥ ${low}`;
}

/** A request as both sides see it. */
export function requestView(
  request: AccessRequest,
  patient: Patient,
  requester: Practitioner,
  now: string,
): AccessRequestView {
  const { id, scope, purpose, until, note, state, createdAt, decidedAt, reason } = request;
  const lapsed: AccessState = state === 'requested' && until <= now ? 'expired' : state;
  return {
    id,
    patient: patientRef(patient),
    requester: toRequester(requester),
    scope,
    purpose,
    until,
    note,
    state: lapsed,
    createdAt,
    decidedAt,
    reason: reason || null,
  };
}

/** A grant as both sides see it. */
export function grantView(grant: StoredGrant, patient: Patient, grantee: Practitioner, now: string): GrantView {
  const { id, scope, purpose, until, grantedAt, revokedAt, source } = grant;
  const state = revokedAt !== null ? 'revoked' : until <= now ? 'expired' : 'active';
  const endedAt = revokedAt ?? (state === 'expired' ? until : null);
  return {
    id,
    patient: patientRef(patient),
    grantee: toRequester(grantee),
    scope,
    purpose,
    until,
    grantedAt,
    state,
    endedAt,
    ...(source !== null && { imported: true }),
  };
}

/** Somebody who may be given access, with what they are known by. */
export function toRequester({ login, name, speciality, workplace }: Requester): Requester {
  return { login, name, speciality, workplace };
}
