// What the server hands to the pages: plain, already permitted, already parsed facts. Times are ISO 8601 UTC, dates are
// `2026-11-22`, decimals are the text that was stored (so `1.50` stays `1.50`).

import type { RecordType } from '@patrec/fhir';

export type { RecordType };
/** HL7 v3-ObservationInterpretation: high, low, critically high or low, abnormal without a direction, within reference. */
export type Flag = 'HH' | 'H' | 'L' | 'LL' | 'A' | 'N';

export type Language = 'en' | 'hi' | 'ta';
export type Theme = 'auto' | 'light' | 'dark';
export type Role = 'patient' | 'doctor' | 'staff' | 'administrator';
export type Sex = 'male' | 'female' | 'other' | 'unknown';
/** Purposes of use, HL7 v3-ActReason. */
export type Purpose = 'CAREMGT' | 'BTG' | 'PATRQT' | 'HPAYMT' | 'PUBHLTH' | 'DSRCH';
export type AccessState = 'requested' | 'granted' | 'denied' | 'cancelled' | 'expired' | 'revoked';

export interface Person {
  login: string;
  name: string;
}

/** Whose record it is; on every page of a chart, so that nobody reads or writes in the wrong one. */
export interface PatientBanner {
  number: string;
  name: string;
  birthDate: string;
  ageYears: number;
  sex: Sex;
  abha: string | null;
  bloodGroup: string | null;
  /** Null where the reader may not see them. */
  allergies: AllergyState | null;
  /** Where the chart is open in an emergency: until when, ISO 8601 UTC. */
  emergency?: { until: string };
}

/** `not-recorded` is not `none`: nobody asked yet. `none` was confirmed, by somebody, on a date; `failed` could not be read. */
export interface AllergyState {
  state: 'not-recorded' | 'none' | 'list' | 'failed';
  items: readonly string[];
  confirmedOn: string | null;
}

export interface TimelineItem {
  number: number;
  label: string;
  type: RecordType;
  title: string;
  /** When it happened: a date or an instant. */
  effective: string;
  author: Person;
  abnormal: number;
  critical: number;
  summary: string;
  /** Only of a record that was amended: the number of the version that stands. */
  version?: number;
  /** All of it was entered in error. */
  inError?: boolean;
  /** Only in lists over several patients. */
  patient?: PatientRef;
  /** Only in the patient's own lists: it is withheld from all but its author. */
  withheld?: boolean;
}

/** A version of a record, counted from 1: who made it, when and why. The first has no reason. */
export interface VersionView {
  version: number;
  kind: 'written' | 'amended' | 'entered-in-error';
  reason: string;
  recordedAt: string;
  author: Person;
}

/** A version of a registration. The first has no reason. */
export interface RegistrationVersionView {
  version: number;
  reason: string;
  recordedAt: string;
  author: Person;
}

export interface PatientRef {
  number: string;
  name: string;
}

export interface ResultView {
  /** LOINC code: it chooses the translated name and the address of the trend. */
  code: string;
  label: string;
  value: string;
  unit: string;
  flag: Flag | null;
  /** As printed beside the value, such as `3.5–5.1`; empty when none is known. */
  reference: string;
  effective: string;
  recordNumber: number;
}

export interface TrendPoint {
  at: string;
  value: string;
  flag: Flag | null;
}

/** Values of one code over time, oldest first, as far as the viewer may see them. */
export type Trends = Readonly<Record<string, readonly TrendPoint[]>>;

/** What a file is, by its content. */
export type FileType = 'application/pdf' | 'image/jpeg' | 'image/png' | 'application/dicom';

/** A file that has arrived and waits for its record. `size` is in bytes. */
export interface UploadView {
  id: string;
  name: string;
  size: number;
}

/** A file of a record; `state` is how its stored bytes are, as far as they could be asked for. */
export interface FileView {
  id: string;
  type: FileType;
  size: number;
  title: string;
  state: 'whole' | 'missing' | 'altered' | 'unreachable';
  /** Which kind of file of its record it is, and the stored name of that. */
  slot?: { id: string; name: string };
  /** Only of DICOM. */
  dicom?: DicomView;
}

/** What stands in a DICOM file's header, in order; `picture` says whether its first frame can be shown. */
export interface DicomView {
  facts: readonly { key: DicomKey; value: string }[];
  frames: number;
  picture: boolean;
  /** The header could not be read to its end. */
  unreadable: boolean;
}

export type DicomKey =
  | 'patient-name'
  | 'patient-id'
  | 'birth-date'
  | 'study-date'
  | 'modality'
  | 'body-part'
  | 'study'
  | 'series'
  | 'institution'
  | 'size'
  | 'frames';

/** Null means no limit; limits intersect. */
export interface AccessScope {
  types: readonly RecordType[] | null;
  records: readonly number[] | null;
  from: string | null;
  to: string | null;
}

/** A record that can be chosen by itself. */
export interface RecordChoice {
  number: number;
  label: string;
  type: RecordType;
  title: string;
  effective: string;
}

export interface Requester extends Person {
  speciality: string | null;
  workplace: string | null;
}

export interface AccessRequestView {
  id: string;
  patient: PatientRef;
  requester: Requester;
  scope: AccessScope;
  purpose: Purpose;
  until: string;
  note: string;
  state: AccessState;
  createdAt: string;
  decidedAt: string | null;
  reason: string | null;
}

export interface GrantView {
  id: string;
  patient: PatientRef;
  grantee: Requester;
  scope: AccessScope;
  purpose: Purpose;
  until: string;
  grantedAt: string;
  state: 'active' | 'revoked' | 'expired';
  endedAt: string | null;
  /** It was given elsewhere, and brought in. */
  imported?: boolean;
}

/** Why a record was opened in an emergency. */
export type EmergencyReason = 'unconscious' | 'accident' | 'cannot-be-asked' | 'other';

/** A record that a doctor opened in an emergency. */
export interface EmergencyView {
  id: string;
  patient: PatientRef;
  doctor: Requester;
  reason: EmergencyReason;
  note: string;
  since: string;
  until: string;
  /** Null while it is open; `time` is that its time was over. */
  ended: { at: string; by: 'time' | 'patient' | 'doctor' | 'administrator' } | null;
  /** Null until an administrator has closed it. */
  review: { outcome: 'justified' | 'not-justified'; note: string; at: string; by: string } | null;
  /** The review is late. */
  overdue: boolean;
}

/** A doctor who signed up and waits for an administrator. */
export interface ApplicantView extends Person {
  sex: Sex;
  registration: string;
  council: string;
  speciality: string;
  workplace: string;
  city: string;
  phone: string;
  since: string;
}

/** Whether a guardian only reads, or also decides. */
export type GuardianLevel = 'view' | 'complete';
/** What a guardian is to the patient, codes of HL7 v3-RoleCode: guardian, parent, spouse, child, sibling. */
export const relations = ['PRN', 'SPS', 'CHILD', 'SIB', 'GUARD'] as const;
export type GuardianRelation = (typeof relations)[number];
/** `ended` is by its date; the three before by the patient, before and after it was accepted, and by the guardian. */
export type GuardianshipState =
  | 'invited'
  | 'accepted'
  | 'declined'
  | 'cancelled'
  | 'removed'
  | 'stepped-down'
  | 'ended';

/** One person in another's place, or invited to be. */
export interface GuardianshipView {
  id: string;
  guardian: Person;
  patient: PatientRef;
  level: GuardianLevel;
  relation: GuardianRelation;
  state: GuardianshipState;
  /** Null without end. */
  until: string | null;
  /** The end is the day on which the patient comes of age. */
  untilOfAge: boolean;
  /** Set up at the desk by two of those who work there. */
  atDesk: boolean;
  /** It was made elsewhere, and brought in. */
  imported?: boolean;
  invitedAt: string;
  acceptedAt: string | null;
  endedAt: string | null;
}

/** The kinds of document that somebody shows at the desk. */
export const documentKinds = ['aadhaar', 'voter-id', 'driving-licence', 'passport', 'pan', 'other-photo'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Why the desk may set up a guardian. */
export const deskBases = ['consent', 'parent', 'court'] as const;
export type DeskBasis = (typeof deskBases)[number];

export interface DeskPersonView extends Person {
  birthDate: string | null;
}

/** What one of the desk entered for a patient and another confirms. Times are ISO 8601 UTC. */
export type DeskActView = {
  id: string;
  patient: DeskPersonView;
  document: DocumentKind;
  openedBy: string;
  openedAt: string;
  until: string;
  /** True for whoever opened it: another has to confirm. */
  own: boolean;
} & ({ kind: 'guardian'; guardian: DeskGuardianView } | { kind: 'email'; address: string });

export interface DeskGuardianView extends DeskPersonView {
  level: GuardianLevel;
  relation: GuardianRelation;
  basis: DeskBasis;
  /** What shows it; empty where nothing was noted. */
  note: string;
  /** Null without end. */
  until: string | null;
}

/** Field name to message; a form shows it at the field and in the summary. */
export interface FormError {
  field: string;
  code: string;
  params?: Readonly<Record<string, string>>;
}

/** A table that somebody imports: what is done with it, how that stands, and how many of its rows came out how. */
export interface TableImportView {
  id: string;
  name: string;
  kind: 'patients' | 'results';
  step: 'map' | 'check' | 'import';
  state: 'ready' | 'waiting' | 'running' | 'stopped' | 'failed' | 'done';
  total: number;
  done: number;
  created: number;
  present: number;
  rejected: number;
  askedAt: string;
  /** When it is removed by itself. */
  until: string;
}

/** A row of it. `what` is the number of the patient or record that it became or was already. */
export interface TableRowView {
  line: number;
  cells: readonly string[];
  outcome: 'created' | 'present' | 'rejected' | null;
  what: string;
  problems: readonly string[];
}
