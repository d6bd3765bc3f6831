// Codes and emergency cards made as people make them, in one call each.

import type { CardAnswers } from '@patrec/fhir';
import type { Actor } from '../../src/access/actor.ts';
import { standingCard } from '../../src/access/card-store.ts';
import { printedCode, saveCard } from '../../src/access/emergency-card.ts';
import { type CardParts, introduce, shownCodes } from '../../src/access/introduce.ts';
import { openIntroductions, type StoredIntroduction } from '../../src/access/introduction-store.ts';
import { openIntroduction } from '../../src/access/open-introduction.ts';
import { now } from '../../src/ledger/ledger.ts';

/** A new code of the patient: its introduction, and what is scanned and typed. */
export async function newCodes(
  parts: CardParts,
  patient: Actor,
): Promise<{ introduction: StoredIntroduction; scanned: string; typed: string }> {
  const chain = patient.chain ?? '';
  await introduce(parts, patient, chain);
  const open = await openIntroductions(parts.db, chain, now(parts.ledger));
  const introduction = open.find(({ openedBy }) => openedBy === null);
  const codes = introduction && shownCodes(parts.secret, introduction);
  if (!introduction || !codes) throw new Error('No code was made.');
  return { introduction, ...codes };
}

/** A code that the doctor has used; gives the introduction's id. */
export async function introduced(parts: CardParts, patient: Actor, doctor: Actor): Promise<string> {
  const { scanned } = await newCodes(parts, patient);
  const id = await openIntroduction(parts, doctor, scanned);
  if (id === undefined) throw new Error('The code was worthless.');
  return id;
}

/** The code of the patient's emergency card, which is made where there is none. */
export async function emergencyCode(
  parts: CardParts,
  patient: Actor,
  answers: CardAnswers = { bloodGroup: 'B+' },
): Promise<string> {
  const chain = patient.chain ?? '';
  if (!(await standingCard(parts.db, chain))) await saveCard(parts, patient, chain, answers);
  const card = await standingCard(parts.db, chain);
  return (card && printedCode(parts.secret, card)) ?? '';
}
