// @patrec/fhir: FHIR R4 as this product uses it. What needs the definitions of FHIR is in `@patrec/fhir/validate`.
export { abdmDocumentOf, type DocumentPart, type ExportedRecord, recordDocument } from './abdm/record-document.ts';
export {
  type AccessScope,
  isPurpose,
  isRecordType,
  type Purpose,
  type RecordType,
  recordTypes,
} from './build/access-scope.ts';
export { accountEventResource } from './build/account-event.ts';
export {
  type AuditAction,
  type AuditedEvent,
  auditBundle,
  auditEventResource,
  isAuditAction,
} from './build/audit-event.ts';
export { type Blocking, blockingResource } from './build/blocking.ts';
export { type Capability, capabilityStatement } from './build/capability.ts';
export { consentResource, type Grant, sourceOfConsent } from './build/consent.ts';
export {
  type Correction,
  type CorrectionAnswer,
  type CorrectionState,
  correctionResource,
  isCorrection,
} from './build/correction.ts';
export type { Named, OnlyNamed, Version } from './build/datatype.ts';
export {
  type EmergencyAccess,
  type EmergencyOutcome,
  type EmergencyReason,
  type EmergencyReview,
  emergencyConsent,
  emergencyReasons,
  emergencyReviewTask,
  isEmergencyConsent,
  isEmergencyReason,
  isEmergencyReview,
} from './build/emergency.ts';
export {
  type CardAnswers,
  type CardContent,
  type CardItem,
  cardAnswersOf,
  cardContentOf,
  cardContentResource,
  cardItems,
  type EmergencyCard,
  emergencyCardResource,
  isEmergencyCard,
} from './build/emergency-card.ts';
export {
  type Erasure,
  type ErasureBasis,
  type ErasureState,
  erasureBases,
  erasureTask,
  isErasure,
  isErasureBasis,
} from './build/erasure.ts';
export {
  type GuardianLevel,
  type Guardianship,
  type GuardianshipState,
  guardianOf,
  guardianshipResources,
  guardianshipStateOf,
  isGuardianshipConsent,
} from './build/guardianship.ts';
export { formatAbhaNumber, hasVerhoeffDigit, isAadhaar, isAbhaAddress, isPinCode } from './build/identifiers.ts';
export {
  type Introduction,
  type IntroductionState,
  introductionResource,
  isIntroduction,
} from './build/introduction.ts';
export {
  type Gender,
  genders,
  type PhotoCard,
  patientResource,
  photoCards,
  type Registration,
} from './build/patient.ts';
export type { PersonName, PostalAddress } from './build/person.ts';
export {
  type Hours,
  type PractitionerDetails,
  type PractitionerRoleDetails,
  practitionerResource,
  practitionerRoleResource,
} from './build/practitioner.ts';
export {
  type ActOnBehalf,
  type ImportSource,
  importAuthorOf,
  importPlaceOf,
  importProvenanceResource,
  isImportProvenance,
  provenanceResource,
} from './build/provenance.ts';
export { bloodGroups, type StatedHealth, statedHealthResources } from './build/registration.ts';
export { type Guardian, type Relationship, relatedPersonResource } from './build/related-person.ts';
export { type SpecialityId, specialities, specialityConcept } from './build/specialities.ts';
export { type StateCode, states } from './build/states.ts';
export { type AccessRequest, type RequestState, taskResource } from './build/task.ts';
export { type Withholding, withholdingResource } from './build/withholding.ts';
export { referencesIn } from './bundle/references.ts';
export { attachedFiles } from './describe/attachment.ts';
export { displayOf } from './describe/display.ts';
export { type Heading, recordHeading } from './describe/heading.ts';
export { allergiesOf, isInForce, isTakenBack, type Listing, listingOf } from './describe/in-force.ts';
export {
  type Finding,
  findingsOf,
  type IndexedObservation,
  observationIndex,
  type ReferenceText,
} from './describe/observation.ts';
export type { RowKey } from './describe/outlines.ts';
export { recordText, searchWords } from './describe/record-text.ts';
export { type Description, describeResource, kindOf, type Row } from './describe/resource.ts';
export { type DocumentKind, documentKinds, isDocumentKind } from './documents/kinds.ts';
export {
  type DocumentError,
  type DocumentResult,
  documentLengths,
  parseDocumentForm,
  type ScannedDocument,
} from './documents/parse-form.ts';
export {
  type AttachedFile,
  type DocumentView,
  documentForm,
  documentOf,
  documentResource,
} from './documents/resource.ts';
export { JsonError } from './json/error.ts';
export { formatJson } from './json/format.ts';
export { parseJson } from './json/parse.ts';
export {
  decimal,
  isObject,
  type JsonObject,
  type JsonValue,
  objectAt,
  objectsAt,
  textAt,
  textOf,
} from './json/value.ts';
export { ageYears, instantOf, localTimeOf, personOn } from './records/clinical-date.ts';
export { type DocumentSection, documentSections } from './records/composition.ts';
export {
  type FileMediaType,
  type FileSlot,
  fieldNamed,
  fieldsOf,
  forRole,
  type RecordDefinition,
  type Section,
  type WriterRole,
} from './records/definition.ts';
export {
  type DefinedType,
  definitionOf,
  definitions,
  fieldById,
  fieldOf,
  sectionOf,
  typesWrittenBy,
} from './records/definitions.ts';
export { type EntryResult, readEntry, westernDigits } from './records/entry.ts';
export type {
  ChoiceField,
  DateField,
  Field,
  Flag,
  LineField,
  LinesField,
  Option,
  Person,
  QuantityField,
  Sex,
  TextField,
} from './records/field.ts';
export { filesOf, type RecordFile, slotOf } from './records/files.ts';
export type { FieldError } from './records/form-error.ts';
export { isInError } from './records/in-error.ts';
export { laboratory } from './records/laboratory/definition.ts';
export {
  computedValue,
  type FormContext,
  type FormResult,
  linesIn,
  MOST_LINES,
  parseRecordForm,
} from './records/parse-form.ts';
export { medicationConcept } from './records/prescription/medication.ts';
export { type MedicineOrder, medicineOrder } from './records/prescription/medicine-order.ts';
export { type FormValues, readBack } from './records/read-back.ts';
export type { ClinicalRecord } from './records/record.ts';
export { bandOf, flagOf, referenceOf } from './records/reference.ts';
export type { RecordOptions } from './records/resource-kit.ts';
export { recordResources } from './records/resources.ts';
export {
  type Build,
  type Revision,
  type RevisionKind,
  revise,
  reviseInError,
  revisionOf,
  revisionResource,
  type Standing,
} from './records/revision.ts';
export {
  changedParts,
  contactParts,
  type RegistrationPart,
  type RegistrationValues,
  registrationParts,
} from './registration/parts.ts';
export { bloodGroupOf, patientOf, registrationValues } from './registration/read-back.ts';
export { type RegistrationChange, reviseRegistration } from './registration/revise.ts';
export { type Issue, type IssueCode, issue, operationOutcome } from './validate/issue.ts';
