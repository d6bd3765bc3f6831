// Every page once, as the people of the demonstration see them: so that each statement of theirs was run.

import { search } from './large-patient.ts';
import type { Session } from './session.ts';

const PATIENT_PAGES = [
  '/',
  '/patients/PAT001/records',
  '/patients/PAT001/records/1',
  '/patients/PAT001/records/1/proof',
  '/patients/PAT001/records?type=laboratory&author=DOC1&from=2020-01-01&to=2030-01-01&abnormal=1',
  '/patients/PAT001/summary',
  '/patients/PAT001/trends',
  '/patients/PAT001/trends/718-7',
  '/patients/PAT001/verify',
  '/patients/PAT001/proof',
  '/access',
  '/access/log',
];
const DOCTOR_PAGES = ['/', '/patients?number=PAT002', '/patients/PAT002/records/laboratory'];

/** Opens them; throws where one does not answer with 200. */
export async function openPages(port: number, patient: Session, doctor: Session): Promise<void> {
  for (const path of PATIENT_PAGES) await open(port, path, patient);
  await search(`http://127.0.0.1:${port}`, '/patients/PAT001', patient);
  for (const path of DOCTOR_PAGES) await open(port, path, doctor);
}

async function open(port: number, path: string, { cookie }: Session): Promise<void> {
  const { status } = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie, accept: 'text/html' } });
  if (status !== 200) throw new Error(`${path} answered ${status}.`);
}
