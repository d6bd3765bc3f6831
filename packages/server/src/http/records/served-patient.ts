// Whom the desk serves: found by number and date of birth, then sealed into the form that is opened for them. The pair is
// asked once, so that a form sent twice is no second guess.

import { renderDeskRegistration } from '@patrec/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../access/actor.ts';
import { decide } from '../../access/decide.ts';
import { AppError } from '../../errors.ts';
import type { DocumentKind } from '../../identity/desk-recovery-store.ts';
import { now } from '../../ledger/ledger.ts';
import { noChart } from '../../records/open-chart.ts';
import type { Patient } from '../../records/patient-store.ts';
import { deriveKey, seal, tryUnseal } from '../../sealed-secret.ts';
import type { App } from '../app.ts';
import { type Form, formOf } from '../form.ts';
import { deskFields, whoIsThere } from '../identity/desk-forms.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';

/** Who stands there, and what they showed. */
export interface Served {
  readonly patient: Patient;
  readonly document: DocumentKind;
}

// Longer than any session of somebody who works.
const LASTS_MS = 12 * 3_600_000;

/** The patient of the pair that was typed; undefined where the answer, with what is wrong, went out already. */
export async function findServed(app: App, request: FastifyRequest, reply: FastifyReply): Promise<Served | undefined> {
  const actor = actorOf(request);
  const fields = deskFields(request);
  const pair = fields.pair('number', 'birthDate', 'in-part');
  const document = fields.document();
  const refuse = async (props: { throttled?: true }, status: number) => {
    const state = { values: formOf(request), errors: fields.errors, ...props };
    await sendPage(reply, renderDeskRegistration(pageContext(app, request, reply), state), status);
    return undefined;
  };
  if (fields.errors.length > 0 || !document) return refuse({}, 422);
  const who = await whoIsThere(app, actor, fields.errors, pair);
  if ('waitSeconds' in who) {
    reply.header('retry-after', who.waitSeconds);
    return refuse({ throttled: true }, 429);
  }
  if (!who.patient) return refuse({}, 422);
  return { patient: await permittedPatient(app, actor, who.patient.login), document };
}

/** The same for a form: it opens for whoever it was sealed for. */
export function sealServed(app: App, { account }: Actor, { patient: { number }, document }: Served): string {
  const text = JSON.stringify({ number, document, until: app.ledger.clock() + LASTS_MS });
  return seal(keyOf(app), text, account, app.ledger.random).toString('base64url');
}

/** What was sealed into the form. Throws incorrect where it is not the actor's, or too old. */
export async function servedBy(app: App, actor: Actor, { served = '' }: Form): Promise<Served> {
  const text = tryUnseal(keyOf(app), Buffer.from(served, 'base64url'), actor.account);
  const sealed = JSON.parse(text ?? '{"until":0}') as { number: string; document: DocumentKind; until: number };
  if (sealed.until < app.ledger.clock())
    throw new AppError('incorrect', 'The form is not complete. Open it again and send it once more.');
  return { patient: await permittedPatient(app, actor, sealed.number), document: sealed.document };
}

async function permittedPatient(app: App, actor: Actor, number: string): Promise<Patient> {
  const patient = await app.patientByNumber(number);
  const account = patient?.accountId ?? '';
  const decision = decide(actor, { action: 'change-registration', account }, [], now(app.ledger));
  if (!decision.permit || !patient) throw noChart();
  return patient;
}

function keyOf({ secret }: App): Buffer {
  return deriveKey(secret, 'desk-registration');
}
