// A doctor uses a patient's code: once, by one doctor. All that is worthless is answered alike, and so is a blocked doctor.

import { transaction } from '../db/transaction.ts';
import { readableCodeOf } from '../identity/readable-code.ts';
import { lockHead } from '../ledger/append.ts';
import { appendContents } from '../ledger/append-contents.ts';
import { insertEvent, makeEvent } from './access-log.ts';
import type { Actor } from './actor.ts';
import { announceLists } from './announce.ts';
import { blocksOf } from './block-store.ts';
import { codeHash } from './card-code.ts';
import { decide } from './decide.ts';
import { logDeniedAccess } from './denied-access.ts';
import { versionOf } from './introduce.ts';
import { HEADINGS_MS } from './introduction.ts';
import { introductionByCode, lockIntroduction, updateIntroduction } from './introduction-store.ts';
import type { Parts } from './request-access.ts';

/** Uses a code that was scanned or typed; gives the introduction's id, undefined for a worthless code. */
export async function openIntroduction(parts: Parts, actor: Actor, code: string): Promise<string | undefined> {
  const scanned = codeHash(code.trim());
  const found = await introductionByCode(parts.db, scanned, codeHash(readableCodeOf(code)));
  if (found && (await useCode(parts, actor, found))) return found.id;
  const target = `card/${scanned.toString('hex')}`;
  await logDeniedAccess(parts, actor, { target, chain: found?.chain ?? null, record: null });
  return undefined;
}

function useCode({ db, ledger }: Parts, actor: Actor, { chain, id }: { chain: string; id: string }): Promise<boolean> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, ledger, chain);
    const at = head.recordedAt;
    const [introduction, blocks] = await Promise.all([
      lockIntroduction(tx, chain, id),
      blocksOf(tx, chain, actor.account),
    ]);
    if (!introduction) return false;
    const blocked = blocks.some(({ endedAt }) => endedAt === null);
    const decision = decide(actor, { action: 'open-introduction', introduction, blocked }, [], at);
    if (!decision.permit) return false;
    const until = new Date(Date.parse(at) + HEADINGS_MS).toISOString();
    const opened = { ...introduction, openedBy: actor.account, openedAt: at, until };
    const act = { type: 'access-request', author: actor.account } as const;
    const { seq } = await appendContents(tx, ledger, head, act, [await versionOf(tx, ledger, opened, at)]);
    await Promise.all([
      updateIntroduction(tx, opened),
      insertEvent(tx, makeEvent(ledger, actor, 'open-introduction', { chain, basis: decision.basis, at }), seq),
      announceLists(tx, chain, [actor.account]),
    ]);
    return true;
  });
}
