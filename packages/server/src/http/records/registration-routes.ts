// A patient's registration: what it says, how it came to say so, and where the patient or a guardian changes how to reach them.

import { registrationValues } from '@patrec/fhir';
import {
  type RegistrationFormProps,
  renderContactForm,
  renderRegistration,
  renderRegistrationChanges,
} from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decide } from '../../access/decide.ts';
import { now, randomHex } from '../../ledger/ledger.ts';
import { changeRegistration } from '../../records/change-registration.ts';
import { type Chart, noChart, openChart } from '../../records/open-chart.ts';
import { type RegistrationVersion, registrationAt, registrationVersions } from '../../records/registration.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { nameBanner, viewerOf } from '../views.ts';
import { readReason } from './amend-request.ts';
import { nonceOf } from './record-form.ts';
import { recordNumber } from './record-routes.ts';
import { registrationVersionView, seenVersion, standsNow } from './registration-views.ts';

const READING = { access: ['patient', 'doctor', 'staff'], guardian: 'view' } as const;
const OWN = { access: ['patient'], guardian: 'complete' } as const;

type OfPatient = { Params: { number: string } };
type OfVersion = { Params: { number: string; version: string } };

export function registrationRoutes(server: FastifyInstance, app: App): void {
  const address = '/patients/:number/registration';

  server.get<OfPatient>(address, { config: READING }, async (request, reply) => {
    const actor = actorOf(request);
    const { chart, versions } = await openRegistration(app, request);
    const { patient } = chart;
    const html = renderRegistration(pageContext(app, request, reply), {
      patient: nameBanner(patient, now(app.ledger)),
      viewer: viewerOf(actor),
      values: registrationValues(await registrationAt(app, actor, chart, newestOf(versions))),
      versions: versions.map(registrationVersionView),
      mayChange: decide(actor, { action: 'change-contact', chain: patient.chain }, [], now(app.ledger)).permit,
    });
    return sendPage(reply, html);
  });

  server.get<OfVersion>(`${address}/versions/:version/changes`, { config: READING }, async (request, reply) => {
    const actor = actorOf(request);
    const { chart, versions } = await openRegistration(app, request);
    const wanted = recordNumber(request.params.version);
    const [before, after] = [versions[wanted - 2], versions[wanted - 1]];
    if (!before || !after) throw noChart();
    const valuesOf = async (version: RegistrationVersion) =>
      registrationValues(await registrationAt(app, actor, chart, version));
    const html = renderRegistrationChanges(pageContext(app, request, reply), {
      patient: nameBanner(chart.patient, now(app.ledger)),
      viewer: viewerOf(actor),
      before: await valuesOf(before),
      after: await valuesOf(after),
      version: registrationVersionView(after),
    });
    return sendPage(reply, html);
  });

  server.get<OfPatient>(`${address}/contact`, { config: OWN }, async (request, reply) => {
    const { chart, versions } = await openOwn(app, request);
    const newest = newestOf(versions);
    const values = registrationValues(await registrationAt(app, actorOf(request), chart, newest));
    return contactPage(app, request, reply, chart, { values, errors: [], version: newest.version });
  });

  server.post<OfPatient>(`${address}/contact`, { config: { ...OWN, form: true } }, async (request, reply) => {
    const { chart } = await openOwn(app, request);
    const { chain, number } = chart.patient;
    const form = formOf(request);
    const { text: reason, errors } = readReason(form.reason);
    const change = { chain, version: seenVersion(form), nonce: nonceOf(form), reason, form, errors };
    const result = await changeRegistration(app, actorOf(request), change);
    if (result.outcome === 'done')
      return reply.redirect(`/patients/${number}/registration?notice=registration-changed`, 303);
    const state = { values: form, errors: result.outcome === 'wrong' ? result.errors : [], version: change.version };
    if (result.outcome === 'wrong') return contactPage(app, request, reply, chart, state, 422);
    return contactPage(app, request, reply, chart, { ...state, ...(await standsNow(app, chart.patient)) }, 409);
  });
}

async function openRegistration(app: App, request: FastifyRequest<OfPatient>) {
  const chart = await openChart(app, actorOf(request), request.params.number, 'read-registration');
  return { chart, versions: await registrationVersions(app.db, chart.patient) };
}

// Whoever may read it is asked once more whether they may change it.
async function openOwn(app: App, request: FastifyRequest<OfPatient>) {
  const found = await openRegistration(app, request);
  const { chain } = found.chart.patient;
  if (!decide(actorOf(request), { action: 'change-contact', chain }, [], now(app.ledger)).permit) throw noChart();
  return found;
}

function newestOf(versions: readonly RegistrationVersion[]): RegistrationVersion {
  const newest = versions.at(-1);
  if (!newest) throw noChart();
  return newest;
}

function contactPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { patient }: Pick<Chart, 'patient'>,
  state: Pick<RegistrationFormProps, 'values' | 'errors' | 'version' | 'changed'>,
  status = 200,
) {
  const html = renderContactForm(pageContext(app, request, reply), {
    ...state,
    patient: nameBanner(patient, now(app.ledger)),
    nonce: state.values.nonce ?? randomHex(app.ledger, 16),
  });
  return sendPage(reply, html, status);
}
