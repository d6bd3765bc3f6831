// The institution's directory as rows, held against its chain: who administers and who practises here, as what and where, and by
// which identifiers imports recognise people and institutions.

import { type JsonObject, objectAt, objectsAt, textAt } from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { nameOf } from '../../records/patient-index.ts';
import { identifiersOf } from '../identifiers.ts';
import { actOf } from './account-rows.ts';
import { numberOf } from './patient-row.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type ProvedBlock, type Tally } from './tally.ts';

interface AdministratorRow {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly status: string;
}

interface PractitionerRow {
  readonly resourceId: string | null;
  readonly login: string | null;
  readonly name: string | null;
  readonly role: string | null;
  readonly status: string;
  readonly speciality: string;
  readonly workplace: string;
  readonly city: string;
}

const selectPractitioners = statement(
  'verify.practitioners',
  `SELECT d.resource_id AS "resourceId", a.login, a.name, a.role, a.status, d.speciality, d.workplace, d.city
   FROM practitioner d FULL JOIN account a ON a.id = d.account_id
   WHERE d.account_id IS NOT NULL OR a.role IN ('doctor', 'staff')`,
);
const selectEntries = statement('verify.directory', 'SELECT identifier, reference FROM directory_entry');

const selectAdministrators = statement(
  'verify.administrators',
  `SELECT id, login, name, status FROM account WHERE role = 'administrator'`,
);

/** Holds the rows against the resources of the institution's chain. */
export async function checkDirectory(db: Db, tally: Tally): Promise<Problem[]> {
  const [administrators, practitioners, entries] = await Promise.all([
    db.rows<AdministratorRow>(selectAdministrators, []),
    db.rows<PractitionerRow>(selectPractitioners, []),
    db.rows<{ identifier: string; reference: string }>(selectEntries, []),
  ]);
  return [
    ...checkAdministrators(tally, administrators),
    ...checkPractitioners(tally, practitioners),
    ...checkEntries(tally, entries),
  ];
}

// Two of them erase, one authorises for emergencies: who is one is the chain's to say.
function checkAdministrators({ name, newest }: Tally, rows: readonly AdministratorRow[]): Problem[] {
  const made = newestOf({ newest }, 'AuditEvent').flatMap(([, { resource }]) => {
    const { action, of, details } = actOf(resource);
    const login = textAt(objectAt(objectsAt(resource, 'entity')[0], 'what'), 'display');
    return action === 'administrator-made' ? [JSON.stringify([of, login, details.name, 'active'])] : [];
  });
  const found = rows.map((row) => JSON.stringify([row.id, row.login, row.name, row.status]));
  const differing = new Set(found).symmetricDifference(new Set(made));
  return differing.size === 0 ? [] : [mismatch(name, 'An administrator is not whom the institution made one.')];
}

/** Keeps whom a block of the institution's chain registers; those whom imports bring have no account. */
export function keepPractitioners(
  { isInstitution, practitioners }: Tally,
  { statement: stated, contents }: ProvedBlock,
): void {
  if (!isInstitution || stated.type !== 'registration') return;
  for (const { type, id } of contents) if (type === 'Practitioner') practitioners.add(id);
}

function checkPractitioners({ name, newest, practitioners }: Tally, rows: readonly PractitionerRow[]): Problem[] {
  const roles = new Map(
    newestOf({ newest }, 'PractitionerRole').map(([, { resource }]) => [
      textAt(objectAt(resource, 'practitioner'), 'reference'),
      resource,
    ]),
  );
  const found = new Set(rows.map(({ resourceId }) => resourceId));
  const gone = [...practitioners.difference(found)].map((id) =>
    mismatch(name, `${numberOf(newest.get(id)?.resource)} is in the directory and nowhere else.`),
  );
  const wrong = rows.flatMap((row) => {
    const resource = newest.get(row.resourceId ?? '')?.resource;
    const isThem = resource && numberOf(resource) === row.login && nameOf(resource) === row.name && isOfKind(row);
    const role = roles.get(`Practitioner/${row.resourceId}`);
    if (isThem && isMarked(resource, row.status) && isPractising(role, row)) return [];
    return [mismatch(name, `${row.login ?? 'Somebody without an account'} is not who the directory says.`)];
  });
  return [...gone, ...wrong];
}

// The number says it: it is in the resource, and given by what somebody is registered as.
function isOfKind({ login, role }: PractitionerRow): boolean {
  return role === (login?.startsWith('DOC') ? 'doctor' : 'staff');
}

// Whoever waits for verification or was declined is not active in the directory.
function isMarked({ active }: JsonObject, status: string): boolean {
  return (status === 'active') === (active === true);
}

// Entries that were made before version 0.1.0 say nothing of a place.
function isPractising(role: JsonObject | undefined, { speciality, workplace, city }: PractitionerRow): boolean {
  if (!role) return false;
  const said = textAt(objectsAt(role, 'specialty')[0], 'text') ?? '';
  const place = textAt(objectAt(role, 'organization'), 'display') ?? workplace;
  const town = textAt(objectsAt(role, 'location')[0], 'display') ?? city;
  return said === speciality && place === workplace && town === city;
}

// Of two resources that share an identifier the first was kept; which that was the chain does not say.
function checkEntries(
  { name, newest }: Tally,
  rows: readonly { readonly identifier: string; readonly reference: string }[],
): Problem[] {
  const said = [...newest.values()].flatMap(({ resource }) =>
    identifiersOf(resource).map((identifier) => [identifier, `${resource.resourceType}/${resource.id}`] as const),
  );
  const named = new Set(said.map((entry) => entry.join(' ')));
  const isSame =
    rows.every(({ identifier, reference }) => named.has(`${identifier} ${reference}`)) &&
    rows.length === new Set(said.map(([identifier]) => identifier)).size;
  return isSame ? [] : [mismatch(name, 'Imports would take an institution or a practitioner for somebody else.')];
}
