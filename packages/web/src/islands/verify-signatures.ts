// Whose signatures blocks hold (LEDGER.md items 4 and 19): the key's registration, signed with itself, and its revocation are
// blocks of the same log, and their places there say what came first.
import {
  type CheckedBlock,
  type Checkpoint,
  checkAuthorKey,
  checkBlockAlone,
  fromBase64,
  ProofError,
  type ReadTile,
  type Statement,
} from '@patrec/ledger';
import { BlockError, evidenceOf } from './verify-evidence.ts';
import { checkLogged, type LoggedBlock, loggedBlock } from './verify-log.ts';
import type { ProofBlock, ProofKey, Signer } from './verify-protocol.ts';

/** A block of which everything but its signature has been checked. */
interface Stated extends LoggedBlock {
  author?: Pick<Statement, 'author' | 'authorKey'>;
}

/**
 * Who signed, for each of the blocks that is signed, with which of the keys. Throws ProofError `signature` where a key was not
 * its author's, or did not stand.
 */
export async function checkSigners(
  blocks: readonly Stated[],
  keys: readonly ProofKey[],
  checkpoint: Checkpoint,
  readTile: ReadTile,
): Promise<Signer[]> {
  const known = new Map<string, CheckedKey>();
  for (const key of keys) if (!known.has(key.key)) known.set(key.key, await checkKey(key, checkpoint, readTile));
  return blocks.flatMap((block) => (block.author ? [signerOf(block, block.author, known)] : []));
}

interface CheckedKey {
  account: string;
  registered: number | null;
  revoked: number | null;
  signer: Signer;
}

function signerOf(
  block: LoggedBlock,
  { author, authorKey = '' }: NonNullable<Stated['author']>,
  keys: ReadonlyMap<string, CheckedKey>,
): Signer {
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
  const shown = [loggedBlock(registered, made.header.seq, made.hash)];
  if (revoked !== null) {
    const ended = checkBlockAlone({ ...evidenceOf(revoked, []), complete: false });
    shown.push(loggedBlock(revoked, ended.header.seq, ended.hash));
  }
  await checkLogged(shown, checkpoint, readTile);
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
