// Introductions and emergency cards as rows, held against the newest Consents that the chain commits to: neither says what
// the other does not. Whoever puts a code of their own into a row is found.

import {
  cardContentOf,
  isEmergencyCard,
  isIntroduction,
  type JsonObject,
  objectAt,
  objectsAt,
  parseJson,
  textAt,
} from '@patrec/fhir';
import type { StatementType } from '@patrec/ledger';
import type { EventAction } from '../../access/log-kinds.ts';
import type { Db } from '../../db/pool.ts';
import { statement } from '../../db/statement.ts';
import { mismatch, type Problem } from './problem.ts';
import { newestOf, type ProvedBlock, type Tally } from './tally.ts';

type Said = readonly unknown[];

interface IntroductionRow {
  readonly id: string;
  readonly codes: readonly [string, string];
  readonly made: string;
  readonly opened: string | null;
  readonly until: string;
  readonly ended: string | null;
  readonly doctor: string | null;
}

interface CardRow {
  readonly id: string;
  readonly content: string;
  readonly code: string;
  readonly made: string;
  readonly ended: string | null;
}

// As text, so that a time without end is read too.
const time = (column: string): string => `to_char(c.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const hex = (column: string): string => `encode(c.${column}, 'hex')`;

const selectIntroductions = statement(
  'verify.introductions',
  `SELECT c.id, ARRAY[${hex('code_hash')}, ${hex('typed_hash')}] AS codes, ${time('made_at')} AS made,
     ${time('opened_at')} AS opened, ${time('until')} AS until, ${time('ended_at')} AS ended,
     CASE WHEN c.opened_by IS NOT NULL THEN 'Practitioner/' || coalesce(d.resource_id, '') END AS doctor
   FROM introduction c LEFT JOIN practitioner d ON d.account_id = c.opened_by WHERE c.chain = $1`,
);
const selectCards = statement(
  'verify.cards',
  `SELECT c.id, c.content_id AS content, ${hex('code_hash')} AS code, ${time('made_at')} AS made, ${time('ended_at')} AS ended
   FROM emergency_card c WHERE c.chain = $1`,
);

/** Holds the introductions and cards of a chain against what the chain says. */
export async function checkCardRows(db: Db, { chain, name, newest }: Tally): Promise<Problem[]> {
  const [introductions, cards] = await Promise.all([
    db.rows<IntroductionRow>(selectIntroductions, [chain]),
    db.rows<CardRow>(selectCards, [chain]),
  ]);
  const stated = (is: (resource: JsonObject) => boolean, says: (resource: JsonObject) => Said) =>
    texts(
      newestOf({ newest }, 'Consent').flatMap(([id, { resource }]) => (is(resource) ? [[id, ...says(resource)]] : [])),
    );
  const pairs = [
    [texts(introductions.map(introductionRowSays)), stated(isIntroduction, introductionSays)],
    [texts(cards.map(cardRowSays)), stated(isEmergencyCard, cardSays)],
  ] as const;
  const differs = pairs.some(([rows, resources]) => rows.symmetricDifference(resources).size > 0);
  return differs ? [mismatch(name, 'A code or an emergency card does not say what the chain says.')] : [];
}

/** What a block of codes and cards is in the access log; undefined where it is about something else. */
export function cardAction(
  type: StatementType,
  contents: ProvedBlock['contents'],
  own: 'self' | 'guardian',
): { action: EventAction; basis: 'self' | 'guardian' | 'duty' } | undefined {
  if (type !== 'access-decision' && type !== 'access-request' && type !== 'access-revocation') return undefined;
  const found = (is: (resource: JsonObject) => boolean) =>
    contents.some((row) => row.type === 'Consent' && is(parseJson(row.bytes) as JsonObject));
  const [introduction, card] = [found(isIntroduction), found(isEmergencyCard)];
  const written = contents.some((row) => row.type === 'QuestionnaireResponse');
  if (type === 'access-request') return introduction ? { action: 'open-introduction', basis: 'duty' } : undefined;
  if (introduction)
    return { action: type === 'access-decision' ? 'make-introduction' : 'end-introduction', basis: own };
  if (card) return { action: type === 'access-decision' ? 'make-card' : 'end-card', basis: own };
  return written ? { action: 'change-card', basis: own } : undefined;
}

function texts(said: readonly Said[]): Set<string> {
  return new Set(said.map((one) => JSON.stringify(one)));
}

function introductionRowSays({ id, codes, made, opened, until, ended, doctor }: IntroductionRow): Said {
  return [id, codes, made, opened ?? made, until, doctor, stateOf(opened, ended), ended ?? opened ?? made];
}

function stateOf(opened: string | null, ended: string | null): string {
  return ended !== null ? 'inactive' : opened === null ? 'proposed' : 'active';
}

function introductionSays(consent: JsonObject): Said {
  const provision = objectAt(consent, 'provision');
  const period = objectAt(provision, 'period');
  return [
    objectsAt(consent, 'identifier').map((identifier) => textAt(identifier, 'value')),
    textAt(consent, 'dateTime'),
    textAt(period, 'start'),
    textAt(period, 'end'),
    textAt(objectAt(objectsAt(provision, 'actor')[0], 'reference'), 'reference') ?? null,
    textAt(consent, 'status'),
    textAt(objectAt(consent, 'meta'), 'lastUpdated'),
  ];
}

function cardRowSays({ id, content, code, made, ended }: CardRow): Said {
  return [id, content, code, made, ended === null, ended ?? made];
}

function cardSays(consent: JsonObject): Said {
  return [
    cardContentOf(consent),
    textAt(objectsAt(consent, 'identifier')[0], 'value'),
    textAt(consent, 'dateTime'),
    textAt(consent, 'status') === 'active',
    textAt(objectAt(consent, 'meta'), 'lastUpdated'),
  ];
}
