// Emergency cards in PostgreSQL. What stands on a card is read from the resource that the chain commits to.

import { type CardAnswers, cardAnswersOf, type JsonObject, parseJson } from '@patrec/fhir';
import type { Db } from '../db/pool.ts';
import { statement } from '../db/statement.ts';
import type { Tx } from '../db/transaction.ts';
import { type AccessEvent, eventValues, loggedRead } from './access-log.ts';

/** A card. Times are ISO 8601 UTC. */
export interface StoredCard {
  readonly chain: string;
  readonly id: string;
  readonly contentId: string;
  /** SHA-256 of its code. */
  readonly hash: Buffer;
  readonly sealed: Uint8Array;
  readonly madeAt: string;
  readonly endedAt: string | null;
}

interface Row extends Pick<StoredCard, 'chain' | 'id' | 'contentId' | 'hash' | 'sealed'> {
  readonly madeAt: Date;
  readonly endedAt: Date | null;
}

/** What stands on a card, and since when. */
export interface CardContent {
  readonly answers: CardAnswers;
  readonly version: number;
  readonly writtenAt: string;
}

const SELECT = `SELECT chain, id, content_id AS "contentId", code_hash AS hash, sealed, made_at AS "madeAt", ended_at AS "endedAt"
  FROM emergency_card`;
const selectByCode = statement('card.by-code', `${SELECT} WHERE code_hash = $1 LIMIT 1`);
const selectStanding = statement('card.standing', `${SELECT} WHERE chain = $1 AND ended_at IS NULL`);
const lockStanding = statement('card.lock', `${SELECT} WHERE chain = $1 AND ended_at IS NULL FOR UPDATE`);
const insertRow = statement(
  'card.insert',
  'INSERT INTO emergency_card (chain, id, content_id, code_hash, sealed, made_at) VALUES ($1, $2, $3, $4, $5, $6)',
);
const endRow = statement('card.end', 'UPDATE emergency_card SET ended_at = $3 WHERE chain = $1 AND id = $2');

const selectContent = statement(
  'card.content',
  'SELECT bytes, version FROM resource_version WHERE chain = $1 AND id = $2 AND current',
);
const readContent = loggedRead(
  'card.read',
  `SELECT v.bytes, v.version FROM emergency_card c JOIN resource_version v ON v.chain = c.chain AND v.id = c.content_id
   WHERE c.chain = $9 AND c.id = $10 AND c.ended_at IS NULL AND v.current`,
);

/** The card whose code has that hash, ended perhaps; undefined where none has. */
export async function cardByCode(db: Db, hash: Uint8Array): Promise<StoredCard | undefined> {
  return (await db.rows<Row>(selectByCode, [hash])).map(toCard)[0];
}

/** The patient's card that can be read now; undefined where there is none. */
export async function standingCard(db: Db, chain: string): Promise<StoredCard | undefined> {
  return (await db.rows<Row>(selectStanding, [chain])).map(toCard)[0];
}

/** The same, locked until the transaction ends. */
export async function lockCard(tx: Tx, chain: string): Promise<StoredCard | undefined> {
  return (await tx.rows<Row>(lockStanding, [chain])).map(toCard)[0];
}

/** What stands on a card, for those who may change it. */
export async function cardContent(store: Db | Tx, { chain, contentId }: StoredCard): Promise<CardContent> {
  const [row] = await store.rows<ContentRow>(selectContent, [chain, contentId]);
  if (!row) throw new Error(`The content of the card ${contentId} is gone.`);
  return toContent(row);
}

/** What stands on a card; the event is logged before it leaves. Undefined where the card was ended meanwhile. */
export async function readCard(
  db: Db,
  event: AccessEvent,
  { chain, id }: StoredCard,
): Promise<CardContent | undefined> {
  return (await db.rows<ContentRow>(readContent, [...eventValues(event), chain, id])).map(toContent)[0];
}

/** Writes a new card. */
export async function insertCard(tx: Tx, { chain, id, contentId, hash, sealed, madeAt }: StoredCard): Promise<void> {
  await tx.rows(insertRow, [chain, id, contentId, hash, sealed, madeAt]);
}

/** Ends a card. */
export async function endCardRow(tx: Tx, { chain, id }: StoredCard, endedAt: string): Promise<void> {
  await tx.rows(endRow, [chain, id, endedAt]);
}

interface ContentRow {
  readonly bytes: Uint8Array;
  readonly version: number;
}

function toContent({ bytes, version }: ContentRow): CardContent {
  const response = parseJson(bytes) as JsonObject;
  return { answers: cardAnswersOf(response), version, writtenAt: String(response.authored) };
}

function toCard({ madeAt, endedAt, ...row }: Row): StoredCard {
  return { ...row, madeAt: madeAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
}
