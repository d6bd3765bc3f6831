// The start page of each role, and what every role has: more, about.

import {
  renderAbout,
  renderAdminHome,
  renderDoctorHome,
  renderDoctorHomeLists,
  renderMore,
  renderPatientHome,
  renderPatientHomeLists,
  renderStaffHome,
  renderWaiting,
} from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { REVIEW_WITHIN_MS } from '../access/emergency.ts';
import {
  countEmergencies,
  emergenciesOfDoctor,
  emergenciesOfPatient,
  emergenciesOfWards,
} from '../access/emergency-store.ts';
import { grantsOfGrantee } from '../access/grant-store.ts';
import { introductionsOfDoctor } from '../access/introduction-store.ts';
import { practitioners } from '../access/party-store.ts';
import { requestsOfPatient, requestsOfRequester } from '../access/request-store.ts';
import { countAccounts } from '../identity/account-store.ts';
import { isPasswordAlone, ownFactors } from '../identity/own-factors.ts';
import { declinedReason, waitingDoctors } from '../identity/verify-practitioner.ts';
import { now } from '../ledger/ledger.ts';
import { readLogKeys } from '../ledger/log-key-store.ts';
import { countPendingBlocks, logSize, newestCheckpoint } from '../ledger/log-store.ts';
import { readWitnesses } from '../ledger/witness-store.ts';
import { countMail } from '../notifications/mail-store.ts';
import { countBlocks } from '../records/chain-blocks.ts';
import { countCorrections } from '../records/correction-store.ts';
import { countErasures } from '../records/erasure-store.ts';
import { countPatients, type Patient, patientsByChain } from '../records/patient-store.ts';
import { recordsWrittenBy } from '../records/timeline.ts';
import { latestValues } from '../records/trends.ts';
import { emergencyView } from './access/emergency-views.ts';
import { heldGuardianships } from './access/guardian-views.ts';
import type { App } from './app.ts';
import { isBackground } from './background-request.ts';
import { openOwnChart, readPage } from './chart.ts';
import { applicantView } from './identity/applicant-view.ts';
import { logKeyViews } from './ledger/log-key-views.ts';
import { pageContext, sendPage } from './page-context.ts';
import { actorOf, EVERY_ROLE } from './route-access.ts';
import {
  grantView,
  ownTimelineItem,
  patientRef,
  patientSummary,
  requestView,
  resultView,
  writtenItem,
} from './views.ts';

const RECENT = 5;
const LATEST_RESULTS = 6;
const YEAR_MS = 366 * 86_400_000;
const WAITING_SHOWN = 50;
const PENDING_SHOWN = 100_000;

export function homeRoutes(server: FastifyInstance, app: App): void {
  const homes = { patient: patientHome, doctor: doctorHome, staff: staffHome, administrator: adminHome };

  server.get('/', { config: { access: EVERY_ROLE, guardian: 'view' } }, (request, reply) => {
    const actor = actorOf(request);
    return homes[actor.role](app, actor, request, reply);
  });

  server.get('/more', { config: { access: ['patient'] } }, async (request, reply) => {
    const { banner } = await openOwnChart(app, actorOf(request));
    return sendPage(reply, renderMore(pageContext(app, request, reply), { patient: banner }));
  });

  server.get('/about', { config: { access: 'public' } }, async (request, reply) => {
    const logKeys = logKeyViews(await readLogKeys(app.db), app.verifierKey);
    return sendPage(reply, renderAbout(pageContext(app, request, reply), { logKeys }));
  });
}

async function patientHome(app: App, actor: Actor, request: FastifyRequest, reply: FastifyReply) {
  const { chart, banner } = await openOwnChart(app, actor);
  const { patient, visibility } = chart;
  const context = pageContext(app, request, reply);
  const lists = { requests: await waitingRequests(app, patient), ...(await openEmergencies(app, actor, patient)) };
  if (isBackground(request)) return sendPage(reply, renderPatientHomeLists(context, lists));
  const since = new Date(app.ledger.clock() - YEAR_MS).toISOString();
  const [timeline, latest, chain] = await Promise.all([
    readPage(app, actor, chart, { limit: RECENT }),
    latestValues(app.db, patient.chain, visibility, { since, limit: LATEST_RESULTS }),
    countBlocks(app, patient.chain),
  ]);
  const html = renderPatientHome(context, {
    patient: banner,
    ...lists,
    latestResults: latest.map(resultView),
    timeline: timeline.map((entry) => ownTimelineItem(entry, patient.number)),
    chain,
    ...(!actor.onBehalfOf && { guardianships: await heldGuardianships(app, actor.account) }),
    corrections: await countCorrections(app.db, now(app.ledger), { chain: patient.chain }),
  });
  return sendPage(reply, html);
}

// A guardian sees those of the people they look after on their own page.
async function openEmergencies(app: App, actor: Actor, { chain }: Patient) {
  const at = now(app.ledger);
  const [own, wards] = await Promise.all([
    emergenciesOfPatient(app.db, chain),
    actor.onBehalfOf ? [] : emergenciesOfWards(app.db, actor.account, at),
  ]);
  const open = (all: typeof own) => all.map((one) => emergencyView(one, at)).filter(({ ended }) => ended === null);
  return { emergencies: open(own), wards: open(wards) };
}

async function waitingRequests(app: App, patient: Patient) {
  const requests = await requestsOfPatient(app.db, patient.chain);
  const people = await practitioners(
    app.db,
    requests.map(({ requester }) => requester),
  );
  const asked = requests.flatMap((one) => {
    const who = people.get(one.requester);
    return who ? [requestView(one, patient, who, now(app.ledger))] : [];
  });
  return asked.filter(({ state }) => state === 'requested');
}

async function waitingHome(app: App, actor: Actor, request: FastifyRequest, reply: FastifyReply) {
  const reason = (await declinedReason(app.db, actor.account)) ?? null;
  return sendPage(
    reply,
    renderWaiting(pageContext(app, request, reply), { login: actor.login, name: actor.name, declined: reason }),
  );
}

async function doctorHome(app: App, actor: Actor, request: FastifyRequest, reply: FastifyReply) {
  if (!actor.verified) return waitingHome(app, actor, request, reply);
  const at = now(app.ledger);
  const [grants, emergencies, introductions, requests, written, self, factors] = await Promise.all([
    grantsOfGrantee(app.db, actor.account, at),
    emergenciesOfDoctor(app.db, actor.account, at),
    introductionsOfDoctor(app.db, actor.account, at),
    requestsOfRequester(app.db, actor.account),
    recordsWrittenBy(app.db, actor.account, RECENT),
    practitioners(app.db, [actor.account]),
    ownFactors(app.db, actor.account),
  ]);
  const me = self.get(actor.account) ?? { ...actor, speciality: null, workplace: null, resourceId: null };
  const patients = await patientsByChain(
    app.db,
    [...grants, ...introductions, ...requests, ...written].map(({ chain }) => chain),
  );
  const views = requests.flatMap((asked) => {
    const patient = patients.get(asked.chain);
    return patient ? [requestView(asked, patient, me, at)] : [];
  });
  const context = pageContext(app, request, reply);
  const lists = {
    patients: grants.flatMap((grant) => {
      const patient = patients.get(grant.chain);
      return patient ? [{ patient: patientSummary(patient, at), grant: grantView(grant, patient, me, at) }] : [];
    }),
    introduced: introductions.flatMap(({ id, chain, until }) => {
      const patient = patients.get(chain);
      return patient ? [{ id, patient: patientSummary(patient, at), until }] : [];
    }),
    emergencies: emergencies.map((one) => emergencyView(one, at)).filter(({ ended }) => ended === null),
    awaiting: views.filter(({ state }) => state === 'requested'),
    answered: views.filter(({ state }) => state !== 'requested').slice(0, RECENT),
  };
  if (isBackground(request)) return sendPage(reply, renderDoctorHomeLists(context, lists));
  const html = renderDoctorHome(context, {
    ...lists,
    doctor: { name: actor.name, speciality: me.speciality },
    written: writtenItems(written, patients),
    passwordAlone: isPasswordAlone(factors),
    corrections: await countCorrections(app.db, at, { author: actor.account }),
  });
  return sendPage(reply, html);
}

async function staffHome(app: App, actor: Actor, request: FastifyRequest, reply: FastifyReply) {
  const written = await recordsWrittenBy(app.db, actor.account, 20);
  const patients = await patientsByChain(
    app.db,
    written.map(({ chain }) => chain),
  );
  const html = renderStaffHome(pageContext(app, request, reply), {
    name: actor.name,
    written: writtenItems(written, patients),
    corrections: await countCorrections(app.db, now(app.ledger), { author: actor.account }),
  });
  return sendPage(reply, html);
}

function writtenItems(
  written: Awaited<ReturnType<typeof recordsWrittenBy>>,
  patients: Awaited<ReturnType<typeof patientsByChain>>,
) {
  return written.flatMap((entry) => {
    const patient = patients.get(entry.chain);
    return patient ? [writtenItem(entry, patientRef(patient))] : [];
  });
}

async function adminHome(app: App, actor: Actor, request: FastifyRequest, reply: FastifyReply) {
  const { log } = app.ledger;
  const [accounts, patients, size, pending, checkpoint, waiting, mail, factors, witnesses] = await Promise.all([
    countAccounts(app.db),
    countPatients(app.db),
    logSize(app.db, log),
    countPendingBlocks(app.db, PENDING_SHOWN),
    newestCheckpoint(app.db),
    waitingDoctors(app, WAITING_SHOWN),
    countMail(app.db),
    ownFactors(app.db, actor.account),
    readWitnesses(app.db),
  ]);
  const html = renderAdminHome(pageContext(app, request, reply), {
    people: {
      patients,
      doctors: accounts.doctor ?? 0,
      staff: accounts.staff ?? 0,
      administrators: accounts.administrator ?? 0,
    },
    log: {
      origin: log,
      size,
      pending,
      lastCheckpointAt: checkpoint?.signed_at.toISOString() ?? null,
      signerOk: app.logStatus.problem === undefined,
    },
    verification: app.integrity(),
    witnesses: witnesses.map(({ cosignedAt, ...one }) => ({ ...one, cosignedAt: cosignedAt?.toISOString() ?? null })),
    mail: { ...mail, files: app.mailsFiles },
    corrections: await countCorrections(app.db, now(app.ledger), { author: null }),
    emergencies: await countEmergencies(app.db, new Date(app.ledger.clock() - REVIEW_WITHIN_MS).toISOString()),
    erasures: await countErasures(app.db, now(app.ledger)),
    waiting: { count: waiting.count, doctors: waiting.doctors.map(applicantView) },
    passwordAlone: isPasswordAlone(factors),
  });
  return sendPage(reply, html);
}
