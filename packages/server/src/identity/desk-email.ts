// A patient's e-mail address, entered at the desk by two. The link that goes there confirms it, as ever: without the second
// person one of the desk could enter an address of their own and recover the account through it.

import type { Actor } from '../access/actor.ts';
import type { Db } from '../db/pool.ts';
import { transaction } from '../db/transaction.ts';
import { type Ledger, now } from '../ledger/ledger.ts';
import type { MailLanguage } from '../notifications/mail-store.ts';
import { sendLink } from '../notifications/notify.ts';
import { lockOwnerChain } from './account-event.ts';
import { LINK_VALID_MS } from './change-email.ts';
import { confirmDeskAct, type DeskOpened, deskActsOf, openDeskAct, requireServing } from './desk-act.ts';
import type { DeskAct, DeskPatient } from './desk-act-store.ts';
import type { DocumentKind } from './desk-recovery-store.ts';
import { lockEmail, putEmailChange } from './email-store.ts';
import { tokenHash } from './session.ts';

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** What was entered at the desk. */
export interface EmailAtDesk {
  readonly patient: DeskPatient;
  readonly address: string;
  readonly lang: MailLanguage;
  readonly document: DocumentKind;
}

const SALT_BYTES = 32;
const TOKEN_BYTES = 32;

/** Opens the change; nothing is sent before another of the desk confirms. */
export function openDeskEmail(
  { db, ledger }: Parts,
  actor: Actor,
  { patient, address, lang, document }: EmailAtDesk,
): Promise<DeskOpened> {
  requireServing(ledger, actor, [patient.account]);
  return transaction(db, async (tx): Promise<DeskOpened> => {
    const head = await lockOwnerChain(tx, ledger, patient);
    if ((await deskActsOf({ db: tx, ledger }, patient.chain)).some(({ kind }) => kind === 'email'))
      return { opened: false, field: 'number', code: 'desk-waiting' };
    if ((await lockEmail(tx, patient.account))?.address === address)
      return { opened: false, field: 'address', code: 'desk-email-same' };
    const salt = Buffer.from(ledger.random(SALT_BYTES)).toString('hex');
    const details = { address, lang, salt };
    return openDeskAct(tx, ledger, head, actor, { kind: 'email', details, patient, document });
  });
}

/** Sends the link. No session asked for the address: when the patient opens it, all of theirs end. */
export function confirmDeskEmail(
  parts: Parts & { readonly mailKey: Uint8Array },
  actor: Actor,
  act: Extract<DeskAct, { kind: 'email' }>,
): Promise<void> {
  const { ledger, mailKey } = parts;
  return confirmDeskAct(parts, actor, act, async (tx) => {
    const { address, lang } = act.details;
    const { account } = act.patient;
    const token = Buffer.from(ledger.random(TOKEN_BYTES)).toString('base64url');
    const until = now({ clock: () => ledger.clock() + LINK_VALID_MS });
    const session = tokenHash(Buffer.from(ledger.random(TOKEN_BYTES)).toString('base64url'));
    await putEmailChange(tx, { account, tokenHash: tokenHash(token), address, lang, session, until });
    await sendLink(tx, ledger, mailKey, { account, kind: 'confirm-email', to: { address, lang }, token, until });
    return { contents: [] };
  });
}
