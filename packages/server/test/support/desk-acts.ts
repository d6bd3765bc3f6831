// What the desk does for a patient, in one call each.

import { randomBytes } from 'node:crypto';
import type { Actor } from '../../src/access/actor.ts';
import { candidateByNumber } from '../../src/access/candidate-store.ts';
import { confirmDeskGuardian, openDeskGuardian } from '../../src/access/desk-guardian.ts';
import { type DeskOpened, waitingDeskAct } from '../../src/identity/desk-act.ts';
import { type DeskPatient, patientAtDesk } from '../../src/identity/desk-act-store.ts';
import { confirmDeskEmail, openDeskEmail } from '../../src/identity/desk-email.ts';
import type { TestStore } from './test-store.ts';

type Parts = Pick<TestStore, 'db' | 'ledger'>;

/** Somebody and the day they were born on. */
export interface Born {
  readonly login: string;
  readonly birthDate: string;
}

/** A sister entered as guardian of a grown patient who wants it; gives the id. A second person confirms it. */
export async function guardianAtDesk(
  parts: Parts,
  [first, second]: readonly [Actor, Actor?],
  of: Born,
  to: Born,
): Promise<string> {
  const guardian = await candidateByNumber(parts.db, to.login, to.birthDate);
  if (!guardian) throw new Error('There is no such guardian.');
  const terms = { level: 'view', relationship: 'SIB', until: null, basis: 'consent' } as const;
  const shown = { document: 'passport', note: '' } as const;
  const entered = { ...terms, ...shown, patient: await patientOf(parts, of), guardian };
  const id = idOf(await openDeskGuardian(parts, first, entered));
  const act = second && (await waitingDeskAct(parts, second, id));
  if (second && act?.kind === 'guardian') await confirmDeskGuardian(parts, second, act);
  return id;
}

/** An address entered for a patient; gives the id. A second person confirms it. */
export async function emailAtDesk(
  parts: Parts,
  [first, second]: readonly [Actor, Actor?],
  of: Born,
  address: string,
): Promise<string> {
  const patient = await patientOf(parts, of);
  const id = idOf(await openDeskEmail(parts, first, { patient, address, lang: 'en', document: 'passport' }));
  const act = second && (await waitingDeskAct(parts, second, id));
  const mailKey = randomBytes(32);
  if (second && act?.kind === 'email') await confirmDeskEmail({ ...parts, mailKey }, second, act);
  return id;
}

async function patientOf({ db }: Parts, { login, birthDate }: Born): Promise<DeskPatient> {
  const patient = await patientAtDesk(db, login, birthDate);
  if (!patient) throw new Error('There is no such patient.');
  return patient;
}

function idOf(opened: DeskOpened): string {
  if (!opened.opened) throw new Error(`Not opened: ${opened.code}.`);
  return opened.id;
}
