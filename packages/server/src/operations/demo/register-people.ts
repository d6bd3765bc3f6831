// Registers everybody of the demonstration, in the order of their numbers. Whoever is there already is left alone.

import type { Db } from '../../db/pool.ts';
import { transaction } from '../../db/transaction.ts';
import { nextNumber } from '../../identity/account-store.ts';
import { hashPassword } from '../../identity/password.ts';
import { insertAdministrator } from '../../identity/register-administrator.ts';
import { registerPractitioner } from '../../identity/register-practitioner.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { registerPatient } from '../../records/register-patient.ts';
import { type DemoActor, demoActor } from './demo-store.ts';
import { administrator, patients, practitioners } from './people/everybody.ts';
import type { DemoPractitioner } from './people/person.ts';
import { registrationOf } from './registration.ts';

export interface Parts {
  readonly db: Db;
  readonly ledger: Ledger;
}

/** Everybody by login. */
export type People = ReadonlyMap<string, DemoActor>;

const PASSWORD = 'password';
const FRONT_DESK = 'STF3';

/** Registers whoever is missing and gives everybody. `today` is the date on which ages are counted. */
export async function registerPeople(parts: Parts, today: string, signal?: AbortSignal): Promise<People> {
  const passwordHash = await hashPassword(PASSWORD);
  const people = new Map<string, DemoActor>();
  const present = async (login: string, register: () => Promise<unknown>) => {
    signal?.throwIfAborted();
    people.set(login, await existingOr(parts.db, login, register));
  };
  await present(administrator.login, () => registerAdministrator(parts, passwordHash));
  const author = known(people, administrator.login).account;
  for (const person of practitioners) {
    await present(person.login, () =>
      registerPractitioner(parts, author, { ...practitionerOf(person), passwordHash, demo: true }),
    );
  }
  for (const patient of patients) {
    const registration = registrationOf(patient, today);
    await present(patient.number, () =>
      registerPatient(parts, known(people, FRONT_DESK), { ...registration, passwordHash, demo: true }),
    );
  }
  return people;
}

/** The person with that login. Throws RangeError where nobody has it: a table names somebody who is in no table. */
export function known(people: People, login: string): DemoActor {
  const person = people.get(login);
  if (!person) throw new RangeError(`Nobody in the demonstration is called ${login}.`);
  return person;
}

// Registering is not idempotent, so a start that finishes another's work looks for the number first.
async function existingOr(db: Db, login: string, register: () => Promise<unknown>): Promise<DemoActor> {
  const existing = await demoActor(db, login);
  if (existing) return existing;
  await register();
  const registered = await demoActor(db, login);
  if (!registered) throw new RangeError(`${login} was registered under another number.`);
  return registered;
}

async function registerAdministrator({ db, ledger }: Parts, passwordHash: string): Promise<void> {
  await transaction(db, async (tx) => {
    const login = await nextNumber(tx, 'ADM');
    await insertAdministrator(tx, ledger, { login, name: administrator.name, passwordHash, demo: true });
  });
}

function practitionerOf(person: DemoPractitioner) {
  const { name, sex, birth, registration, qualifications, languages, workPhone, speciality, hours, workplace, city } =
    person;
  const details = {
    name,
    sex,
    birthDate: birth,
    qualifications,
    languages,
    workPhone,
    ...(registration && { registration }),
  };
  return { role: speciality === null ? 'staff' : 'doctor', details, speciality, hours, workplace, city } as const;
}
