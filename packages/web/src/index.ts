// @patrec/web: pages as functions from typed props to HTML documents.

export type { BlockedPerson } from './components/access/blocked-list.tsx';
export type { PastAccess } from './components/access/grant-list.tsx';
export type { IntroductionView } from './components/access/introduction-list.tsx';
export { requestPurposes } from './components/access/purpose-fields.tsx';
export type { RequestValues } from './components/access/request-form.tsx';
export type { ScopeValues } from './components/access/scope-fields.tsx';
export { tableFieldName } from './components/exchange/table-field-name.ts';
export type { SigningKeyView } from './components/identity/signing-keys.tsx';
export type { ChainBlock } from './components/ledger/chain-list.tsx';
export type { EntryView } from './components/ledger/entry-facts.tsx';
export type { LogKeyView } from './components/ledger/log-keys.tsx';
export type { ProofView } from './components/ledger/proof-tree.tsx';
export type { PaperCheck, QrCode } from './components/qr-picture.tsx';
export type { AmendedRecord } from './components/records/amend-parts.tsx';
export type { CorrectionCounts, CorrectionView } from './components/records/correction-list.tsx';
export type { ErasedView } from './components/records/erased-list.tsx';
export type { ErasurePreviewView, ErasureView } from './components/records/erasure-facts.tsx';
export type { RecordFormFiles } from './components/records/record-files.tsx';
export type { RecordAuthors } from './components/records/record-search.tsx';
export type { SigningView, ToSign } from './components/records/sign-note.tsx';
export type { SignatureView } from './components/records/signature.tsx';
export type { SummaryLine } from './components/records/summary-lines.tsx';
export type { TrendSeries } from './components/records/trend-series.tsx';
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
export type { NoticeKey, PageContext, PageSession, PageUser, ReceiptOffer } from './page-context.ts';
export { renderAbout } from './pages/about.tsx';
export { type AccessListsProps, type AccessProps, renderAccess, renderAccessLists } from './pages/access/access.tsx';
export {
  type AccessLogProps,
  type LogAction,
  type LogBasis,
  type LogEvent,
  renderAccessLog,
} from './pages/access/access-log.tsx';
export { type AccessRequestProps, type DecisionValues, renderAccessRequest } from './pages/access/access-request.tsx';
export { type BlockProps, renderBlock } from './pages/access/block.tsx';
export { type BreakGlassProps, renderBreakGlass } from './pages/access/break-glass.tsx';
export { type CardCode, type CardProps, renderCard, renderCardLists } from './pages/access/card.tsx';
export { type DisclosuresProps, renderDisclosures } from './pages/access/disclosures.tsx';
export { type EmergenciesProps, renderEmergencies } from './pages/access/emergencies.tsx';
export {
  cardChoices,
  cardLimits,
  type EmergencyCardProps,
  renderEmergencyCard,
} from './pages/access/emergency-card.tsx';
export { type EmergencyDoctorsProps, renderEmergencyDoctors } from './pages/access/emergency-doctors.tsx';
export { type EmergencyReviewProps, renderEmergencyReview } from './pages/access/emergency-review.tsx';
export { type EmergencyPageProps, renderEmergencyView } from './pages/access/emergency-view.tsx';
export { type GuardiansProps, renderGuardians } from './pages/access/guardians.tsx';
export {
  type EndGuardianshipProps,
  type InvitationProps,
  renderEndGuardianship,
  renderInvitation,
} from './pages/access/guardianship.tsx';
export { type IntroductionProps, renderIntroduction } from './pages/access/introduction.tsx';
export {
  type InvitationValues,
  type InviteConfirmProps,
  type InviteGuardianProps,
  renderInviteConfirm,
  renderInviteGuardian,
} from './pages/access/invite-guardian.tsx';
export { type PatientFoundProps, renderPatientFound } from './pages/access/patient-found.tsx';
export { type RequestAccessProps, renderRequestAccess } from './pages/access/request-access.tsx';
export { type RevokeProps, renderRevoke } from './pages/access/revoke.tsx';
export {
  type PrintedCardProps,
  renderPrintedCard,
  renderScannedCard,
  renderWorthlessCard,
  type ScannedCardProps,
} from './pages/access/scanned-card.tsx';
export {
  renderShare,
  renderShareConfirm,
  type ShareConfirmProps,
  type ShareProps,
  type ShareValues,
} from './pages/access/share.tsx';
export { renderUseCode, type UseCodeProps } from './pages/access/use-code.tsx';
export { renderWithhold, type WithholdProps } from './pages/access/withhold.tsx';
export { type AdminHomeProps, renderAdminHome } from './pages/admin-home.tsx';
export {
  type DoctorHomeProps,
  type DoctorListsProps,
  type PatientSummary,
  renderDoctorHome,
  renderDoctorHomeLists,
} from './pages/doctor-home.tsx';
export { type ErrorPageProps, type ErrorStatus, renderErrorPage } from './pages/error.tsx';
export { type CopyProps, type CopyState, renderCopy } from './pages/exchange/copy.tsx';
export { type ImportDocumentProps, renderImportDocument } from './pages/exchange/import-document.tsx';
export { renderTableColumns, type TableColumnsProps } from './pages/exchange/table-columns.tsx';
export { renderTableImport, type TableImportProps } from './pages/exchange/table-import.tsx';
export { renderTableImports, type TableImportsProps } from './pages/exchange/table-imports.tsx';
export { type AccountProps, type AccountSession, renderAccount } from './pages/identity/account.tsx';
export { type AuthenticatorProps, renderAuthenticator } from './pages/identity/authenticator.tsx';
export { type ConfirmProps, renderConfirm } from './pages/identity/confirm.tsx';
export { type ConfirmEmailProps, renderConfirmEmail } from './pages/identity/confirm-email.tsx';
export { type DeskProps, renderDeskAct, renderDeskHome } from './pages/identity/desk.tsx';
export {
  type DeskFormProps,
  renderDeskAadhaar,
  renderDeskEmail,
  renderDeskGuardian,
} from './pages/identity/desk-forms.tsx';
export {
  type DeskRecoveriesProps,
  type RecoveryView,
  renderDeskRecoveries,
  renderDeskRecovery,
} from './pages/identity/desk-recovery.tsx';
export { type DoctorKeysProps, renderDoctorKeys } from './pages/identity/doctor-keys.tsx';
export { renderDoctorSignUp, renderWaiting, type WaitingProps } from './pages/identity/doctor-sign-up.tsx';
export { type FirstPasswordProps, renderFirstPassword } from './pages/identity/first-password.tsx';
export { type NewPasskeyProps, renderNewPasskey } from './pages/identity/new-passkey.tsx';
export { type NewSigningKeyProps, renderNewSigningKey } from './pages/identity/new-signing-key.tsx';
export {
  type NewStaffProps,
  renderNewStaff,
  renderStaffInvited,
  type StaffInvitedProps,
} from './pages/identity/new-staff.tsx';
export {
  type NewPasswordProps,
  renderLinkGone,
  renderNewPassword,
  renderRecover,
  renderRecoverSent,
} from './pages/identity/recover.tsx';
export { type RecoveredProps, renderRecovered } from './pages/identity/recovered.tsx';
export { type RecoveryCodesProps, renderRecoveryCodes } from './pages/identity/recovery-codes.tsx';
export { type DemoAccount, renderSignIn, type SignInProps } from './pages/identity/sign-in.tsx';
export { renderSignInCode, type SignInCodeProps } from './pages/identity/sign-in-code.tsx';
export {
  renderDesk,
  renderSignUp,
  renderWelcome,
  type SignUpProps,
  type WelcomeProps,
} from './pages/identity/sign-up.tsx';
export { renderVerification, type VerificationProps } from './pages/identity/verification.tsx';
export { type AcknowledgeProps, renderAcknowledge } from './pages/ledger/acknowledge.tsx';
export { type ChainEntryProps, renderChainEntry } from './pages/ledger/chain-entry.tsx';
export { type CheckPaperProps, type PaperAnswer, renderCheckPaper } from './pages/ledger/check-paper.tsx';
export { type IntegrityProps, renderIntegrity } from './pages/ledger/integrity.tsx';
export { type NoReceiptProps, renderNoReceipt } from './pages/ledger/no-receipt.tsx';
export { renderSavedCheck } from './pages/ledger/saved-check.tsx';
export { renderVerify, type VerifyProps } from './pages/ledger/verify.tsx';
export { type MoreProps, renderMore } from './pages/more.tsx';
export {
  type PatientHomeProps,
  type PatientListsProps,
  renderPatientHome,
  renderPatientHomeLists,
} from './pages/patient-home.tsx';
export { type AnswerCorrectionProps, renderAnswerCorrection } from './pages/records/answer-correction.tsx';
export { type AskCorrectionProps, renderAskCorrection } from './pages/records/ask-correction.tsx';
export {
  type ChangeRegistrationProps,
  type RegistrationFormProps,
  renderChangeRegistration,
  renderContactForm,
  renderDeskRegistration,
} from './pages/records/change-registration.tsx';
export { type CorrectionsProps, renderCorrections } from './pages/records/corrections.tsx';
export { type DocumentFormProps, renderDocumentForm } from './pages/records/document-form.tsx';
export { type ErasedProps, renderErased } from './pages/records/erased.tsx';
export { type ErasureProps, renderErasure } from './pages/records/erasure.tsx';
export { type ErasuresProps, renderErasures } from './pages/records/erasures.tsx';
export { type MarkInErrorProps, renderMarkInError } from './pages/records/mark-in-error.tsx';
export {
  type ErasureValues,
  type ProposeErasureProps,
  renderProposeErasure,
} from './pages/records/propose-erasure.tsx';
export { type RecordHead, type RecordPageProps, renderRecord } from './pages/records/record.tsx';
export { type RecordChangesProps, renderRecordChanges } from './pages/records/record-changes.tsx';
export {
  type EarlierRecord,
  type RecordFormProps,
  renderRecordForm,
} from './pages/records/record-form.tsx';
export { type RecordsProps, renderRecords } from './pages/records/records.tsx';
export {
  type RegisterPatientProps,
  renderRegisteredPatient,
  renderRegisterPatient,
  renderSimilarPatients,
  type SimilarView,
} from './pages/records/register-patient.tsx';
export {
  type RegistrationChangesProps,
  type RegistrationProps,
  renderRegistration,
  renderRegistrationChanges,
} from './pages/records/registration.tsx';
export {
  renderSummary,
  type Section,
  type SummaryCheck,
  type SummaryPrinting,
  type SummaryProps,
  type SummarySections,
} from './pages/records/summary.tsx';
export { renderTrend, type TrendPageProps } from './pages/records/trend.tsx';
export { renderTrends, type TrendsPageProps } from './pages/records/trends.tsx';
export { renderStaffHome, type StaffHomeProps } from './pages/staff-home.tsx';
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
  RegistrationVersionView,
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
