// Everybody who may come to a route, one for each reason that there is to let somebody in or to keep them out.

import type { AccessScope } from '@patrec/fhir';
import type { Actor } from '../../src/access/actor.ts';
import { broken, emergencyDoctor, over } from './emergencies.ts';
import { accepted, end, onePatient } from './guardianships.ts';
import { writeLaboratory } from './laboratory-record.ts';
import { daysAhead, EVERY_RECORD, grant, revoke } from './permissions.ts';
import { practitioner } from './practitioners.ts';
import type { TestServer } from './test-server.ts';

export const ROLES = [
  'stranger',
  'patient',
  'other patient',
  'view guardian',
  'complete guardian',
  'removed guardian',
  'doctor',
  'granted doctor',
  'narrow doctor',
  'revoked doctor',
  'expired doctor',
  'author doctor',
  'authorised doctor',
  'emergency doctor',
  'ended emergency doctor',
  'past emergency doctor',
  'unverified doctor',
  'staff',
  'author staff',
  'administrator',
] as const;
export type CastRole = (typeof ROLES)[number];

/** Who plays each role towards PAT001; `asker` is a doctor besides them, to make requests. */
export interface Cast {
  readonly of: Readonly<Record<CastRole, Actor | null>>;
  readonly asker: Actor;
}

const LABORATORY: AccessScope = { ...EVERY_RECORD, types: ['laboratory'] };
const VISITS: AccessScope = { ...EVERY_RECORD, types: ['visit'] };
const TWO_DAYS_MS = 2 * 86_400_000;

/** Writes PAT001-REC1 (a doctor's), PAT001-REC2 (a member of staff's) and PAT001-REC3 (to withhold), gives and ends grants, guardianships and emergencies, moves the clock. */
export async function castOf(site: TestServer): Promise<Cast> {
  const { people, clock } = site;
  const doctor = (name: string) => practitioner(site, 'doctor', name);
  const patient = (name: string) => onePatient(site, people.staff, name, '1970-01-01');
  const of = {
    stranger: null,
    patient: people.patient,
    'other patient': people.otherPatient,
    'view guardian': await patient('View Guardian'),
    'complete guardian': await patient('Complete Guardian'),
    'removed guardian': await patient('Removed Guardian'),
    doctor: people.otherDoctor,
    'granted doctor': await doctor('Dr. Granted'),
    'narrow doctor': await doctor('Dr. Narrow'),
    'revoked doctor': await doctor('Dr. Revoked'),
    'expired doctor': await doctor('Dr. Expired'),
    'author doctor': people.doctor,
    'authorised doctor': await emergencyDoctor(site, 'Dr. Authorised'),
    'emergency doctor': await emergencyDoctor(site, 'Dr. Emergency'),
    'ended emergency doctor': await emergencyDoctor(site, 'Dr. Ended'),
    'past emergency doctor': await emergencyDoctor(site, 'Dr. Past'),
    'unverified doctor': await practitioner(site, 'doctor', 'Dr. Unverified', false),
    staff: await practitioner(site, 'staff', 'Other Staff'),
    'author staff': people.staff,
    administrator: people.administrator,
  };
  await writeLaboratory(site, people.doctor, people.chart);
  await writeLaboratory(site, people.staff, people.chart);
  await writeLaboratory(site, people.doctor, people.chart);
  await accepted(site, people.patient, of['view guardian'], { level: 'view' });
  await accepted(site, people.patient, of['complete guardian']);
  const removed = await accepted(site, people.patient, of['removed guardian']);
  await end(site, people.patient, people.patient, removed);
  await grant(site, people.patient, of['granted doctor'], { scope: LABORATORY });
  await grant(site, people.patient, of['narrow doctor'], { scope: VISITS });
  await revoke(site, people.patient, await grant(site, people.patient, of['revoked doctor']));
  await grant(site, people.patient, of['expired doctor'], { until: daysAhead(site, 1) });
  await broken(site, of['past emergency doctor'], people.chart.chain);
  clock.offset += TWO_DAYS_MS;
  await over(site, of['ended emergency doctor'], people.chart.chain);
  await broken(site, of['emergency doctor'], people.chart.chain);
  return { of, asker: await doctor('Dr. Asker') };
}
