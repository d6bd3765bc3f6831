// What the command line and the benchmarks use of the server.

export type { Actor } from './access/actor.ts';
export { type Config, readConfig } from './config.ts';
export { ConfigError } from './config-error.ts';
export { takeLock } from './db/embedded/lock.ts';
export { StartError } from './db/embedded/start-error.ts';
export { transaction } from './db/transaction.ts';
export { AppError } from './errors.ts';
export { filesOf } from './files/files.ts';
export { problemText } from './http/exchange/import-words.ts';
export { hashPassword } from './identity/password.ts';
export { registerAdministrator } from './identity/register-administrator.ts';
export { registerPractitioner } from './identity/register-practitioner.ts';
export { lockHead } from './ledger/append.ts';
export { appendContents } from './ledger/append-contents.ts';
export { makeVersion } from './ledger/content-store.ts';
export { type KeyOwner, openKeyFile } from './ledger/key-file.ts';
export { newResourceId } from './ledger/ledger.ts';
export { type LogKeyRow, readLogKeys } from './ledger/log-key-store.ts';
export { drainLog, runLog } from './ledger/run-log.ts';
export { replaceFile } from './ledger/signer-state.ts';
export { importerByLogin, importTable } from './operations/csv/import-table.ts';
export { guessMapping, parseMapping, TABLE_KINDS, type TableKind } from './operations/csv/mapping.ts';
export {
  readTable,
  rejectedHeader,
  rejectedRow,
  type Table,
  type TableRow,
  writeTable,
} from './operations/csv/read-table.ts';
export type { RowOutcome } from './operations/csv/row.ts';
export { type ImportedBundle, importBundle, type NewAccount } from './operations/import-bundle.ts';
export { importFile } from './operations/import-document.ts';
export {
  beginLogKeyChange,
  finishLogKeyChange,
  makeLogKey,
  undoLogKeyChange,
} from './operations/log-key/change-log-key.ts';
export { importMongo, isImported } from './operations/mongo/import-mongo.ts';
export type { MongoKind, MongoOutcome } from './operations/mongo/outcome.ts';
export { openExport } from './operations/mongo/read-export.ts';
export { openFiles } from './operations/open-files.ts';
export { openStore, type Store } from './operations/open-store.ts';
export { type ChainChecker, startChainWorkers } from './operations/verify/chain-workers.ts';
export type { Problem } from './operations/verify/problem.ts';
export { verifyFiles } from './operations/verify/verify-files.ts';
export { type StoreReport, verifyStore } from './operations/verify/verify-store.ts';
export { registerPatient } from './records/register-patient.ts';
export { readSecret } from './secret.ts';
