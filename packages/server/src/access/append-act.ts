// An act on a patient's chain: the block names who acted. Where that was a guardian it names the patient too, and a
// Provenance says the same in FHIR.

import { provenanceResource } from '@patrec/fhir';
import type { Tx } from '../db/transaction.ts';
import type { AppendedBlock, ChainHead } from '../ledger/append.ts';
import { type Act, appendContents } from '../ledger/append-contents.ts';
import { makeVersion, type Version } from '../ledger/content-store.ts';
import { type Ledger, newResourceId } from '../ledger/ledger.ts';
import type { Actor, OnBehalfOf } from './actor.ts';

/** Appends the block of an act and stores its contents. Both stand when the transaction commits. */
export function appendAct(
  tx: Tx,
  ledger: Ledger,
  head: ChainHead,
  actor: Actor,
  act: Pick<Act, 'type' | 'nonce' | 'baseHead'>,
  contents: readonly Version[],
): Promise<AppendedBlock> {
  const { account: author, onBehalfOf: patient } = actor;
  if (!patient) return appendContents(tx, ledger, head, { ...act, author }, contents);
  const provenance = provenanceOf(ledger, head, actor, patient, contents);
  return appendContents(tx, ledger, head, { ...act, author, onBehalfOf: patient.account }, [...contents, provenance]);
}

function provenanceOf(
  ledger: Ledger,
  { chain, recordedAt }: ChainHead,
  { name }: Actor,
  { number, resourceId, guardianship }: OnBehalfOf,
  contents: readonly Version[],
): Version {
  const resource = provenanceResource({
    id: newResourceId(ledger, chain),
    versionId: '1',
    lastUpdated: recordedAt,
    targets: contents.map(({ ref }) => ref),
    agent: { reference: `RelatedPerson/${guardianship.id}`, display: name },
    onBehalfOf: { reference: `Patient/${resourceId}`, display: number },
  });
  return makeVersion(ledger, resource);
}
