// @patrec/web: pages as functions from typed props to HTML documents.

export type { AmendedRecord } from './components/amend-parts.tsx';
export type { BlockedPerson } from './components/blocked-list.tsx';
export type { ChainBlock } from './components/chain-list.tsx';
export type { CorrectionCounts, CorrectionView } from './components/correction-list.tsx';
export type { EntryView } from './components/entry-facts.tsx';
export type { ErasedView } from './components/erased-list.tsx';
export type { ErasurePreviewView, ErasureView } from './components/erasure-facts.tsx';
export type { PastAccess } from './components/grant-list.tsx';
export type { IntroductionView } from './components/introduction-list.tsx';
export type { ProofView } from './components/proof-tree.tsx';
export type { PaperCheck, QrCode } from './components/qr-picture.tsx';
export type { RecordFormFiles } from './components/record-files.tsx';
export type { RecordAuthors } from './components/record-search.tsx';
export { type RequestValues, requestPurposes } from './components/request-form.tsx';
export type { ScopeValues } from './components/scope-fields.tsx';
export type { SigningView, ToSign } from './components/sign-note.tsx';
export type { SignatureView } from './components/signature.tsx';
export type { SigningKeyView } from './components/signing-keys.tsx';
export type { SummaryLine } from './components/summary-lines.tsx';
export { tableFieldName } from './components/table-field-name.ts';
export type { TrendSeries } from './components/trend-series.tsx';
export { type Disclosure, type DisclosureStatement, disclosureStatement } from './documents/disclosure-statement.ts';
export type {
  DocumentCell,
  DocumentContext,
  DocumentPart,
  DocumentTable,
  PaperDocument,
} from './documents/document.ts';
export {
  type CopiedRecord,
  copyReadme,
  damagedFileText,
  type RecordCopy,
  recordCopy,
} from './documents/record-copy.ts';
export { type RecordPrint, recordPrint } from './documents/record-print.ts';
export { type SummaryPrint, summaryPrint } from './documents/summary-print.ts';
export { isMessageKey, translate } from './i18n/translate.ts';
export { styleSha256 } from './layout/style-sheet.ts';
export type { LogFilterValues, LogPeople } from './log-filter.ts';
export { type MailKind, mailText } from './mail.ts';
export type { NoticeKey, PageContext, PageSession, PageUser } from './page-context.ts';
export { renderAbout } from './pages/about.tsx';
export { type AccessListsProps, type AccessProps, renderAccess, renderAccessLists } from './pages/access.tsx';
export {
  type AccessLogProps,
  type LogAction,
  type LogBasis,
  type LogEvent,
  renderAccessLog,
} from './pages/access-log.tsx';
export { type AccessRequestProps, type DecisionValues, renderAccessRequest } from './pages/access-request.tsx';
export { type AccountProps, type AccountSession, renderAccount } from './pages/account.tsx';
export { type AdminHomeProps, renderAdminHome } from './pages/admin-home.tsx';
export { type AnswerCorrectionProps, renderAnswerCorrection } from './pages/answer-correction.tsx';
export { type AskCorrectionProps, renderAskCorrection } from './pages/ask-correction.tsx';
export { type AuthenticatorProps, renderAuthenticator } from './pages/authenticator.tsx';
export { type BlockProps, renderBlock } from './pages/block.tsx';
export { type BreakGlassProps, renderBreakGlass } from './pages/break-glass.tsx';
export { type CardCode, type CardProps, renderCard, renderCardLists } from './pages/card.tsx';
export { type ChainEntryProps, renderChainEntry } from './pages/chain-entry.tsx';
export { type CheckPaperProps, type PaperAnswer, renderCheckPaper } from './pages/check-paper.tsx';
export { type ConfirmProps, renderConfirm } from './pages/confirm.tsx';
export { type ConfirmEmailProps, renderConfirmEmail } from './pages/confirm-email.tsx';
export { type CopyProps, type CopyState, renderCopy } from './pages/copy.tsx';
export { type CorrectionsProps, renderCorrections } from './pages/corrections.tsx';
export { type DeskProps, renderDeskAct, renderDeskHome } from './pages/desk.tsx';
export { type DeskFormProps, renderDeskAadhaar, renderDeskEmail, renderDeskGuardian } from './pages/desk-forms.tsx';
export {
  type DeskRecoveriesProps,
  type RecoveryView,
  renderDeskRecoveries,
  renderDeskRecovery,
} from './pages/desk-recovery.tsx';
export { type DisclosuresProps, renderDisclosures } from './pages/disclosures.tsx';
export {
  type DoctorHomeProps,
  type DoctorListsProps,
  type PatientSummary,
  renderDoctorHome,
  renderDoctorHomeLists,
} from './pages/doctor-home.tsx';
export { type DoctorKeysProps, renderDoctorKeys } from './pages/doctor-keys.tsx';
export { renderDoctorSignUp, renderWaiting, type WaitingProps } from './pages/doctor-sign-up.tsx';
export { type DocumentFormProps, renderDocumentForm } from './pages/document-form.tsx';
export { type EmergenciesProps, renderEmergencies } from './pages/emergencies.tsx';
export { cardChoices, cardLimits, type EmergencyCardProps, renderEmergencyCard } from './pages/emergency-card.tsx';
export { type EmergencyDoctorsProps, renderEmergencyDoctors } from './pages/emergency-doctors.tsx';
export { type EmergencyReviewProps, renderEmergencyReview } from './pages/emergency-review.tsx';
export { type EmergencyPageProps, renderEmergencyView } from './pages/emergency-view.tsx';
export { type ErasedProps, renderErased } from './pages/erased.tsx';
export { type ErasureProps, renderErasure } from './pages/erasure.tsx';
export { type ErasuresProps, renderErasures } from './pages/erasures.tsx';
export { type ErrorPageProps, type ErrorStatus, renderErrorPage } from './pages/error.tsx';
export { type FirstPasswordProps, renderFirstPassword } from './pages/first-password.tsx';
export { type GuardiansProps, renderGuardians } from './pages/guardians.tsx';
export {
  type EndGuardianshipProps,
  type InvitationProps,
  renderEndGuardianship,
  renderInvitation,
} from './pages/guardianship.tsx';
export { type ImportDocumentProps, renderImportDocument } from './pages/import-document.tsx';
export { type IntegrityProps, renderIntegrity } from './pages/integrity.tsx';
export { type IntroductionProps, renderIntroduction } from './pages/introduction.tsx';
export {
  type InvitationValues,
  type InviteConfirmProps,
  type InviteGuardianProps,
  renderInviteConfirm,
  renderInviteGuardian,
} from './pages/invite-guardian.tsx';
export { type MarkInErrorProps, renderMarkInError } from './pages/mark-in-error.tsx';
export { type MoreProps, renderMore } from './pages/more.tsx';
export { type NewPasskeyProps, renderNewPasskey } from './pages/new-passkey.tsx';
export { type NewSigningKeyProps, renderNewSigningKey } from './pages/new-signing-key.tsx';
export { type NewStaffProps, renderNewStaff, renderStaffInvited, type StaffInvitedProps } from './pages/new-staff.tsx';
export { type NoReceiptProps, renderNoReceipt } from './pages/no-receipt.tsx';
export { type PatientFoundProps, renderPatientFound } from './pages/patient-found.tsx';
export {
  type PatientHomeProps,
  type PatientListsProps,
  renderPatientHome,
  renderPatientHomeLists,
} from './pages/patient-home.tsx';
export { type ErasureValues, type ProposeErasureProps, renderProposeErasure } from './pages/propose-erasure.tsx';
export { type RecordHead, type RecordPageProps, renderRecord } from './pages/record.tsx';
export { type RecordChangesProps, renderRecordChanges } from './pages/record-changes.tsx';
export {
  type EarlierRecord,
  type RecordFormProps,
  renderRecordForm,
} from './pages/record-form.tsx';
export { type RecordsProps, renderRecords } from './pages/records.tsx';
export {
  type NewPasswordProps,
  renderLinkGone,
  renderNewPassword,
  renderRecover,
  renderRecoverSent,
} from './pages/recover.tsx';
export { type RecoveredProps, renderRecovered } from './pages/recovered.tsx';
export { type RecoveryCodesProps, renderRecoveryCodes } from './pages/recovery-codes.tsx';
export {
  type RegisterPatientProps,
  renderRegisteredPatient,
  renderRegisterPatient,
  renderSimilarPatients,
  type SimilarView,
} from './pages/register-patient.tsx';
export { type RequestAccessProps, renderRequestAccess } from './pages/request-access.tsx';
export { type RevokeProps, renderRevoke } from './pages/revoke.tsx';
export { renderSavedCheck } from './pages/saved-check.tsx';
export {
  type PrintedCardProps,
  renderPrintedCard,
  renderScannedCard,
  renderWorthlessCard,
  type ScannedCardProps,
} from './pages/scanned-card.tsx';
export {
  renderShare,
  renderShareConfirm,
  type ShareConfirmProps,
  type ShareProps,
  type ShareValues,
} from './pages/share.tsx';
export { type DemoAccount, renderSignIn, type SignInProps } from './pages/sign-in.tsx';
export { renderSignInCode, type SignInCodeProps } from './pages/sign-in-code.tsx';
export { renderDesk, renderSignUp, renderWelcome, type SignUpProps, type WelcomeProps } from './pages/sign-up.tsx';
export { renderStaffHome, type StaffHomeProps } from './pages/staff-home.tsx';
export {
  renderSummary,
  type Section,
  type SummaryCheck,
  type SummaryPrinting,
  type SummaryProps,
  type SummarySections,
} from './pages/summary.tsx';
export { renderTableColumns, type TableColumnsProps } from './pages/table-columns.tsx';
export { renderTableImport, type TableImportProps } from './pages/table-import.tsx';
export { renderTableImports, type TableImportsProps } from './pages/table-imports.tsx';
export { renderTrend, type TrendPageProps } from './pages/trend.tsx';
export { renderTrends, type TrendsPageProps } from './pages/trends.tsx';
export { renderUseCode, type UseCodeProps } from './pages/use-code.tsx';
export { renderVerification, type VerificationProps } from './pages/verification.tsx';
export { renderVerify, type VerifyProps } from './pages/verify.tsx';
export { renderWithhold, type WithholdProps } from './pages/withhold.tsx';
export { paths } from './paths.ts';
export { EVERY_RECORD_LINE, LONGEST_SEARCH, type RecordsFilterValues, recordsPath } from './records-filter.ts';
export type {
  AccessRequestView,
  AccessScope,
  AccessState,
  AllergyState,
  ApplicantView,
  DeskActView,
  DicomKey,
  DicomView,
  DocumentKind,
  EmergencyReason,
  EmergencyView,
  FileType,
  FileView,
  Flag,
  FormError,
  GrantView,
  GuardianLevel,
  GuardianRelation,
  GuardianshipState,
  GuardianshipView,
  Language,
  PatientBanner,
  PatientRef,
  Person,
  Purpose,
  RecordChoice,
  RecordType,
  Requester,
  ResultView,
  Role,
  Sex,
  TableImportView,
  TableRowView,
  Theme,
  TimelineItem,
  TrendPoint,
  Trends,
  UploadView,
  VersionView,
} from './view-types.ts';
export { deskBases, documentKinds, relations } from './view-types.ts';
