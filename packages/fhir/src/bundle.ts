// @patrec/fhir/bundle: transactions and documents, and what they make here. They are validated, so this is for the server only.
export { type DocumentSubject, type ReadDocument, readDocument } from './abdm/read-document.ts';
export { BundleError } from './bundle/bundle-error.ts';
export { type CutPiece, dataCutter } from './bundle/cut-data.ts';
export {
  type DirectoryItem,
  type ImportPlan,
  isDirectoryType,
  type PlannedRecord,
  type PlanOptions,
  planImport,
} from './bundle/plan.ts';
export { recordedTypes } from './bundle/record-shape.ts';
export {
  type FinishedSubmission,
  finishSubmission,
  MOST_ENTRIES,
  parseSubmission,
  parseSubmissions,
  type Submission,
} from './bundle/submission.ts';
export { type SubmittedFile, slotIn } from './bundle/submitted-file.ts';
export { parseTransactionBundle, type TransactionBundle, type TransactionEntry } from './bundle/transaction.ts';
export { type JsonObject, objectsAt, textAt } from './json/value.ts';
