// Access control, all of it: a pure function of who acts, what they would do, the grants that stand, and the clock.

import { definitionOf, type RecordType } from '@patrec/fhir';
import type { Actor, OnBehalfOf, Role } from './actor.ts';
import { active, type Block, byGrant, type Decision, deny, type Grant, isAuthor, isSelf, permit } from './decision.ts';
import { type Emergency, lasts } from './emergency.ts';
import { type Guardianship, stands } from './guardianship.ts';
import type { DeskIntent, EmergencyIntent, ErasureIntent, Intent, RecoveryIntent } from './intent.ts';
import { type Introduction, isWaiting, shows } from './introduction.ts';
import { covers } from './scope.ts';

/**
 * Decides. `grants` and `emergencies` are those of the actor on the patient; others in the lists change nothing. `now` is
 * ISO 8601 UTC.
 */
export function decide(
  actor: Actor,
  intent: Intent,
  grants: readonly Grant[],
  now: string,
  emergencies: readonly Emergency[] = [],
): Decision {
  if (actor.onBehalfOf) return decideOnBehalf(actor, actor.onBehalfOf, intent, now);
  switch (intent.action) {
    case 'find-patient':
    case 'register-patient':
    case 'request-access':
    case 'use-code':
      return clinician(actor, intent.action);
    case 'open-introduction':
      return openIntroduction(actor, intent, now);
    case 'read-headings':
      return readHeadings(actor, intent.introduction, now);
    case 'create-record':
      return mayWrite(actor, intent) ? signed(clinician(actor, intent.action), intent) : deny('wrong-role');
    case 'read-record':
      return readRecord(actor, intent, grants, now, emergencies);
    case 'read-chart':
    case 'read-registration':
      if (isSelf(actor, intent.chain)) return permit({ kind: 'self' });
      if (!actor.verified) return deny('not-verified');
      return inEmergency(actor, intent.chain, emergencies, now) ?? byGrant(active(actor, grants, now));
    case 'break-glass':
    case 'end-emergency':
    case 'review-emergency':
      return emergency(actor, intent);
    case 'cancel-request':
      return actor.account === intent.requester ? permit({ kind: 'self' }) : deny('not-yours');
    case 'answer-request':
      return isSelf(actor, intent.chain) && intent.arrived ? permit({ kind: 'self' }) : deny('not-yours');
    case 'change-registration':
      return changeRegistration(actor, intent.account);
    case 'register-self':
    case 'change-contact':
    case 'share-access':
    case 'withhold-record':
    case 'block-person':
    case 'revoke-grant':
    case 'ask-correction':
    case 'take-copy':
    case 'read-access':
    case 'check-chain':
    case 'manage-guardians':
    case 'introduce':
    case 'manage-card':
      return isSelf(actor, intent.chain) ? permit({ kind: 'self' }) : deny('not-yours');
    case 'take-receipt':
      return takeReceipt(actor, intent, now);
    case 'answer-guardianship':
      return ownGuardianship(actor, intent.guardianship);
    case 'act-on-behalf':
      return deny('not-yours');
    case 'amend-record':
      return signed(amendRecord(actor, intent.author), intent);
    case 'answer-correction':
      return answerCorrection(actor, intent.author);
    case 'hold-signing-key':
      return clinician(actor, intent.action);
    case 'revoke-signing-key':
      if (actor.account === intent.account) return permit({ kind: 'self' });
      return actor.role === 'administrator' ? permit({ kind: 'duty' }) : deny('not-yours');
    case 'manage-account':
      return actor.account === intent.account ? permit({ kind: 'self' }) : deny('not-yours');
    case 'import-table':
      return ownTable(actor, intent.importer);
    case 'work-at-desk':
      return desk(actor);
    case 'open-recovery':
    case 'confirm-recovery':
    case 'cancel-recovery':
      return recovery(actor, intent);
    case 'serve-patient':
    case 'confirm-desk-act':
    case 'cancel-desk-act':
      return deskAct(actor, intent);
    case 'propose-erasure':
    case 'answer-erasure':
    case 'withdraw-erasure':
      return erasure(actor, intent);
    case 'read-erased':
      return readErased(actor, intent, grants, now);
    case 'run-institution':
      return actor.role === 'administrator' ? permit({ kind: 'duty' }) : deny('wrong-role');
  }
}

// What a guardian may do in the patient's place, and from which level on. What is not here, no guardian may: above all
// nothing that concerns guardians, the account, or who the patient is.
const LEVELS: Partial<Record<Intent['action'], Guardianship['level']>> = {
  'read-record': 'view',
  'read-chart': 'view',
  'read-registration': 'view',
  'read-erased': 'view',
  'read-access': 'view',
  'check-chain': 'view',
  'take-receipt': 'view',
  'ask-correction': 'complete',
  'change-contact': 'complete',
  'answer-request': 'complete',
  'share-access': 'complete',
  'withhold-record': 'complete',
  'revoke-grant': 'complete',
  introduce: 'complete',
  'manage-card': 'complete',
  'block-person': 'complete',
  'take-copy': 'complete',
  'end-emergency': 'complete',
};

function decideOnBehalf(actor: Actor, { guardianship }: OnBehalfOf, intent: Intent, now: string): Decision {
  const needed = intent.action === 'act-on-behalf' ? intent.level : LEVELS[intent.action];
  const { chain, guardian, level } = guardianship;
  const ward = actor.chain === chain && 'chain' in intent && intent.chain === chain;
  if (!needed || !ward || guardian !== actor.account || !stands(guardianship, now)) return deny('not-yours');
  if (intent.action === 'answer-request' && !intent.arrived) return deny('not-yours');
  return needed === 'view' || level === 'complete' ? permit({ kind: 'guardian', guardianship }) : deny('view-only');
}

function ownGuardianship(actor: Actor, guardianship: Guardianship): Decision {
  return guardianship.guardian === actor.account ? permit({ kind: 'guardian', guardianship }) : deny('not-yours');
}

// Whoever wrote an entry has its receipt of the act: not for ever, for it holds what they may not go on to read.
function takeReceipt(
  actor: Actor,
  { chain, author, recordedAt }: Extract<Intent, { action: 'take-receipt' }>,
  now: string,
): Decision {
  if (isSelf(actor, chain)) return permit({ kind: 'self' });
  const fresh = Date.parse(now) - Date.parse(recordedAt) < AUTHORS_RECEIPT_MS;
  return actor.account === author && fresh ? permit({ kind: 'author' }) : deny('not-yours');
}

/** False for a request that waited, or was made, while its requester was blocked: the patient never hears of it. */
export function arrives(
  { requester, createdAt, decidedAt }: { requester: string; createdAt: string; decidedAt: string | null },
  blocks: readonly Block[],
): boolean {
  return !blocks.some(
    ({ blocked, since, endedAt }) =>
      blocked === requester && (decidedAt === null || since < decidedAt) && (endedAt === null || endedAt > createdAt),
  );
}

/** Whether somebody of whom nothing is known may read an emergency card whose code they have. */
export function decideScan(card: { readonly endedAt: string | null } | undefined): Decision {
  return card && card.endedAt === null ? permit({ kind: 'card' }) : deny('worthless-code');
}

/** Whether what somebody presents opens the metrics: only whoever has the token of the configuration. */
export function decideMetrics(hasToken: boolean): Decision {
  return hasToken ? permit({ kind: 'operation' }) : deny('worthless-code');
}

const AUTHORS_RECEIPT_MS = 86_400_000;
const DOCTORS_ALONE: readonly Intent['action'][] = ['request-access', 'use-code', 'break-glass', 'hold-signing-key'];

// Doctors wait for verification before any access; only doctors ask for access and sign, doctors and staff write and find.
function clinician(actor: Actor, action: Intent['action']): Decision {
  const roles = DOCTORS_ALONE.includes(action) ? ['doctor'] : ['doctor', 'staff'];
  if (!roles.includes(actor.role)) return deny('wrong-role');
  return actor.verified ? permit({ kind: 'duty' }) : deny('not-verified');
}

// Whoever is blocked is answered like whoever has a worthless code.
function openIntroduction(
  actor: Actor,
  { introduction, blocked }: Extract<Intent, { action: 'open-introduction' }>,
  now: string,
): Decision {
  const allowed = clinician(actor, 'use-code');
  if (!allowed.permit) return allowed;
  return isWaiting(introduction, now) && !blocked ? allowed : deny('worthless-code');
}

// The headings and nothing else: no record, no chart and no registration is read by an introduction.
function readHeadings(actor: Actor, introduction: Introduction, now: string): Decision {
  const allowed = clinician(actor, 'use-code');
  if (!allowed.permit) return allowed;
  return shows(introduction, actor.account, now) ? permit({ kind: 'introduction' }) : deny('not-yours');
}

// Earlier history is brought in by nobody here.
const WITHOUT_DEFINITION: Partial<Record<RecordType, readonly Role[]>> = {
  visit: ['doctor'],
  document: ['doctor', 'staff'],
};

// Each record type that has a definition says who writes it, and what of it is for doctors to judge.
function mayWrite(
  { role }: Actor,
  { type, judging = false }: Pick<Extract<Intent, { action: 'create-record' }>, 'type' | 'judging'>,
): boolean {
  if (judging && role !== 'doctor') return false;
  const writers: readonly string[] = definitionOf(type)?.writers ?? WITHOUT_DEFINITION[type] ?? [];
  return writers.includes(role);
}

function readRecord(
  actor: Actor,
  { chain, record }: Extract<Intent, { action: 'read-record' }>,
  grants: readonly Grant[],
  now: string,
  emergencies: readonly Emergency[],
): Decision {
  if (isSelf(actor, chain)) return permit({ kind: 'self' });
  if (!actor.verified) return deny('not-verified');
  const covering = active(actor, grants, now).filter(({ scope }) => covers(scope, record));
  const granted = byGrant(record.withheld ? [] : covering); // no permission reaches what the patient withholds
  if (granted.permit) return granted;
  if (isAuthor(actor, record)) return permit({ kind: 'author' });
  const taken = record.withheld ? undefined : inEmergency(actor, chain, emergencies, now);
  return taken ?? deny('no-grant');
}

// Everything that is not withheld, to read and nothing else.
function inEmergency(
  actor: Actor,
  chain: string,
  emergencies: readonly Emergency[],
  now: string,
): Decision | undefined {
  const standing = emergencies.find(
    (one) => one.chain === chain && one.doctor === actor.account && actor.role === 'doctor' && lasts(one, now),
  );
  return standing && permit({ kind: 'emergency', emergency: standing });
}

// One answer for whoever is not authorised and for whom the patient keeps out: it does not tell which. Reviews are never
// by the doctor.
function emergency(actor: Actor, intent: EmergencyIntent): Decision {
  if (intent.action === 'break-glass') {
    const decision = clinician(actor, intent.action);
    return decision.permit && (!intent.authorised || intent.shutOut) ? deny('not-authorised') : decision;
  }
  if (intent.action === 'end-emergency') {
    if (isSelf(actor, intent.chain)) return permit({ kind: 'self' });
    return actor.account === intent.doctor ? permit({ kind: 'duty' }) : deny('not-yours');
  }
  if (actor.role !== 'administrator') return deny('wrong-role');
  return actor.account === intent.doctor ? deny('same-person') : permit({ kind: 'duty' });
}

// Two people of the desk, neither of them the owner; accounts of those who work here are the administrators' affair.
function recovery(actor: Actor, intent: RecoveryIntent): Decision {
  if (intent.action === 'cancel-recovery') {
    if (actor.account === intent.account) return permit({ kind: 'self' });
    return actor.account === intent.openedBy ? permit({ kind: 'duty' }) : deny('not-yours');
  }
  const here = desk(actor);
  if (!here.permit) return here;
  if (actor.account === intent.account) return deny('own-account');
  const colleague = intent.role === 'staff' || intent.role === 'administrator';
  if (colleague && actor.role !== 'administrator') return deny('wrong-role');
  const both = intent.action === 'confirm-recovery' && actor.account === intent.openedBy;
  return both ? deny('same-person') : permit({ kind: 'duty' });
}

// Staff bring tables, and answer for what is in them: nobody else sees what somebody brought.
function ownTable(actor: Actor, importer: string): Decision {
  if (actor.role !== 'staff') return deny('wrong-role');
  return actor.account === importer ? clinician(actor, 'register-patient') : deny('not-yours');
}

function desk(actor: Actor): Decision {
  if (actor.role !== 'staff' && actor.role !== 'administrator') return deny('wrong-role');
  return actor.verified ? permit({ kind: 'duty' }) : deny('not-verified');
}

// Whoever registers patients also mends what was registered; an administrator has no business with anybody's allergies.
function changeRegistration(actor: Actor, account: string): Decision {
  if (actor.role !== 'staff') return deny('wrong-role');
  return actor.account === account ? deny('own-account') : desk(actor);
}

// Two people of the desk, neither of whom it concerns. The patient may stop it, and so may whoever opened it.
function deskAct(actor: Actor, intent: DeskIntent): Decision {
  if (intent.action === 'cancel-desk-act') {
    if (isSelf(actor, intent.chain)) return permit({ kind: 'self' });
    return actor.account === intent.openedBy ? permit({ kind: 'duty' }) : deny('not-yours');
  }
  const here = desk(actor);
  if (!here.permit) return here;
  if (intent.people.includes(actor.account)) return deny('own-account');
  const both = intent.action === 'confirm-desk-act' && actor.account === intent.openedBy;
  return both ? deny('same-person') : here;
}

// Two administrators, neither of them alone.
function erasure(actor: Actor, intent: Exclude<ErasureIntent, { action: 'read-erased' }>): Decision {
  if (actor.role !== 'administrator') return deny('wrong-role');
  if (intent.action === 'propose-erasure') return permit({ kind: 'duty' });
  const own = actor.account === intent.proposedBy;
  if (intent.action === 'withdraw-erasure') return own ? permit({ kind: 'duty' }) : deny('not-yours');
  return own ? deny('same-person') : permit({ kind: 'duty' });
}

// That there was a record: its kind and its day are not known any more, so a permission with limits by them reaches nothing.
function readErased(
  actor: Actor,
  { chain, number, withheld }: Extract<ErasureIntent, { action: 'read-erased' }>,
  grants: readonly Grant[],
  now: string,
): Decision {
  if (isSelf(actor, chain)) return permit({ kind: 'self' });
  if (!actor.verified) return deny('not-verified');
  const covering = active(actor, grants, now).filter(
    ({ scope: { types, records, from, to } }) =>
      types === null && from === null && to === null && (records?.includes(number) ?? true),
  );
  return byGrant(withheld ? [] : covering);
}

// Where the institution wants a signature, what would be permitted is not without one.
function signed(decision: Decision, { unsigned = false }: { readonly unsigned?: boolean }): Decision {
  return decision.permit && unsigned ? deny('unsigned') : decision;
}

// Whoever wrote it, and nobody else: it goes on under their name. Others who know better write a record of their own.
function amendRecord(actor: Actor, author: string): Decision {
  if (!isAuthor(actor, { author })) return deny('not-yours');
  return actor.verified ? permit({ kind: 'author' }) : deny('not-verified');
}

// Administrators answer too: whoever wrote the record may be gone.
function answerCorrection(actor: Actor, author: string): Decision {
  if (actor.role === 'administrator') return permit({ kind: 'duty' });
  if (!isAuthor(actor, { author })) return deny('not-yours');
  return actor.verified ? permit({ kind: 'author' }) : deny('not-verified');
}
