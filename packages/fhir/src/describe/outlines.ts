// For each resource type: where its title and its date stand, and which elements people are shown, in order.
// A row is a message key and the paths its text is read from; `date` marks those that hold dates.

/** The message keys of the fixed words beside values. */
export type RowKey =
  | 'address'
  | 'category'
  | 'class'
  | 'clinical-status'
  | 'complication'
  | 'conclusion'
  | 'contact'
  | 'criticality'
  | 'dated'
  | 'description'
  | 'diagnosis'
  | 'dose'
  | 'dosage'
  | 'dosage-form'
  | 'birth-date'
  | 'end'
  | 'expiry'
  | 'gender'
  | 'activity'
  | 'identifier'
  | 'instructions'
  | 'insurance'
  | 'item'
  | 'language'
  | 'lot'
  | 'manufacturer'
  | 'modality'
  | 'organization'
  | 'outcome'
  | 'performer'
  | 'provider'
  | 'quantity'
  | 'reaction'
  | 'reason'
  | 'repeats'
  | 'results'
  | 'route'
  | 'severity'
  | 'site'
  | 'start'
  | 'substance'
  | 'substitution'
  | 'target'
  | 'title'
  | 'total'
  | 'type'
  | 'verification-status';

/** Where a row's text is read. */
export interface OutlineRow {
  readonly key: RowKey;
  readonly paths: readonly string[];
  readonly date?: true;
}

/** How a resource type is read. */
export interface Outline {
  readonly title: readonly string[];
  readonly when: readonly string[];
  readonly rows: readonly OutlineRow[];
}

const row = (key: RowKey, ...paths: string[]): OutlineRow => ({ key, paths });
const date = (key: RowKey, ...paths: string[]): OutlineRow => ({ key, paths, date: true });
const outline = (title: string[], when: string[], ...rows: OutlineRow[]): Outline => ({ title, when, rows });
const conditionRows = [row('clinical-status', 'clinicalStatus'), row('verification-status', 'verificationStatus')];
const person = outline(
  ['name'],
  [],
  row('identifier', 'identifier'),
  row('gender', 'gender'),
  date('birth-date', 'birthDate'),
  row('contact', 'telecom.value'),
  row('address', 'address'),
  row('language', 'communication.language', 'communication'),
);
const claimRows = [
  row('provider', 'provider'),
  row('diagnosis', 'diagnosis.diagnosisCodeableConcept', 'diagnosis.diagnosisReference'),
  row('item', 'item.productOrService'),
  row('insurance', 'insurance.coverage', 'insurer'),
];

/** The outlines of the types that are shown by name. */
export const outlines: Readonly<Record<string, Outline>> = {
  Observation: outline(['code'], ['effectiveDateTime', 'effectiveInstant', 'effectivePeriod.start', 'issued']),
  DiagnosticReport: outline(
    ['code'],
    ['effectiveDateTime', 'effectivePeriod.start', 'issued'],
    row('performer', 'performer'),
    row('results', 'result'),
    row('conclusion', 'conclusion', 'conclusionCode'),
  ),
  Condition: outline(
    ['code'],
    ['onsetDateTime', 'onsetPeriod.start', 'recordedDate'],
    ...conditionRows,
    row('category', 'category'),
    row('severity', 'severity'),
    date('end', 'abatementDateTime', 'abatementPeriod.end'),
  ),
  Composition: outline(['title', 'type'], ['date']),
  Procedure: outline(
    ['code'],
    ['performedDateTime', 'performedPeriod.start'],
    row('site', 'bodySite'),
    date('end', 'performedPeriod.end'),
    row('performer', 'performer.actor'),
    row('reason', 'reasonReference', 'reasonCode'),
    row('outcome', 'outcome'),
    row('complication', 'complication'),
  ),
  MedicationRequest: outline(
    ['medicationCodeableConcept', 'medicationReference', 'contained.code'],
    ['authoredOn'],
    row('dosage', 'dosageInstruction.text'),
    row('instructions', 'dosageInstruction.additionalInstruction', 'dosageInstruction.patientInstruction'),
    row('dosage-form', 'contained.form'),
    row('quantity', 'dispenseRequest.quantity'),
    row('repeats', 'dispenseRequest.numberOfRepeatsAllowed'),
    row('substitution', 'substitution.allowedBoolean'),
    row('provider', 'requester'),
    row('reason', 'reasonReference', 'reasonCode'),
  ),
  MedicationStatement: outline(
    ['medicationCodeableConcept', 'medicationReference'],
    ['effectiveDateTime', 'dateAsserted'],
    row('dosage', 'dosage.text'),
  ),
  Immunization: outline(
    ['vaccineCode'],
    ['occurrenceDateTime', 'recorded'],
    row('dose', 'protocolApplied.doseNumberPositiveInt', 'protocolApplied.doseNumberString'),
    row('site', 'site'),
    row('route', 'route'),
    row('lot', 'lotNumber'),
    row('manufacturer', 'manufacturer'),
    date('expiry', 'expirationDate'),
    row('performer', 'performer.actor'),
  ),
  AllergyIntolerance: outline(
    ['code'],
    ['onsetDateTime', 'recordedDate'],
    ...conditionRows,
    row('type', 'type'),
    row('category', 'category'),
    row('criticality', 'criticality'),
    row('substance', 'reaction.substance'),
    row('reaction', 'reaction.manifestation'),
    row('severity', 'reaction.severity'),
  ),
  CarePlan: outline(
    ['title', 'category'],
    ['period.start', 'created'],
    date('end', 'period.end'),
    row('activity', 'activity.detail.code', 'activity.reference'),
    row('reason', 'addresses'),
    row('description', 'description'),
  ),
  Goal: outline(
    ['description'],
    ['startDate', 'statusDate'],
    row('target', 'target.measure', 'target.detailQuantity'),
    row('outcome', 'achievementStatus'),
  ),
  ImagingStudy: outline(
    ['description', 'procedureCode', 'series.modality'],
    ['started'],
    row('modality', 'modality', 'series.modality'),
    row('target', 'series.bodySite'),
    row('item', 'series.instance.title'),
  ),
  Encounter: outline(
    ['type', 'serviceType', 'class'],
    ['period.start'],
    date('end', 'period.end'),
    row('class', 'class'),
    row('reason', 'reasonCode', 'reasonReference'),
    row('provider', 'participant.individual'),
    row('organization', 'serviceProvider'),
  ),
  // Its title and date stay what they are without an outline: lines of the timeline that are stored were made so.
  DocumentReference: outline(
    ['type'],
    [],
    row('title', 'content.attachment.title'),
    row('category', 'category'),
    date('dated', 'context.period.start'),
    row('description', 'description'),
    row('provider', 'author'),
  ),
  Claim: outline(['type'], ['billablePeriod.start', 'created'], ...claimRows, row('total', 'total')),
  ExplanationOfBenefit: outline(
    ['type'],
    ['billablePeriod.start', 'created'],
    ...claimRows,
    row('outcome', 'outcome'),
    row('total', 'payment.amount'),
  ),
  Provenance: outline([], [], row('provider', 'agent.who'), row('reason', 'reason'), row('description', 'entity.what')),
  Patient: person,
  Practitioner: person,
  Organization: outline(['name'], [], row('type', 'type'), row('contact', 'telecom.value'), row('address', 'address')),
};
