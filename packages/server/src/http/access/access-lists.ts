// The lists of the access page: what waits for the patient, who may read now, and what is past.

import type { AccessListsProps, BlockedPerson, PastAccess } from '@patrec/web';
import { standingBlocks } from '../../access/block-store.ts';
import { emergenciesOfPatient } from '../../access/emergency-store.ts';
import { grantsOfPatient } from '../../access/grant-store.ts';
import { openIntroductions } from '../../access/introduction-store.ts';
import { practitioners } from '../../access/party-store.ts';
import { requestsOfPatient } from '../../access/request-store.ts';
import { now } from '../../ledger/ledger.ts';
import type { Patient } from '../../records/patient-store.ts';
import type { App } from '../app.ts';
import { grantView, requestView, toRequester } from '../views.ts';
import { emergencyView } from './emergency-views.ts';
import { introductionViews } from './introduction-views.ts';

/** The lists as they stand now. */
export async function accessLists(app: App, patient: Patient): Promise<AccessListsProps> {
  const at = now(app.ledger);
  const { chain } = patient;
  const [requests, grants, introductions, emergencies] = await Promise.all([
    requestsOfPatient(app.db, chain),
    grantsOfPatient(app.db, chain),
    openIntroductions(app.db, chain, at),
    emergenciesOfPatient(app.db, chain),
  ]);
  const people = await practitioners(app.db, [...requests.map((r) => r.requester), ...grants.map((g) => g.grantee)]);
  const asked = requests.flatMap((one) => {
    const who = people.get(one.requester);
    return who ? [requestView(one, patient, who, at)] : [];
  });
  const given = grants.flatMap((one) => {
    const who = people.get(one.grantee);
    return who ? [grantView(one, patient, who, at)] : [];
  });
  return {
    waiting: asked.filter(({ state }) => state === 'requested'),
    active: given.filter(({ state }) => state === 'active'),
    introductions: await introductionViews(app, introductions),
    emergencies: emergencies.map((one) => emergencyView(one, at)),
    past: pastAccess(asked, given),
  };
}

/** Whom the patient blocks now, the latest first. */
export async function blockedPeople(app: App, { chain }: Patient): Promise<BlockedPerson[]> {
  const blocks = await standingBlocks(app.db, chain);
  const people = await practitioners(
    app.db,
    blocks.map(({ blocked }) => blocked),
  );
  return blocks.flatMap(({ id, blocked, since }) => {
    const who = people.get(blocked);
    return who ? [{ id, who: toRequester(who), since }] : [];
  });
}

function pastAccess(
  asked: readonly ReturnType<typeof requestView>[],
  given: readonly ReturnType<typeof grantView>[],
): PastAccess[] {
  const refused = asked.flatMap(({ id, requester: who, scope, purpose, state, decidedAt, until, reason }) =>
    state === 'requested' || state === 'granted'
      ? []
      : [{ id, who, scope, purpose, state, at: decidedAt ?? until, reason }],
  );
  const ended = given.flatMap(({ id, grantee: who, scope, purpose, state, endedAt, until }) =>
    state === 'active' ? [] : [{ id, who, scope, purpose, state, at: endedAt ?? until, reason: null }],
  );
  return [...refused, ...ended].sort((a, b) => (a.at < b.at ? 1 : -1));
}
