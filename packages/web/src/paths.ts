// Every address the pages link to, in one place.
import type { DefinedType } from '@patrec/fhir';

// The beginning of addresses of the record that the page being rendered shows in somebody else's place. A page renders in
// one go, nothing comes between: renderPage sets it and takes it back.
let beginning = '';

/** Renders with the addresses of the record of that patient under `/for/<number>`; null for the reader's own. */
export function inRecordOf<Result>(number: string | null, render: () => Result): Result {
  beginning = number === null ? '' : `/for/${encodeURIComponent(number)}`;
  try {
    return render();
  } finally {
    beginning = '';
  }
}

const ofRecord = (path: string): string => `${beginning}${path}`;

/** Addresses of the application, already encoded. */
export const paths = {
  /** The start page of the record that is open. */
  get home() {
    return ofRecord('/');
  },
  /** The reader's own start page, whosever record is open. */
  ownHome: '/',
  guardians: '/guardians',
  inviteGuardian: '/guardians/invite',
  answerInvitation: (id: string) => `/guardians/${encodeURIComponent(id)}/answer`,
  endGuardianship: (id: string) => `/guardians/${encodeURIComponent(id)}/end`,
  /** The record of somebody in whose place the reader may act. */
  inPlaceOf: (number: string) => `/for/${encodeURIComponent(number)}/`,
  signIn: '/sign-in',
  signInCode: '/sign-in/code',
  signInPasskey: '/sign-in/passkey',
  signInPasskeyOptions: '/sign-in/passkey/options',
  signUp: '/sign-up',
  doctorSignUp: '/sign-up/doctor',
  welcome: '/welcome',
  firstPassword: '/first-password',
  newStaff: '/staff/new',
  integrity: '/integrity',
  checkIntegrity: '/integrity/check',
  stopIntegrity: '/integrity/stop',
  finding: (id: string) => `/integrity/findings/${encodeURIComponent(id)}`,
  verification: (login: string) => `/verifications/${encodeURIComponent(login)}`,
  verifyDoctor: (login: string) => `${paths.verification(login)}/verify`,
  declineDoctor: (login: string) => `${paths.verification(login)}/decline`,
  signOut: '/sign-out',
  preferences: '/preferences',
  get access() {
    return ofRecord('/access');
  },
  get accessLog() {
    return ofRecord('/access/log');
  },
  get disclosures() {
    return ofRecord('/access/disclosures');
  },
  get disclosureStatement() {
    return ofRecord('/access/disclosures/statement.pdf');
  },
  get share() {
    return ofRecord('/access/share');
  },
  shareRecord: (record: number) => `${paths.share}?record=${record}`,
  get copy() {
    return ofRecord('/copy');
  },
  get stopCopy() {
    return ofRecord('/copy/stop');
  },
  get downloadCopy() {
    return ofRecord('/copy/download');
  },
  get blocks() {
    return ofRecord('/access/blocks');
  },
  get newBlock() {
    return ofRecord('/access/blocks/new');
  },
  blockPerson: (number: string) => `${paths.newBlock}?number=${encodeURIComponent(number)}`,
  unblock: (id: string) => `${paths.blocks}/${encodeURIComponent(id)}/end`,
  get card() {
    return ofRecord('/card');
  },
  get newIntroduction() {
    return `${paths.card}/introductions`;
  },
  endIntroduction: (id: string) => `${paths.newIntroduction}/${encodeURIComponent(id)}/end`,
  get emergencyCard() {
    return `${paths.card}/emergency`;
  },
  get printEmergencyCard() {
    return `${paths.emergencyCard}/print`;
  },
  get renewEmergencyCard() {
    return `${paths.emergencyCard}/renew`;
  },
  get endEmergencyCard() {
    return `${paths.emergencyCard}/end`;
  },
  /** What the QR code of an emergency card leads to; short, so that the code is coarse. */
  scannedCard: (code: string) => `/e/${encodeURIComponent(code)}`,
  useCode: '/introduce',
  scannedCode: (code: string) => `/introduce/${encodeURIComponent(code)}`,
  introduction: (id: string) => `/introductions/${encodeURIComponent(id)}`,
  more: '/more',
  account: '/account',
  changePassword: '/account/password',
  changeEmail: '/account/email',
  changeAadhaar: '/account/aadhaar',
  cancelOwnRecovery: '/account/recovery/cancel',
  confirmEmail: (token: string) => `/confirm-email/${encodeURIComponent(token)}`,
  recover: '/recover',
  recoverSent: '/recover/sent',
  newPassword: (token: string) => `/recover/link/${encodeURIComponent(token)}`,
  desk: '/desk',
  registerPatient: '/desk/register',
  deskRegistration: '/desk/registration',
  changeRegistration: '/desk/registration/change',
  deskGuardian: '/desk/guardian',
  tableImports: '/imports',
  tableImport: (id: string, from = 0, rejected = false) => {
    const query = [...(from > 0 ? [`from=${from}`] : []), ...(rejected ? ['show=rejected'] : [])].join('&');
    return `/imports/${encodeURIComponent(id)}${query && `?${query}`}`;
  },
  tableColumns: (id: string) => `${paths.tableImport(id)}/columns`,
  beginTable: (id: string) => `${paths.tableImport(id)}/begin`,
  stopTable: (id: string) => `${paths.tableImport(id)}/stop`,
  removeTable: (id: string) => `${paths.tableImport(id)}/remove`,
  rejectedRows: (id: string) => `${paths.tableImport(id)}/rejected`,
  deskEmail: '/desk/email',
  deskAadhaar: '/desk/aadhaar',
  deskAct: (id: string) => `/desk/acts/${encodeURIComponent(id)}`,
  confirmDeskAct: (id: string) => `${paths.deskAct(id)}/confirm`,
  cancelDeskAct: (id: string) => `${paths.deskAct(id)}/cancel`,
  recoveries: '/recoveries',
  deskRecovery: (id: string) => `/recoveries/${encodeURIComponent(id)}`,
  confirmRecovery: (id: string) => `${paths.deskRecovery(id)}/confirm`,
  cancelRecovery: (id: string) => `${paths.deskRecovery(id)}/cancel`,
  authenticator: '/account/authenticator',
  removeAuthenticator: '/account/authenticator/remove',
  recoveryCodes: '/account/recovery-codes',
  removeRecoveryCodes: '/account/recovery-codes/remove',
  passkeys: '/account/passkeys',
  newPasskey: '/account/passkeys/new',
  passkeyOptions: '/account/passkeys/options',
  removePasskey: '/account/passkeys/remove',
  signingKeys: '/account/keys',
  newSigningKey: '/account/keys/new',
  revokeSigningKey: '/account/keys/revoke',
  confirmOptions: '/confirm/passkey/options',
  endOtherSessions: '/account/sessions/end-others',
  endSession: (id: string) => `/account/sessions/${encodeURIComponent(id)}/end`,
  about: '/about',
  /** Where the code on a printed record leads, with the fingerprint after it. */
  checkPaper: '/verify',
  savedCheck: '/verify.html',
  findPatient: '/patients',
  patient: (number: string) => ofRecord(`/patients/${encodeURIComponent(number)}`),
  registration: (number: string) => `${paths.patient(number)}/registration`,
  registrationChanges: (number: string, version: number) => `${paths.registration(number)}/versions/${version}/changes`,
  changeContact: (number: string) => `${paths.registration(number)}/contact`,
  records: (number: string) => `${paths.patient(number)}/records`,
  record: (number: string, record: number) => `${paths.records(number)}/${record}`,
  recordProof: (number: string, record: number) => `${paths.record(number, record)}/proof`,
  recordPdf: (number: string, record: number) => `${paths.record(number, record)}/record.pdf`,
  receipt: (number: string, record: number) => `${paths.record(number, record)}/receipt`,
  entry: (number: string, seq: number) => `${paths.patient(number)}/entries/${seq + 1}`,
  entryReceipt: (number: string, seq: number) => `${paths.entry(number, seq)}/receipt`,
  printRecord: (number: string, record: number) => `${paths.record(number, record)}/print`,
  exportRecord: (number: string, record: number) => `${paths.record(number, record)}/document`,
  version: (number: string, record: number, version: number) => `${paths.record(number, record)}/versions/${version}`,
  changes: (number: string, record: number, version: number) => `${paths.version(number, record, version)}/changes`,
  amend: (number: string, record: number, version: number) => `${paths.version(number, record, version)}/amend`,
  markInError: (number: string, record: number, version: number) =>
    `${paths.version(number, record, version)}/in-error`,
  withhold: (number: string, record: number) => `${paths.record(number, record)}/withhold`,
  askCorrection: (number: string, record: number) => `${paths.record(number, record)}/correction`,
  get corrections() {
    return ofRecord('/corrections');
  },
  correction: (id: string) => `/corrections/${encodeURIComponent(id)}`,
  answerCorrection: (id: string) => `${paths.correction(id)}/answer`,
  writeRecord: (number: string, type: DefinedType) => `${paths.records(number)}/${type}`,
  importDocument: (number: string) => `${paths.records(number)}/import`,
  writeDocument: (number: string) => `${paths.records(number)}/document`,
  upload: (number: string) => `${paths.patient(number)}/uploads`,
  file: (number: string, record: number, id: string) =>
    `${paths.record(number, record)}/files/${encodeURIComponent(id)}`,
  downloadFile: (number: string, record: number, id: string) => `${paths.file(number, record, id)}/download`,
  filePicture: (number: string, record: number, id: string) => `${paths.file(number, record, id)}/picture`,
  summary: (number: string) => `${paths.patient(number)}/summary`,
  printSummary: (number: string) => `${paths.summary(number)}/print`,
  summaryPdf: (number: string) => `${paths.summary(number)}/summary.pdf`,
  trends: (number: string) => `${paths.patient(number)}/trends`,
  trend: (number: string, code: string) => `${paths.patient(number)}/trends/${encodeURIComponent(code)}`,
  requestAccess: (number: string) => `${paths.patient(number)}/access-requests`,
  breakGlass: (number: string) => `${paths.patient(number)}/emergency/new`,
  emergency: (number: string) => `${paths.patient(number)}/emergency`,
  endEmergency: (number: string) => `${paths.emergency(number)}/end`,
  endEmergencyOf: (id: string) => ofRecord(`/access/emergencies/${encodeURIComponent(id)}/end`),
  emergencies: '/emergencies',
  reviewEmergency: (id: string) => `/emergencies/${encodeURIComponent(id)}`,
  emergencyDoctors: '/people/emergency',
  erasures: '/erasures',
  proposeErasure: '/erasures/new',
  erasure: (id: string) => `/erasures/${encodeURIComponent(id)}`,
  doctorKeys: '/people/keys',
  revokeDoctorKey: '/people/keys/revoke',
  withdrawDoctor: (id: string) => `/people/emergency/${encodeURIComponent(id)}/withdraw`,
  verify: (number: string) => `${paths.patient(number)}/verify`,
  proof: (number: string) => `${paths.patient(number)}/proof`,
  request: (id: string) => ofRecord(`/access/requests/${encodeURIComponent(id)}`),
  decide: (id: string) => `${paths.request(id)}/decision`,
  cancelRequest: (id: string) => `${paths.request(id)}/cancel`,
  revoke: (id: string) => ofRecord(`/access/grants/${encodeURIComponent(id)}/revoke`),
};
