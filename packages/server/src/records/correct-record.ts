// The patient asks for a correction of a record; its author, or an administrator, answers within thirty days
// (MoHFW EHR Standards 2016: request and answer are kept).

import { correctionResource, type JsonObject, type Named } from '@patrec/fhir';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { appendAct } from '../access/append-act.ts';
import { decide } from '../access/decide.ts';
import type { Basis } from '../access/decision.ts';
import { asItStands } from '../access/guardianship-store.ts';
import type { Parts } from '../access/request-access.ts';
import { statement } from '../db/statement.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { lockHead } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { newResourceId, now, routeOf } from '../ledger/ledger.ts';
import {
  closeCorrection,
  correctionById,
  correctionOf,
  insertCorrection,
  type ListedCorrection,
  type StoredCorrection,
} from './correction-store.ts';

/** How long an answer may take. */
export const ANSWER_WITHIN_MS = 30 * 86_400_000;

/** What the patient says. `nonce` (32 hex) is the form's: sent twice, it asks once. */
export interface CorrectionQuestion {
  readonly chain: string;
  readonly record: number;
  readonly wrong: string;
  readonly should: string;
  readonly nonce: string;
}

interface Names {
  readonly patient: string;
  readonly number: string;
  readonly author: string;
  readonly authorName: string;
  readonly practitioner: string | null;
}

const selectNames = statement(
  'correction.names',
  `SELECT p.resource_id AS patient, p.number, r.author, a.name AS "authorName", d.resource_id AS practitioner
   FROM record r JOIN patient p ON p.chain = r.chain JOIN account a ON a.id = r.author
   LEFT JOIN practitioner d ON d.account_id = r.author WHERE r.chain = $1 AND r.number = $2`,
);
const selectNonce = statement(
  'correction.nonce',
  'SELECT 1 FROM block WHERE chain = $1 AND author = $2 AND nonce = $3',
);

/** Asks. Throws not-found where the record is not the actor's, conflict where one waits for it already. */
export async function askCorrection({ db, ledger }: Parts, actor: Actor, question: CorrectionQuestion): Promise<void> {
  const { chain, record, wrong, should, nonce } = question;
  await transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const decision = decide(await asItStands(tx, actor), { action: 'ask-correction', chain }, [], now(ledger));
    if (!decision.permit) throw noCorrection();
    if ((await tx.rows(selectNonce, [chain, actor.account, nonce])).length > 0) return;
    const names = await namesOf(tx, chain, record);
    const at = head.recordedAt;
    const correction: StoredCorrection = {
      chain,
      id: newResourceId(ledger, chain),
      record,
      author: names.author,
      wrong,
      should,
      state: 'asked',
      askedAt: at,
      dueAt: new Date(Date.parse(at) + ANSWER_WITHIN_MS).toISOString(),
      answeredAt: null,
      answeredBy: null,
      answer: '',
    };
    if (!(await insertCorrection(tx, correction)))
      throw new AppError('conflict', 'You have asked for a correction of this record already. It waits for an answer.');
    const task = makeVersion(ledger, taskOf(correction, names));
    const block = await appendAct(tx, ledger, head, actor, { type: 'correction-request', nonce }, [task]);
    const event = makeEvent(ledger, actor, 'ask-correction', { chain, basis: decision.basis, record, at });
    await insertEvent(tx, event, block.seq);
  });
}

/** Answers. Throws not-found where it is not the actor's to answer, conflict where it was answered meanwhile. */
export async function answerCorrection(
  parts: Parts,
  actor: Actor,
  id: string,
  { state, answer }: Pick<StoredCorrection, 'answer'> & { readonly state: 'accepted' | 'refused' },
): Promise<void> {
  const { db, ledger } = parts;
  const { chain } = (await findCorrection(parts, actor, id)).correction;
  await transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const asked = await correctionOf(tx, chain, id);
    const decision = decide(actor, { action: 'answer-correction', author: asked?.author ?? '' }, [], now(ledger));
    if (!asked || !decision.permit) throw noCorrection();
    if (asked.state !== 'asked') throw new AppError('conflict', 'This was answered meanwhile.');
    const at = head.recordedAt;
    const { basis } = decision;
    const answered: StoredCorrection = { ...asked, state, answer, answeredAt: at, answeredBy: actor.account };
    const resource = taskOf(answered, await namesOf(tx, chain, asked.record), actor, basis);
    const act = { type: 'correction-request', author: actor.account } as const;
    const block = await appendContents(tx, ledger, head, act, [makeVersion(ledger, resource, { version: 2 })]);
    const event = makeEvent(ledger, actor, 'answer-correction', { chain, basis, record: asked.record, at });
    await Promise.all([closeCorrection(tx, answered), insertEvent(tx, event, block.seq)]);
  });
}

/** A request for whoever may answer it. Throws not-found for anybody else, and where there is none. */
export async function findCorrection(
  { db, ledger }: Parts,
  actor: Actor,
  id: string,
): Promise<{ correction: ListedCorrection; basis: Basis }> {
  const correction = await correctionById(db, routeOf(id) ?? '', id);
  const intent = { action: 'answer-correction', author: correction?.author ?? '' } as const;
  const decision = decide(actor, intent, [], now(ledger));
  if (!correction || !decision.permit) throw noCorrection();
  return { correction, basis: decision.basis };
}

async function namesOf(tx: Tx, chain: string, record: number): Promise<Names> {
  const [names] = await tx.rows<Names>(selectNames, [chain, record]);
  if (!names) throw noCorrection();
  return names;
}

function taskOf(correction: StoredCorrection, names: Names, answerer?: Actor, basis?: Basis): JsonObject {
  const { id, record, wrong, should, state, askedAt, dueAt, answeredAt, answer } = correction;
  const { patient, number, authorName, practitioner } = names;
  const author: Named | null = practitioner ? { reference: `Practitioner/${practitioner}`, display: authorName } : null;
  const as = basis?.kind === 'author' ? 'author' : 'duty';
  return correctionResource({
    id,
    versionId: answerer ? '2' : '1',
    lastUpdated: answeredAt ?? askedAt,
    patient: { reference: `Patient/${patient}`, display: number },
    patientNumber: number,
    record,
    ...(author && { author }),
    wrong,
    should,
    state,
    askedAt,
    due: dueAt,
    ...(answerer && { answer: { text: answer, at: answeredAt ?? askedAt, by: answerer.login, as } }),
  });
}

function noCorrection(): AppError {
  return new AppError('not-found', 'There is no such record or request, or you have no access to it.');
}
