// Guardianships as rows, held against the newest RelatedPerson and Consent that the chain commits to: neither says what
// the other does not.

import {
  guardianOf,
  guardianshipStateOf,
  isGuardianshipConsent,
  type JsonObject,
  objectAt,
  objectsAt,
  sourceOfConsent,
  textAt,
} from '@patrec/fhir';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type Tally } from './tally.ts';

type Said = readonly unknown[];

interface Row {
  readonly id: string;
  readonly consent: string;
  readonly guardian: string | null;
  readonly level: string;
  readonly relationship: string;
  readonly state: string;
  readonly until: string | null;
  readonly invited: string;
  readonly accepted: string | null;
  readonly ended: string | null;
  readonly source: string | null;
}

// As text, so that a time without end is read too.
const time = (column: string): string => `to_char(g.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const selectRows = statement(
  'verify.guardianships',
  `SELECT g.id, g.consent_id AS consent, a.login AS guardian, g.level, g.relationship, g.state, ${time('until')} AS until,
     ${time('invited_at')} AS invited, ${time('accepted_at')} AS accepted, ${time('ended_at')} AS ended, g.source
   FROM guardianship g LEFT JOIN account a ON a.id = g.guardian WHERE g.chain = $1`,
);

/** Holds every guardianship of a chain against what the chain says. */
export async function checkGuardianRows(db: Db, { chain, name, newest }: Tally): Promise<Problem[]> {
  const rows = await db.rows<Row>(selectRows, [chain]);
  const consents = newestOf({ newest }, 'Consent').filter(([, { resource }]) => isGuardianshipConsent(resource));
  const stated = consents.map(([id, { resource }]) => {
    const person = guardianOf(resource).split('/')[1] ?? '';
    return stateSays(id, resource, person, newest.get(person)?.resource ?? {});
  });
  const differing = texts(rows.map(rowSays)).symmetricDifference(texts(stated));
  return differing.size === 0 ? [] : [mismatch(name, 'A guardianship does not say what the chain says.')];
}

function texts(said: readonly Said[]): Set<string> {
  return new Set(said.map((one) => JSON.stringify(one)));
}

function rowSays(row: Row): Said {
  const { id, consent, guardian, level, relationship, state, until, invited, accepted, ended, source } = row;
  const last = ended ?? accepted ?? invited;
  return [id, consent, guardian, level, relationship, state, until, invited, accepted, last, source];
}

function stateSays(id: string, consent: JsonObject, personId: string, person: JsonObject): Said {
  const provision = objectAt(consent, 'provision');
  const period = objectAt(provision, 'period');
  const decides = objectsAt(provision, 'action').length > 1;
  const relation = objectsAt(person, 'relationship').at(-1);
  return [
    personId,
    id,
    textAt(objectsAt(person, 'identifier')[0], 'value'),
    decides ? 'complete' : 'view',
    textAt(objectsAt(relation, 'coding')[0], 'code'),
    guardianshipStateOf(consent),
    textAt(period, 'end') ?? null,
    textAt(consent, 'dateTime'),
    textAt(period, 'start') ?? null,
    textAt(objectAt(consent, 'meta'), 'lastUpdated'),
    sourceOfConsent(consent),
  ];
}
