// The people of the tests: two doctors, a member of staff, an administrator, two patients.

import type { Actor, Role } from '../../src/access/actor.ts';
import { transaction } from '../../src/db/transaction.ts';
import { nextNumber } from '../../src/identity/account-store.ts';
import { hashPassword } from '../../src/identity/password.ts';
import { insertAdministrator } from '../../src/identity/register-administrator.ts';
import { registerPractitioner } from '../../src/identity/register-practitioner.ts';
import type { Patient } from '../../src/records/patient-store.ts';
import { registerPatient } from '../../src/records/register-patient.ts';
import type { TestStore } from './test-store.ts';

export const PASSWORD = 'a long test password';

export interface People {
  readonly doctor: Actor;
  readonly otherDoctor: Actor;
  readonly staff: Actor;
  readonly administrator: Actor;
  readonly patient: Actor;
  readonly otherPatient: Actor;
  readonly chart: Patient;
  readonly otherChart: Patient;
}

/** Registers DOC1, DOC2, STF1, ADM1, PAT001 and PAT002, each with PASSWORD. */
export async function registerPeople({ db, ledger }: TestStore): Promise<People> {
  const parts = { db, ledger };
  const passwordHash = await hashPassword(PASSWORD);
  const practitioner = async (role: 'doctor' | 'staff', name: string) => {
    const { account, login } = await registerPractitioner(parts, ledger.systemAccount, {
      role,
      details: { name: { text: name }, sex: 'female' },
      speciality: role === 'doctor' ? 'cardiology' : null,
      hours: [],
      workplace: 'Sunrise Clinic',
      city: 'Chennai',
      passwordHash,
      demo: false,
    });
    return actor(account, login, name, role);
  };
  const doctor = await practitioner('doctor', 'Dr. Meera Iyer');
  const otherDoctor = await practitioner('doctor', 'Dr. Arjun Rao');
  const staff = await practitioner('staff', 'Kavya Nair');
  const patient = async (text: string, birthDate: string) => {
    const besides = () => [];
    return registerPatient(parts, staff, {
      registration: { name: { text }, sex: 'female', birthDate },
      besides,
      passwordHash,
      demo: false,
    });
  };
  const chart = await patient('Lakshmi Narayanan', '1980-07-14');
  const otherChart = await patient('Asha Verma', '1991-02-03');
  return {
    doctor,
    otherDoctor,
    staff,
    administrator: await administrator(parts, passwordHash),
    patient: patientActor(chart),
    otherPatient: patientActor(otherChart),
    chart,
    otherChart,
  };
}

async function administrator({ db, ledger }: Pick<TestStore, 'db' | 'ledger'>, passwordHash: string): Promise<Actor> {
  const name = 'Ravi Menon';
  return transaction(db, async (tx) => {
    const login = await nextNumber(tx, 'ADM');
    return actor(await insertAdministrator(tx, ledger, { login, name, passwordHash }), login, name, 'administrator');
  });
}

function actor(account: string, login: string, name: string, role: Role): Actor {
  return { account, login, name, role, verified: true, chain: null };
}

function patientActor({ accountId, number, name, chain }: Patient): Actor {
  return { account: accountId ?? '', login: number, name, role: 'patient', verified: true, chain };
}
