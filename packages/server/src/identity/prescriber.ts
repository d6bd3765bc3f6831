// A prescriber as the directory has them now: what a prescription on paper has to say of whoever signs it.

import { type JsonObject, objectAt, objectsAt, parseJson, textAt } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Ledger } from '../ledger/ledger.ts';

export interface Prescriber {
  readonly login: string;
  readonly name: string;
  /** A doctor whose registration an administrator has verified. */
  readonly verified: boolean;
  readonly registration: { readonly number: string; readonly council: string } | null;
  readonly qualifications: readonly string[];
  readonly address: string;
  readonly phone: string | null;
}

interface Row {
  readonly login: string;
  readonly name: string;
  readonly verified: boolean;
  readonly workplace: string | null;
  readonly city: string | null;
  readonly bytes: Uint8Array | null;
}

const selectOne = statement(
  'prescriber.one',
  `SELECT a.login, a.name, a.role = 'doctor' AND a.status = 'active' AS verified, d.workplace, d.city, v.bytes
   FROM account a LEFT JOIN practitioner d ON d.account_id = a.id
     LEFT JOIN resource_version v ON v.chain = $1 AND v.id = d.resource_id AND v.current
   WHERE a.id = $2`,
);

/** The prescriber with that account; undefined where there is none. */
export async function prescriberOf(
  { db, ledger }: { db: Db; ledger: Pick<Ledger, 'institutionChain'> },
  account: string,
): Promise<Prescriber | undefined> {
  const [row] = await db.rows<Row>(selectOne, [ledger.institutionChain, account]);
  if (!row) return undefined;
  const { login, name, verified, workplace, city, bytes } = row;
  const resource = bytes === null ? {} : (parseJson(bytes) as JsonObject);
  return {
    login,
    name,
    verified,
    registration: registrationOf(resource),
    qualifications: objectsAt(resource, 'qualification').flatMap((one) => textAt(objectAt(one, 'code'), 'text') ?? []),
    address: [workplace, city].filter(Boolean).join(', '),
    phone: textAt(objectsAt(resource, 'telecom')[0], 'value') ?? null,
  };
}

/** The registration with a council; null where none is stated. */
export function registrationOf(practitioner: JsonObject): { number: string; council: string } | null {
  const licence = objectsAt(practitioner, 'identifier').find(({ use }) => use === 'official');
  const number = textAt(licence, 'value');
  if (number === undefined) return null;
  return { number, council: textAt(objectAt(licence, 'assigner'), 'display') ?? '' };
}
