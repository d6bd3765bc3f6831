// Whose signatures blocks hold (LEDGER.md items 4 and 19): the key's registration, signed with itself, and its revocation are
// blocks of the same log, and their places there say what came first.
import {
  type CheckedBlock,
  type Checkpoint,
  checkAuthorKey,
  checkBlockAlone,
  fromBase64,
  ProofError,
  parseHeader,
  parseStatement,
  type ReadTile,
} from '@patrec/ledger';
import { BlockError, evidenceOf, loggedBlock } from './verify-evidence.ts';
import { checkLogged } from './verify-log.ts';
import type { ProofBlock, ProofKey, ProofPage, Signer } from './verify-protocol.ts';

/** The blocks of a page that are signed, and the keys that they are signed with. */
export interface SignedPage {
  blocks: ProofBlock[];
  keys: ProofKey[];
}

/** What of a page is signed; of its blocks everything else has been checked. */
export function signedOf({ blocks, keys = [] }: ProofPage): SignedPage {
  const signed = blocks.filter(({ header }) => parseHeader(fromBase64(header)).statementSig !== undefined);
  return { blocks: signed, keys };
}

/** Who signed each of the blocks. Throws ProofError `signature` where a key was not its author's, or did not stand. */
export async function checkSigners(
  pages: readonly SignedPage[],
  checkpoint: Checkpoint,
  readTile: ReadTile,
): Promise<Signer[]> {
  const keys = new Map(pages.flatMap((page) => page.keys).map((key) => [key.key, key]));
  const known = new Map<string, CheckedKey>();
  for (const [name, key] of keys) known.set(name, await checkKey(key, checkpoint, readTile));
  return pages.flatMap((page) => page.blocks).map((block) => signerOf(block, known));
}

interface CheckedKey {
  account: string;
  registered: number | null;
  revoked: number | null;
  signer: Signer;
}

function signerOf(block: ProofBlock, keys: ReadonlyMap<string, CheckedKey>): Signer {
  const { author, authorKey = '' } = parseStatement(fromBase64(block.statement));
  const key = keys.get(authorKey);
  try {
    checkAuthorKey(author, block.leafIndex, key);
    if (key !== undefined) return key.signer;
    throw new ProofError('signature', 'its key is not known.');
  } catch (error) {
    throw error instanceof ProofError ? new BlockError(error, block) : error;
  }
}

async function checkKey({ key, registered, revoked }: ProofKey, checkpoint: Checkpoint, readTile: ReadTile) {
  const made = checkBlockAlone(evidenceOf(registered, []));
  const signer = registeredBy(key, made, registered);
  const shown = [registered, ...(revoked === null ? [] : [revoked])];
  if (revoked !== null) checkBlockAlone({ ...evidenceOf(revoked, []), complete: false });
  await checkLogged(shown.map(loggedBlock), checkpoint, readTile);
  const { author: account } = made.statement;
  return { account, registered: registered.leafIndex, revoked: revoked?.leafIndex ?? null, signer };
}

/** Who the registration says that the key is of: it is signed with that key, and its content names it. */
function registeredBy(key: string, { statement, header }: CheckedBlock, { contents }: ProofBlock): Signer {
  const text = new TextDecoder().decode(fromBase64(contents[0]?.bytes ?? ''));
  const event = contents.length === 1 ? (JSON.parse(text) as RegistrationEvent) : {};
  const [entity] = event.entity ?? [];
  const said = new Map(entity?.detail?.map(({ type, valueString }) => [type, valueString]));
  const isKey = statement.type === 'key' && statement.authorKey === key && said.get('key') === key;
  const isRegistration = event.subtype?.at(-1)?.display === 'key-registered';
  if (!isKey || !isRegistration || entity?.what?.identifier?.value !== statement.author)
    throw new ProofError('signature', 'The registration of a key does not say whose it is.', { seq: header.seq });
  return { name: said.get('name') ?? '', login: entity.what.display ?? '', since: event.recorded ?? '' };
}

/** The AuditEvent of a registration, as far as it is read. */
interface RegistrationEvent {
  recorded?: string;
  subtype?: { display?: string }[];
  entity?: {
    what?: { display?: string; identifier?: { value?: string } };
    detail?: { type: string; valueString: string }[];
  }[];
}
