// An entry of the chain on a page of its own, with the proof that the log has it.

import { type CheckedBlock, type ContentRef, hex, type Policy, parsePolicy } from '@patrec/ledger';
import { type EntryView, type ProofView, renderChainEntry } from '@patrec/web';
import type { FastifyInstance } from 'fastify';
import { EVERYTHING } from '../../access/visible.ts';
import { AppError } from '../../errors.ts';
import { presentPolicy } from '../../ledger/log-keys.ts';
import { type ChainEntry, type EntryProof, readEntry, type WayToRoot } from '../../records/chain-entry.ts';
import type { App } from '../app.ts';
import { bannerOf } from '../chart.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { recordLabel } from '../views.ts';

const OWN = { access: ['patient'], guardian: 'view' } as const;
// An import brings thousands; all of them are in the receipt.
const CONTENTS_SHOWN = 100;
const RECORDS_SHOWN = 20;

export function entryRoutes(server: FastifyInstance, app: App): void {
  server.get<{ Params: { number: string; entry: string } }>(
    '/patients/:number/entries/:entry',
    { config: OWN },
    async (request, reply) => {
      const { number, entry } = request.params;
      const policy = parsePolicy(await presentPolicy(app));
      const opened = await readEntry(app, actorOf(request), number, entrySeq(entry), policy);
      const html = renderChainEntry(pageContext(app, request, reply), {
        patient: await bannerOf(app, { patient: opened.patient, visibility: EVERYTHING }),
        entry: entryView(opened),
        total: opened.total,
        proof: proofView(opened.proof, policy),
      });
      return sendPage(reply, html);
    },
  );
}

/** The place in the chain of an entry as people are shown it, counted from 1. Throws not-found for what is no number. */
export function entrySeq(entry: string): number {
  if (!/^[1-9]\d{0,8}$/.test(entry)) throw new AppError('not-found', 'There is no such entry.');
  return Number(entry) - 1;
}

function entryView({ patient, block, records, proof }: ChainEntry): EntryView {
  const { seq, type, recordedAt, authorLogin, authorName, hash, prev, leafIndex } = block;
  return {
    seq,
    type: type ?? 'erased',
    recordedAt: recordedAt?.toISOString() ?? null,
    author: authorLogin === null ? null : { login: authorLogin, name: authorName ?? '' },
    hash,
    prev,
    leafIndex,
    records: records
      .slice(0, RECORDS_SHOWN)
      .map((record) => ({ number: record, label: recordLabel(patient.number, record) })),
    recordCount: records.length,
    sealed: proof.state === 'failed' || proof.sealed === null ? null : sealedView(proof.sealed),
  };
}

function sealedView({ header, statement }: CheckedBlock): EntryView['sealed'] {
  const { author, onBehalfOf = null, authorKey = null, occurredAt, contents } = statement;
  return {
    statement: header.statement,
    occurredAt,
    account: author,
    onBehalfOf,
    authorKey,
    contents: contents
      .slice(0, CONTENTS_SHOWN)
      .map(({ ref, length, commitment }: ContentRef) => ({ ref, length, commitment })),
    contentCount: contents.length,
  };
}

function proofView(proof: EntryProof, policy: Policy): ProofView {
  return proof.state === 'proven' ? { state: 'proven', ...wayView(proof.way, policy) } : { state: proof.state };
}

function wayView({ index, leaf, steps, opened, signedAt }: WayToRoot, policy: Policy) {
  const times = new Map(opened.cosigned.map(({ name, time }) => [name, new Date(time * 1000).toISOString()]));
  return {
    index,
    leaf: hex(leaf),
    steps: steps.map(({ sibling, side, node, over }) => ({ sibling: hex(sibling), side, node: hex(node), over })),
    root: hex(opened.root),
    size: opened.size,
    origin: opened.origin,
    signedAt: signedAt.toISOString(),
    witnesses: policy.witnesses.map(({ name }) => ({ name, signedAt: times.get(name) ?? null })),
    witnessed: opened.witnessed,
  };
}
