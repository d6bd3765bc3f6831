// Who asked whom for what, and what they answered: so that there is something to see, and something to answer.

import type { AccessScope, Purpose } from '@patrec/fhir';
import type { Actor } from '../../access/actor.ts';
import { denyRequest, grantRequest } from '../../access/answer-request.ts';
import { requestAccess } from '../../access/request-access.ts';
import { type AccessRequest, requestsOfPatient } from '../../access/request-store.ts';
import { AppError } from '../../errors.ts';
import { daysBefore, endOfDay, yearEnd } from './days.ts';
import { known, type Parts, type People } from './register-people.ts';

interface Asked {
  readonly patient: string;
  readonly doctor: string;
  readonly scope: AccessScope;
  readonly purpose: Purpose;
  readonly note: string;
  readonly answer: 'waiting' | 'granted' | { readonly denied: string };
}

const everything: AccessScope = { types: null, records: null, from: null, to: null };

/** Asks and answers what is missing. Everything ends with the year of `today`. */
export async function writeAccessHistory(parts: Parts, people: People, today: string): Promise<void> {
  for (const asked of history(today)) {
    const { chain } = known(people, asked.patient);
    if (chain === null) throw new AppError('fault', `${asked.patient} is no patient.`);
    await ask(parts, people, chain, asked, endOfDay(yearEnd(today)));
  }
}

function history(today: string): Asked[] {
  const lastYear = { ...everything, from: daysBefore(today, 365) };
  return [
    {
      patient: 'PAT001',
      doctor: 'DOC6',
      scope: everything,
      purpose: 'CAREMGT',
      note: 'I see you when Dr Meera Iyer is away.',
      answer: 'granted',
    },
    {
      patient: 'PAT001',
      doctor: 'DOC5',
      scope: { ...lastYear, types: ['laboratory'] },
      purpose: 'CAREMGT',
      note: 'Cholesterol and sugar of the last twelve months, to review your heart risk.',
      answer: 'waiting',
    },
    {
      patient: 'PAT002',
      doctor: 'DOC3',
      scope: { ...everything, types: ['laboratory', 'visit'] },
      purpose: 'CAREMGT',
      note: 'To plan the hernia operation safely after your stent.',
      answer: 'granted',
    },
    {
      patient: 'PAT002',
      doctor: 'DOC4',
      scope: { ...lastYear, types: ['laboratory'] },
      purpose: 'CAREMGT',
      note: 'Results of the last year before the cataract operation.',
      answer: 'waiting',
    },
    {
      patient: 'PAT003',
      doctor: 'DOC7',
      scope: everything,
      purpose: 'DSRCH',
      note: 'A study of skin changes in pregnancy.',
      answer: { denied: 'I do not want to take part in a study now.' },
    },
  ];
}

async function ask(parts: Parts, people: People, chain: string, asked: Asked, until: string): Promise<void> {
  const doctor = known(people, asked.doctor);
  const earlier = (await requestsOfPatient(parts.db, chain)).find(({ requester }) => requester === doctor.account);
  const request = earlier ?? (await send(parts, doctor, chain, asked, until));
  if (request.state !== 'requested' || asked.answer === 'waiting') return;
  const patient = known(people, asked.patient);
  if (asked.answer === 'granted') await grantRequest(parts, patient, chain, request.id, request);
  else await denyRequest(parts, patient, chain, request.id, asked.answer.denied);
}

async function send(
  parts: Parts,
  doctor: Actor,
  chain: string,
  { scope, purpose, note }: Asked,
  until: string,
): Promise<Pick<AccessRequest, 'id' | 'state' | 'scope' | 'until'>> {
  const sent = await requestAccess(parts, doctor, { chain, scope, purpose, until, note });
  if (!sent.done) throw new AppError('fault', `${doctor.login} could not ask: ${sent.reason}.`);
  return { id: sent.id, state: 'requested', scope, until };
}
