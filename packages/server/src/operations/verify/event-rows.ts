// The access log as rows, held against the chain: what the sealer gathered against its AuditEvents, byte by byte, and
// what happened in a block of its own against that block.

import {
  auditEventResource,
  formatJson,
  type GuardianshipState,
  guardianshipStateOf,
  isCorrection,
  isGuardianshipConsent,
  type JsonObject,
  objectAt,
  objectsAt,
  parseJson,
  revisionOf,
  textAt,
} from '@patrec/fhir';
import type { StatementType } from '@patrec/ledger';
import { AUDITED_COLUMNS, AUDITED_NAMES, type AuditedRow, auditedEvent } from '../../access/audited-event.ts';
import type { EventAction } from '../../access/log-kinds.ts';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { isBlocking } from './block-rows.ts';
import { cardAction } from './card-rows.ts';
import { correctedRecord } from './correction-rows.ts';
import { emergencyAction } from './emergency-rows.ts';
import { erasureAction } from './erasure-rows.ts';
import { mismatch, type Problem } from './problem.ts';
import type { ProvedBlock, Tally } from './tally.ts';
import { isWithholding, recordOf } from './withheld-rows.ts';

const selectEvents = statement(
  'verify.events',
  `SELECT ${AUDITED_COLUMNS}, e.block_seq AS "blockSeq" FROM access_event e ${AUDITED_NAMES}
   WHERE e.chain = $1 AND e.block_seq BETWEEN $2 AND $3`,
);

/** Holds the rows of the access log that name these blocks against what the blocks say. */
export async function checkEventRows(db: Db, tally: Tally, blocks: readonly ProvedBlock[]): Promise<Problem[]> {
  const first = blocks[0]?.header.seq ?? 0;
  const last = blocks.at(-1)?.header.seq ?? 0;
  const rows = await db.rows<AuditedRow & { readonly blockSeq: number }>(selectEvents, [tally.chain, first, last]);
  const byBlock = Map.groupBy(rows, ({ blockSeq }) => blockSeq);
  return blocks.flatMap((block) => {
    const found = byBlock.get(block.header.seq) ?? [];
    const { type } = block.statement;
    if (type === 'access') return sealedEvents(tally, block, found);
    if (type !== 'erasure') return ownEvent(tally, block, found);
    // It states anew what the blocks stated that it erases.
    const ids = new Set(bundled(block).map(({ id }) => String(id)));
    const own = found.filter(({ id }) => !ids.has(id));
    return [...sealedEvents(tally, block, found), ...ownEvent(tally, block, own)];
  });
}

function sealedEvents(tally: Tally, block: ProvedBlock, rows: readonly AuditedRow[]): Problem[] {
  const sealed = bundled(block);
  tally.counts.events += sealed.length;
  const byId = new Map(rows.map((row) => [row.id, bytesText(auditEventResource(auditedEvent(row)))]));
  return sealed.flatMap((event) =>
    byId.get(String(event.id)) === bytesText(event)
      ? []
      : [mismatch(tally.name, `The access log of ${textAt(event, 'recorded')} does not say what was sealed.`)],
  );
}

function bundled({ contents }: ProvedBlock): JsonObject[] {
  return contents
    .filter(({ type }) => type === 'Bundle')
    .flatMap(({ bytes }) => objectsAt(parseJson(bytes) as JsonObject, 'entry'))
    .map((entry) => objectAt(entry, 'resource') ?? {});
}

function bytesText(resource: JsonObject): string {
  return new TextDecoder().decode(formatJson(resource));
}

function ownEvent(tally: Tally, block: ProvedBlock, rows: readonly AuditedRow[]): Problem[] {
  const expected = ownAction(tally, block);
  const said = rows.map(({ action, actor, at, record, basis }) => [action, actor, at.toISOString(), record, basis]);
  const { statement: stated, header, contents } = block;
  const ofRecord = stated.type === 'record' || stated.type === 'amendment';
  const begun = [contents[0]?.record ?? [], tally.erased.get(header.seq)?.records ?? []].flat();
  const record = ofRecord && begun.length > 0 ? Math.min(...begun) : (expected?.record ?? null);
  const meant = expected ? [[expected.action, stated.author, header.recordedAt, record, expected.basis]] : [];
  tally.counts.events += meant.length;
  if (JSON.stringify(said) === JSON.stringify(meant)) return [];
  return [mismatch(tally.name, `The access log does not say what block ${header.seq} says.`)];
}

interface OwnAction {
  readonly action: EventAction;
  readonly basis: string;
  readonly record?: number;
}

// What each kind of block is in the access log. The institution's chain has no access log.
function ownAction(
  { systemAccount, isInstitution, patientAccount }: Tally,
  { statement: stated, contents }: ProvedBlock,
): OwnAction | undefined {
  if (isInstitution) return undefined;
  const first = (type: string) => contents.some((row) => row.type === type && row.version === 1);
  if (!contents.some(({ type }) => type === 'Patient') && stated.type === 'registration') return undefined;
  const imported = stated.author === systemAccount ? importActions[stated.type] : undefined;
  if (imported) return { action: imported, basis: 'operation' };
  const own = stated.onBehalfOf === undefined ? 'self' : 'guardian';
  if (stated.type === 'correction-request') return correctionAct(contents, own);
  if (stated.type === 'erasure') return erasureAction(contents);
  const decided = denialAction(stated.type, contents, own) ?? cardAction(stated.type, contents, own);
  if (decided) return decided;
  const acted = own === 'self' && stated.author !== patientAccount ? 'duty' : own;
  if (stated.type === 'emergency-access') return emergencyAction(contents, acted);
  const actions: Partial<Record<StatementType, OwnAction>> = {
    registration: { action: 'register', basis: acted },
    record: { action: 'write-record', basis: 'duty' },
    amendment: amendmentAction(contents, acted),
    'access-request': first('Task')
      ? { action: 'request-access', basis: 'duty' }
      : { action: 'cancel-request', basis: 'self' },
    'access-decision': { action: first('Consent') ? 'grant-access' : 'deny-access', basis: own },
    'access-revocation': { action: 'revoke-access', basis: own },
    account: accountAction(contents, stated.author === patientAccount),
  };
  if (stated.type !== 'guardian') return actions[stated.type];
  const atDesk = contents.some(({ type }) => type === 'AuditEvent');
  return atDesk ? accountAction(contents, false) : guardianAction(contents);
}

// What the system writes in nobody's name: it was brought in.
const importActions: Partial<Record<StatementType, EventAction>> = {
  registration: 'import',
  'access-decision': 'import-permission',
  guardian: 'import-guardian',
};

const guardianActions: Record<GuardianshipState, OwnAction> = {
  invited: { action: 'invite-guardian', basis: 'self' },
  accepted: { action: 'accept-guardianship', basis: 'guardian' },
  declined: { action: 'decline-guardianship', basis: 'guardian' },
  cancelled: { action: 'cancel-invitation', basis: 'self' },
  removed: { action: 'remove-guardian', basis: 'self' },
  'stepped-down': { action: 'step-down', basis: 'guardian' },
};

// The Provenance of a new version says whether it is in other words, or was never true. One of a Patient is the registration's.
function amendmentAction(contents: ProvedBlock['contents'], acted: string): OwnAction {
  if (contents.some(({ type }) => type === 'Patient')) return { action: 'change-registration', basis: acted };
  const made = contents.find(({ type, version }) => type === 'Provenance' && version === 1);
  const kind = made && revisionOf(parseJson(made.bytes) as JsonObject)?.kind;
  return { action: kind === 'entered-in-error' ? 'mark-in-error' : 'amend-record', basis: 'author' };
}

// An invitation may close one that ended by its date in the same block: the invitation is what was done.
function guardianAction(contents: ProvedBlock['contents']): OwnAction | undefined {
  const consents = contents
    .filter(({ type }) => type === 'Consent')
    .sort((a, b) => a.version - b.version)
    .map(({ bytes }) => parseJson(bytes) as JsonObject);
  const [first] = consents.filter(isGuardianshipConsent);
  return first && guardianActions[guardianshipStateOf(first)];
}

// The program's own word for what was done to the account is the last subtype of the block's AuditEvent.
function accountAction(contents: ProvedBlock['contents'], own: boolean): OwnAction {
  const event = contents.find(({ type }) => type === 'AuditEvent');
  const word = objectsAt(event && (parseJson(event.bytes) as JsonObject), 'subtype').at(-1);
  return { action: textAt(word, 'display') as EventAction, basis: own ? 'self' : 'duty' };
}

function correctionAct(contents: ProvedBlock['contents'], own: 'self' | 'guardian'): OwnAction | undefined {
  const row = contents.find(({ type }) => type === 'Task');
  const task = row && (parseJson(row.bytes) as JsonObject);
  if (!task || !isCorrection(task)) return undefined;
  const record = correctedRecord(task);
  if (row.version === 1) return { action: 'ask-correction', basis: own, record };
  const basis = textAt(objectsAt(task, 'performerType')[0], 'text') === 'author' ? 'author' : 'duty';
  return { action: 'answer-correction', basis, record };
}

// A decision whose Consent denies, or its end. Records that are brought in may hold such Consents too: those are data.
function denialAction(
  type: StatementType,
  contents: ProvedBlock['contents'],
  own: 'self' | 'guardian',
): OwnAction | undefined {
  const begins = type === 'access-decision';
  if (!begins && type !== 'access-revocation') return undefined;
  for (const row of contents.filter((one) => one.type === 'Consent')) {
    const consent = parseJson(row.bytes) as JsonObject;
    if (isWithholding(consent))
      return { action: begins ? 'withhold-record' : 'release-record', basis: own, record: recordOf(consent) };
    if (isBlocking(consent)) return { action: begins ? 'block-person' : 'unblock-person', basis: own };
  }
  return undefined;
}
