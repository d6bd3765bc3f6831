// The desk registers a patient: the form, those who may be the same person, and the number with its first password.

import { statedHealthResources } from '@patrec/fhir';
import { renderRegisteredPatient, renderRegisterPatient, renderSimilarPatients } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { accountByLogin } from '../../identity/account-store.ts';
import { makeFirstPassword } from '../../identity/one-time-password.ts';
import { readFields } from '../../identity/person-fields.ts';
import { now, randomHex } from '../../ledger/ledger.ts';
import { aadhaarSealer } from '../../records/aadhaar.ts';
import { clinicalDay } from '../../records/clinical-time.ts';
import type { SimilarPatient } from '../../records/patient-store.ts';
import {
  DuplicateError,
  type NewPatient,
  registerPatient,
  SimilarPatientsError,
} from '../../records/register-patient.ts';
import { parseRegistration, type RegistrationForm } from '../../records/registration-form.ts';
import type { App } from '../app.ts';
import { type Form, formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { byAccount } from '../rate-limit.ts';
import { actorOf } from '../route-access.ts';
import { nonceOf } from './record-form.ts';
import { similarViews } from './similar-views.ts';

const STAFF = { access: ['staff'] } as const;
// The answer tells who has a phone number or a name: nobody goes through many.
const STAFF_FORM = { ...STAFF, form: true, rateLimit: byAccount(60, '1 hour') } as const;
const LONGEST_REASON = 300;

type Errors = Parameters<typeof renderRegisterPatient>[1]['errors'];

export function registerRoutes(server: FastifyInstance, app: App): void {
  server.get('/desk/register', { config: STAFF }, (request, reply) =>
    formPage(app, request, reply, { nonce: randomHex(app.ledger, 16) }, []),
  );

  server.post('/desk/register', { config: STAFF_FORM }, async (request, reply) => {
    if (app.logStatus.overloaded) throw new AppError('busy', 'Too much is being written. Try again in a moment.');
    const form = formOf(request);
    const nonce = nonceOf(form);
    const parsed = parseRegistration(form, clinicalDay(now(app.ledger)));
    if (!parsed.ok || form.edit !== undefined)
      return formPage(app, request, reply, form, parsed.ok ? [] : parsed.errors);
    const fields = readFields(form);
    const reason = fields.line('reason', LONGEST_REASON, form.told === undefined);
    const from = fields.errors.length > 0 ? [] : (form.told ?? '').split(' ');
    const { password, ...kept } = await makeFirstPassword(app.ledger, app.secret, actorOf(request).account, nonce);
    const person = { ...newPatient(app, parsed.value), ...kept, nonce, apart: { from, reason } };
    try {
      const { number } = await registerPatient(app, actorOf(request), person);
      return await handOver(app, request, reply, number, password);
    } catch (error) {
      if (error instanceof SimilarPatientsError) return similarPage(app, request, reply, error.similar, fields.errors);
      if (!(error instanceof DuplicateError)) throw error;
      return formPage(app, request, reply, form, [{ field: 'aadhaar', code: 'aadhaar-taken' }]);
    }
  });
}

function newPatient(app: App, { registration, health, aadhaar }: RegistrationForm): Omit<NewPatient, 'passwordHash'> {
  return {
    registration,
    besides: (patient, version) => statedHealthResources(health, patient, version),
    demo: false,
    ...(aadhaar && { aadhaar: aadhaarSealer(app.secret, app.ledger, aadhaar) }),
  };
}

// The same form sent twice hands over the same password, as long as it waits for its first use.
async function handOver(app: App, request: FastifyRequest, reply: FastifyReply, number: string, password: string) {
  const account = await accountByLogin(app.db, number);
  if (!account?.oneTimeUntil) throw new AppError('conflict', `This form was sent before. The patient is ${number}.`);
  const given = { login: number, name: account.name, password, until: account.oneTimeUntil };
  return sendPage(reply, renderRegisteredPatient(pageContext(app, request, reply), given));
}

function formPage(app: App, request: FastifyRequest, reply: FastifyReply, values: Form, errors: Errors) {
  const props = { values, errors, nonce: values.nonce ?? '' };
  const html = renderRegisterPatient(pageContext(app, request, reply), props);
  return sendPage(reply, html, errors.length > 0 ? 422 : 200);
}

async function similarPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  similar: readonly SimilarPatient[],
  errors: Errors,
) {
  const values = formOf(request);
  const views = await similarViews(app, actorOf(request), similar);
  const props = { values, errors, nonce: values.nonce ?? '', similar: views };
  return sendPage(reply, renderSimilarPatients(pageContext(app, request, reply), props), 409);
}
