// Signing up: patients at once, doctors until an administrator has verified them.

import { renderDesk, renderDoctorSignUp, renderSignUp, renderWelcome } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { mailKeys } from '../../identity/attempts.ts';
import { askForEmail } from '../../identity/change-email.ts';
import { deviceOf } from '../../identity/device.ts';
import { rememberDevice } from '../../identity/known-device.ts';
import { hashPassword } from '../../identity/password.ts';
import { registerPractitioner } from '../../identity/register-practitioner.ts';
import { openSession } from '../../identity/session.ts';
import { now } from '../../ledger/ledger.ts';
import { aadhaarSealer } from '../../records/aadhaar.ts';
import type { Patient } from '../../records/patient-store.ts';
import { DuplicateError, registerPatient } from '../../records/register-patient.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { languageOf } from '../preferences.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';
import { setSessionCookie } from '../session-cookie.ts';
import { parseDoctor, parsePatient } from './sign-up-forms.ts';

const PUBLIC = { access: 'public' } as const;
// By address: a waiting room shares one.
const LIMIT = { max: 20, timeWindow: '15 minutes', hook: 'preHandler' } as const;
const PUBLIC_FORM = { access: 'public', form: true, rateLimit: LIMIT } as const;

export function signUpRoutes(server: FastifyInstance, app: App): void {
  server.get('/sign-up', { config: PUBLIC }, (request, reply) => {
    if (request.actor) return reply.redirect('/', 303);
    const context = pageContext(app, request, reply);
    return sendPage(reply, renderSignUp(context, { values: { language: context.lang }, errors: [] }));
  });

  server.post('/sign-up', { config: PUBLIC_FORM }, async (request, reply) => {
    if (request.actor) return reply.redirect('/', 303);
    refuseOverload(app);
    const form = formOf(request);
    const parsed = parsePatient(form, now(app.ledger));
    const context = pageContext(app, request, reply);
    if (!parsed.ok) return sendPage(reply, renderSignUp(context, { values: form, errors: parsed.errors }), 422);
    const { registration, password, aadhaar: digits } = parsed.value;
    // Hashed before anybody looks whether the person is known: the time tells nobody.
    const passwordHash = await hashPassword(password);
    const aadhaar = digits && aadhaarSealer(app.secret, app.ledger, digits);
    const person = { registration, besides: () => [], passwordHash, demo: false, ...(aadhaar && { aadhaar }) };
    const patient = await registerPatient(app, null, person).catch(duplicateOnly);
    if (!patient?.accountId) return sendPage(reply, renderDesk(context));
    const session = await enter(app, request, reply, patient.accountId);
    if (registration.email) await sendConfirmation(app, request, patient, registration.email, session);
    return reply.redirect('/welcome', 303);
  });

  server.get('/sign-up/doctor', { config: PUBLIC }, (request, reply) => {
    if (request.actor) return reply.redirect('/', 303);
    return sendPage(reply, renderDoctorSignUp(pageContext(app, request, reply), { values: {}, errors: [] }));
  });

  server.post('/sign-up/doctor', { config: PUBLIC_FORM }, async (request, reply) => {
    if (request.actor) return reply.redirect('/', 303);
    refuseOverload(app);
    const form = formOf(request);
    const parsed = parseDoctor(form);
    if (!parsed.ok) return sendPage(reply, doctorPage(app, request, reply, form, parsed.errors), 422);
    const { person, password } = parsed.value;
    const passwordHash = await hashPassword(password);
    const { account } = await registerPractitioner(app, null, { ...person, passwordHash, demo: false });
    await enter(app, request, reply, account);
    return reply.redirect('/welcome', 303);
  });

  server.get('/welcome', { config: { access: EVERY_ROLE } }, (request, reply) => {
    const { login, name } = actorOf(request);
    return sendPage(reply, renderWelcome(pageContext(app, request, reply), { login, name }));
  });
}

type Errors = Parameters<typeof renderDoctorSignUp>[1]['errors'];

function doctorPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  values: Record<string, string>,
  errors: Errors,
) {
  return renderDoctorSignUp(pageContext(app, request, reply), { values, errors });
}

// Opens a session and gives its token.
async function enter(app: App, request: FastifyRequest, reply: FastifyReply, account: string): Promise<string> {
  const device = deviceOf(request.headers['user-agent']);
  await rememberDevice(app.db, account, device);
  const session = await openSession(app.db, app.ledger, account, device);
  setSessionCookie(reply, app.publicUrl, session);
  return session;
}

// The address is used for messages once its link was pressed; past the limit of its mailbox none is sent.
async function sendConfirmation(
  app: App,
  request: FastifyRequest,
  { accountId, number, name, chain }: Patient,
  address: string,
  session: string,
): Promise<void> {
  const actor = { account: accountId ?? '', login: number, name, role: 'patient', verified: true, chain } as const;
  const keys = [mailKeys(app.secret, 'address', address.toLowerCase())];
  await askForEmail(app, actor, { address, lang: languageOf(request), session, mailKey: app.mailKey, keys });
}

// Whoever is registered already is not told so: a stranger may have typed somebody else's phone and birthday.
function duplicateOnly(error: unknown): undefined {
  if (!(error instanceof DuplicateError)) throw error;
}

// These forms are open to anybody, and make blocks.
function refuseOverload(app: App): void {
  if (app.logStatus.overloaded) throw new AppError('busy', 'Too much is being written. Try again in a moment.');
}
