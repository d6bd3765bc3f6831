// An entry of a story as the record that its author would have submitted.

import { createHash } from 'node:crypto';
import {
  ageYears,
  type FormContext,
  laboratory as laboratoryRecord,
  type Named,
  parseRecordForm,
  recordResources,
} from '@patrec/fhir';
import { INSTITUTION_ZONE } from '../../records/clinical-time.ts';
import type { RecordDraft } from '../../records/create-record.ts';
import { instantAt } from './days.ts';
import type { DemoActor } from './demo-store.ts';
import type { Entry, LaboratoryEntry, VisitEntry } from './entry.ts';
import { visitResources } from './visit-resources.ts';

/** Whose record it is. */
export interface Subject extends Pick<FormContext, 'sex' | 'birthDate'> {
  readonly number: string;
  readonly chain: string;
  readonly reference: Named;
}

/** An entry with its day. */
export type DatedEntry = Entry & { readonly date: string };

const ADULT = 18;

/** The record. Its nonce is the entry's own, so that a start which was killed and begun again writes it once. */
export function recordDraft(entry: DatedEntry, subject: Subject, author: DemoActor, now: string): RecordDraft {
  const nonce = createHash('sha256').update(`demo/${subject.number}/${entry.key}`).digest('hex').slice(0, 32);
  const occurredAt = instantAt(`${entry.date}T${entry.time}`);
  const common = { type: entry.kind, chain: subject.chain, occurredAt, nonce };
  const resources =
    entry.kind === 'laboratory' ? laboratory(entry, subject, author, now) : visit(entry, subject, author, occurredAt);
  return { ...common, resources };
}

// The very path of the form: what a laboratory could not type is refused here too.
function laboratory(
  entry: LaboratoryEntry & DatedEntry,
  subject: Subject,
  author: DemoActor,
  now: string,
): RecordDraft['resources'] {
  const { form, comment = '' } = entry;
  const typed = { ...form, collectedAt: `${entry.date}T${entry.time}`, laboratory: entry.laboratory, comment };
  const parsed = parseRecordForm(laboratoryRecord, typed, { ...subject, now, timeZone: INSTITUTION_ZONE });
  if (!parsed.ok) throw new RangeError(`${subject.number}, ${entry.key}: ${JSON.stringify(parsed.errors)}`);
  const { record } = parsed;
  return ({ newId, recordedAt }) =>
    recordResources(laboratoryRecord, record, {
      newId,
      patient: subject.reference,
      author: reference(author),
      lastUpdated: recordedAt,
      versionId: '1',
    });
}

function visit(
  entry: VisitEntry & DatedEntry,
  subject: Subject,
  author: DemoActor,
  start: string,
): RecordDraft['resources'] {
  return ({ newId, recordedAt }) =>
    visitResources(entry, {
      newId,
      recordedAt,
      start,
      patient: subject.reference,
      author: reference(author),
      workplace: author.workplace,
      adult: ageYears(subject.birthDate, entry.date) >= ADULT,
    });
}

function reference({ resourceId, name }: DemoActor): Named {
  return { reference: `Practitioner/${resourceId}`, display: name };
}
