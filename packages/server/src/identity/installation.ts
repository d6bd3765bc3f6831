// The installation: the institution's own chain, the system's account, and the log, made once.

import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { startChain } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { type Ledger, now, randomHex } from '../ledger/ledger.ts';
import { createLog } from '../ledger/log-store.ts';
import { insertAccount } from './account-store.ts';

type Parts = Pick<Ledger, 'log' | 'signing' | 'clock' | 'random'>;

interface InstallationRow {
  readonly log_origin: string;
  readonly institution_chain: string;
  readonly system_account: string;
}

const selectRow = statement(
  'installation.select',
  'SELECT log_origin, institution_chain, system_account FROM installation',
);
const lockTable = statement('installation.lock', 'LOCK TABLE installation IN EXCLUSIVE MODE');
const insertRow = statement(
  'installation.insert',
  `INSERT INTO installation (log_origin, institution_chain, system_account, created_at) VALUES ($1, $2, $3, $4)`,
);

/** The ledger of this store; on an empty one it is made. Throws when the store's log has another name. */
export async function openLedger(db: Db, parts: Parts): Promise<Ledger> {
  const row = (await db.rows<InstallationRow>(selectRow, []))[0] ?? (await install(db, parts));
  if (row.log_origin !== parts.log) {
    throw new AppError('fault', `This database holds the log ${row.log_origin}. Set PATREC_LOG_ORIGIN to that name.`);
  }
  return { ...parts, institutionChain: row.institution_chain, systemAccount: row.system_account };
}

// Two processes may start on an empty store at once: the second finds what the first made.
function install(db: Db, parts: Parts): Promise<InstallationRow> {
  return transaction(db, async (tx) => {
    await tx.rows(lockTable, []);
    return (await tx.rows<InstallationRow>(selectRow, []))[0] ?? makeInstallation(tx, parts);
  });
}

async function makeInstallation(tx: Tx, parts: Parts): Promise<InstallationRow> {
  const ledger: Ledger = { ...parts, institutionChain: randomHex(parts, 16), systemAccount: randomHex(parts, 16) };
  const { log, institutionChain, systemAccount } = ledger;
  const system = {
    id: systemAccount,
    login: 'SYSTEM',
    role: 'system',
    name: 'Patrec',
    status: 'active',
    passwordHash: null,
    demo: false,
  } as const;
  await insertAccount(tx, system, now(ledger));
  await createLog(tx, log);
  const head = await startChain(tx, ledger, institutionChain, 'institution');
  await appendContents(tx, ledger, head, { type: 'institution', author: systemAccount }, []);
  await tx.rows(insertRow, [log, institutionChain, systemAccount, now(ledger)]);
  return { log_origin: log, institution_chain: institutionChain, system_account: systemAccount };
}
