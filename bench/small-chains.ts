// Patients of whom there is one resource, in more and more versions: small blocks, written as all blocks are.

import { type JsonObject, parseJson } from '@patrec/fhir';
import {
  type Actor,
  appendContents,
  lockHead,
  makeVersion,
  newResourceId,
  registerPatient,
  registerPractitioner,
  type Store,
  transaction,
} from '@patrec/server';
import { observation } from './resources.ts';

const NOBODY = { name: { text: 'Devika Nair' }, sex: 'female' } as const;
const WITHOUT_SIGN_IN = { passwordHash: null, demo: false } as const;

/** A patient's chain, whose blocks are versions of the resource of that id. */
export interface SmallChain {
  readonly chain: string;
  readonly author: string;
  readonly id: string;
  version: number;
}

/** Registers so many patients. */
export async function smallChains(store: Store, count: number): Promise<SmallChain[]> {
  const staff = await registerStaff(store);
  const chains = [];
  for (let i = 0; i < count; i += 1) {
    const registration = { ...NOBODY, birthDate: '1974-03-09' };
    const { chain } = await registerPatient(store, staff, { registration, besides: () => [], ...WITHOUT_SIGN_IN });
    chains.push({ chain, author: staff.account, id: newResourceId(store.ledger, chain), version: 1 });
  }
  return chains;
}

/** Appends blocks in one transaction; gives the number of the last in its chain. */
export function appendSmall(store: Store, small: SmallChain, blocks: number): Promise<number> {
  const { chain, author, id } = small;
  return transaction(store.db, async (tx) => {
    let head = await lockHead(tx, store.ledger, chain);
    for (const end = small.version + blocks; small.version < end; small.version += 1) {
      const content = makeVersion(store.ledger, bloodTest(id, head.recordedAt), { version: small.version });
      head = await appendContents(tx, store.ledger, head, { type: 'registration', author }, [content]);
    }
    return head.seq;
  });
}

async function registerStaff(store: Store): Promise<Actor> {
  const { account, login } = await registerPractitioner(store, store.ledger.systemAccount, {
    ...{ role: 'staff', details: NOBODY, speciality: null, hours: [], workplace: 'Clinic', city: 'Kochi' },
    ...WITHOUT_SIGN_IN,
  });
  return { account, login, name: NOBODY.name.text, role: 'staff', verified: true, chain: null };
}

function bloodTest(id: string, at: string): JsonObject {
  const resource = { id, ...observation({ patient: 'Patient/1', at }, '13.4') };
  return parseJson(Buffer.from(JSON.stringify(resource))) as JsonObject;
}
