// A registration is changed: by staff with the patient at the desk, or by the patient, or a guardian who decides, where it says
// how to reach them. The version before stays as it was written.

import {
  accountEventResource,
  changedParts,
  contactParts,
  type JsonObject,
  type Named,
  type RegistrationPart,
  type RegistrationValues,
  registrationParts,
  registrationValues,
  reviseRegistration,
  revisionResource,
  type Standing,
} from '@patrec/fhir';
import { insertEvent, makeEvent } from '../access/access-log.ts';
import type { Actor } from '../access/actor.ts';
import { appendAct } from '../access/append-act.ts';
import { decide } from '../access/decide.ts';
import type { Basis } from '../access/decision.ts';
import { asItStands } from '../access/guardianship-store.ts';
import type { Intent } from '../access/intent.ts';
import { party } from '../access/party-store.ts';
import type { Db } from '../db/pool.ts';
import { type Tx, transaction } from '../db/transaction.ts';
import { lockNumbers, renameAccount } from '../identity/account-store.ts';
import type { DocumentKind } from '../identity/desk-recovery-store.ts';
import type { FieldProblem } from '../identity/person-fields.ts';
import { type ChainHead, lockHead } from '../ledger/append.ts';
import { makeVersion } from '../ledger/content-store.ts';
import { type Ledger, newResourceId, now } from '../ledger/ledger.ts';
import { notify } from '../notifications/notify.ts';
import { clinicalDay } from './clinical-time.ts';
import { noChart } from './open-chart.ts';
import { patientRow } from './patient-index.ts';
import {
  type Patient,
  type PatientToChange,
  patientToChange,
  type SimilarPatient,
  similarPatients,
  updatePatient,
} from './patient-store.ts';
import type { Apart } from './register-patient.ts';
import { standingRegistration } from './registration.ts';
import { readRegistrationForm } from './registration-form.ts';

/** What somebody submits. `version` is the one they saw, `nonce` (32 hex) the form's: sent twice, it is made once. */
export interface ChangedRegistration {
  readonly chain: string;
  readonly version: number;
  readonly nonce: string;
  readonly reason: string;
  /** The whole form, as it was typed: what it says as it stands is not judged again. */
  readonly form: RegistrationValues;
  /** What is wrong with the fields beside it. */
  readonly errors: readonly FieldProblem[];
  /** At the desk: what the patient showed, and who is known to be somebody else. */
  readonly desk?: { readonly document: DocumentKind; readonly apart: Apart };
}

/** What became of it. `changed` where another version stands by now; `similar` where somebody has to look first. */
export type ChangeOutcome =
  | { readonly outcome: 'done' | 'changed' }
  | { readonly outcome: 'wrong'; readonly errors: readonly FieldProblem[] }
  | { readonly outcome: 'similar'; readonly similar: readonly SimilarPatient[] };

interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** Writes the next version and its block, or neither. Throws not-found for whoever may not, and where nobody is registered. */
export function changeRegistration(
  { db, ledger }: Parts,
  actor: Actor,
  change: ChangedRegistration,
): Promise<ChangeOutcome> {
  const { chain, nonce, version, desk } = change;
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const patient = await patientToChange(tx, chain, { author: actor.account, nonce });
    const basis = await permitted(tx, ledger, actor, change, patient);
    if (!patient || !basis) throw noChart();
    if (patient.repeated) return { outcome: 'done' };
    if (patient.version !== version) return { outcome: 'changed' };
    const before = await standingRegistration(tx, chain);
    const read = readChange(before, change, clinicalDay(head.recordedAt));
    if (read.errors.length > 0) return { outcome: 'wrong', errors: read.errors };
    const newId = () => newResourceId(ledger, chain);
    const standing = reviseRegistration(before, read, { recordedAt: head.recordedAt, newId });
    const row = patientRow(inForce(before, standing), patient);
    const similar = desk ? await toLookAt(tx, row, read.parts) : [];
    if (similar.some(({ number }) => !desk?.apart.from.includes(number))) return { outcome: 'similar', similar };
    await write(tx, ledger, { head, actor, basis, change, patient, standing, row, similar });
    return { outcome: 'done' };
  });
}

async function permitted(
  tx: Tx,
  ledger: Ledger,
  actor: Actor,
  { chain, desk }: ChangedRegistration,
  patient: Patient | undefined,
): Promise<Basis | undefined> {
  const intent: Intent = desk
    ? { action: 'change-registration', account: patient?.accountId ?? '' }
    : { action: 'change-contact', chain };
  const decision = decide(await asItStands(tx, actor), intent, [], now(ledger));
  return decision.permit ? decision.basis : undefined;
}

interface Written {
  readonly head: ChainHead;
  readonly actor: Actor;
  readonly basis: Basis;
  readonly change: ChangedRegistration;
  readonly patient: PatientToChange;
  readonly standing: readonly Standing[];
  readonly row: Patient;
  readonly similar: readonly SimilarPatient[];
}

async function write(tx: Tx, ledger: Ledger, written: Written): Promise<void> {
  const { head, actor, basis, change, patient, standing, row } = written;
  const { chain, recordedAt: at } = head;
  const why = revisionResource({
    ...{ id: newResourceId(ledger, chain), versionId: '1', lastUpdated: at },
    ...{ reason: change.reason, kind: 'amended' },
    targets: standing.map(({ resource, version }) => `${resource.resourceType}/${resource.id}/_history/${version}`),
    agent: await agentOf(tx, actor, patient),
  });
  const beside = [why, ...statedAtDesk(ledger, written)].map((resource) => ({ resource, version: 1 }));
  const contents = [...standing, ...beside].map(({ resource, version }) => makeVersion(ledger, resource, { version }));
  const act = { type: 'amendment', nonce: change.nonce, baseHead: patient.hash } as const;
  const block = await appendAct(tx, ledger, head, actor, act, contents);
  await updatePatient(tx, row);
  const account = patient.accountId ?? '';
  await renameAccount(tx, account, row.name);
  await insertEvent(tx, makeEvent(ledger, actor, 'change-registration', { chain, basis, at }), block.seq);
  if (actor.account !== account) await notify(tx, ledger, account, 'registration-changed');
}

// Which document was shown, and why somebody similar is somebody else: without the other's number, which is not this patient's business.
function statedAtDesk(ledger: Ledger, { head, actor, change, patient, similar }: Written): JsonObject[] {
  const { chain, recordedAt: at } = head;
  if (!change.desk) return [];
  const { document, apart } = change.desk;
  const stated = (detail: string, more: Record<string, string>, reason?: string) =>
    accountEventResource({
      ...{ id: newResourceId(ledger, chain), at, actor, detail, more },
      account: { id: patient.accountId ?? '', login: patient.number },
      ...(reason !== undefined && { reason }),
    });
  const shown = stated('changed-at-desk', { document });
  return similar.length > 0 ? [shown, stated('told-apart', {}, apart.reason)] : [shown];
}

// What stands is not judged again: somebody who came with a foreign PIN code keeps it when only the phone changes.
function readChange(before: readonly Standing[], { form, desk, errors }: ChangedRegistration, today: string) {
  const stands = registrationValues(before.map(({ resource }) => resource));
  const may = (part: RegistrationPart) => desk !== undefined || contactParts.includes(part);
  const parts = changedParts(stands, form).filter(may);
  const asked = new Set<string>(parts.flatMap((part) => registrationParts[part]));
  const { registration, health, errors: found } = readRegistrationForm(form, today);
  const wrong = [...errors, ...found.filter(({ field }) => asked.has(field))];
  const nothing = parts.length === 0 && wrong.length === 0 ? [{ field: 'reason', code: 'nothing-changed' }] : [];
  return { parts, registration, health, errors: [...wrong, ...nothing] };
}

function inForce(before: readonly Standing[], next: readonly Standing[]): JsonObject[] {
  const newer = new Map(next.map(({ resource }) => [resource.id, resource]));
  const known = new Set(before.map(({ resource }) => resource.id));
  const fresh = next.filter(({ resource }) => !known.has(resource.id ?? ''));
  return [
    ...before.map(({ resource }) => newer.get(resource.id ?? '') ?? resource),
    ...fresh.map((one) => one.resource),
  ];
}

// Who may be the same person by what is new. The counter's row is locked: of two desks at once, the second sees what the first wrote.
async function toLookAt(tx: Tx, row: Patient, parts: readonly RegistrationPart[]): Promise<SimilarPatient[]> {
  const changed = (...all: RegistrationPart[]) => all.some((part) => parts.includes(part));
  if (!changed('name', 'birthDate', 'phone', 'abhaNumber')) return [];
  await lockNumbers(tx, 'PAT');
  const similar = await similarPatients(tx, row);
  return similar.filter(
    ({ chain, sameAbha, samePhone, sameName }) =>
      chain !== row.chain &&
      ((sameAbha && changed('abhaNumber')) ||
        (samePhone && changed('phone')) ||
        (sameName && changed('name', 'birthDate'))),
  );
}

async function agentOf(tx: Tx, { account, name, onBehalfOf }: Actor, patient: Patient): Promise<Named> {
  if (onBehalfOf) return { reference: `RelatedPerson/${onBehalfOf.guardianship.id}`, display: name };
  if (account === patient.accountId) return { reference: `Patient/${patient.resourceId}`, display: patient.number };
  return (await party(tx, patient.chain, account)).practitioner;
}
