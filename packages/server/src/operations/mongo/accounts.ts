// Who works there: doctors and administrators of Nodes, as accounts here that the old password opens. A doctor waits until an
// administrator has verified them, like whoever signs up; administrators come only where the command says so.

import { importProvenanceResource } from '@patrec/fhir';
import { practitioners } from '../../access/party-store.ts';
import { AppError } from '../../errors.ts';
import { type Account, accountByImport } from '../../identity/account-store.ts';
import { type ImportedPassword, readImportedPassword } from '../../identity/imported-password.ts';
import { hashImportedPassword } from '../../identity/password.ts';
import { bringAdministrator } from '../../identity/register-administrator.ts';
import { registerPractitioner } from '../../identity/register-practitioner.ts';
import { nonceOfRow } from '../csv/row.ts';
import { passwordIn } from './fields.ts';
import { type Node, nodeId, readNode } from './node-entry.ts';
import { type MongoImport, rejecting, type Tell } from './outcome.ts';
import { entriesById, type OldDoctor, type OldDoctors } from './people.ts';
import type { Entry } from './read-collection.ts';
import type { ExportFile } from './read-export.ts';

const PEOPLE = 'Nodes';
const kind = 'account';

/** Takes them one after another until the signal; gives the doctors who are here by then. */
export async function takeAccounts(parts: MongoImport, tell: Tell, signal?: AbortSignal): Promise<OldDoctors> {
  const doctors = new Map<string, OldDoctor>();
  const file = await parts.source.read(PEOPLE);
  if (!file) return doctors;
  const reject = rejecting(kind, tell);
  for (const [id, entry] of entriesById(file, nodeId, {
    idWords: 'a doctor or an administrator, such as DOC1',
    reject,
  })) {
    if (signal?.aborted) break;
    const read = readPerson(parts, { id, entry, file });
    const done = read.ok ? await takePerson(parts, read.value, tell) : read;
    if (!done.ok) reject(id, ...done.problems);
    else if (read.ok && id.startsWith('DOC')) doctors.set(id, await doctorOf(parts, read.value, done.value));
  }
  return doctors;
}

interface Person {
  readonly id: string;
  readonly entry: Entry;
  readonly file: ExportFile;
  readonly node: Node;
  readonly key: string;
}

type NewPerson = Person & { readonly password: ImportedPassword };

type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly string[] };

function readPerson(parts: MongoImport, place: Pick<Person, 'id' | 'entry' | 'file'>): Read<Person> {
  const read = readNode(place.entry);
  if (!read.ok) return { ok: false, problems: read.problems.map((one) => `${placeOf(place)}: ${parts.words(one)}`) };
  const { node } = read;
  const key = nonceOfRow(parts.secret, 'mongo-account', { id: place.id, name: node.details.name.text });
  return { ok: true, value: { ...place, node, key } };
}

// What somebody has to have who is not here yet.
function readNewPerson({ administrators }: MongoImport, person: Person): Read<NewPerson> {
  const { id, entry } = person;
  const password = readImportedPassword(passwordIn(entry.value) ?? '');
  const problems = password.ok ? [] : [`${placeOf(person)}: its password ${password.problem}`];
  if (id.startsWith('ADM') && !administrators)
    problems.push('it would be an administrator, who is made only with --administrators');
  if (!password.ok || problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { ...person, password: password.password } };
}

function placeOf({ file, entry }: Pick<Person, 'file' | 'entry'>): string {
  return `${file.name}, ${entry.place}`;
}

// Gives the account, where this was not a dry run.
async function takePerson(parts: MongoImport, person: Person, tell: Tell): Promise<Read<Account | undefined>> {
  const { id, node, key } = person;
  const before = await accountByImport(parts.db, key);
  const read = before ? undefined : readNewPerson(parts, person);
  if (read?.ok === false) return read;
  const created = read !== undefined && (parts.dryRun || (await write(parts, read.value)));
  const account = before ?? (await accountByImport(parts.db, key));
  const notes = created && node.left.length > 0 ? [`without ${node.left.join(', ')}`] : [];
  const outcome = created ? 'created' : 'present';
  tell({ kind, id, outcome, number: account?.login ?? '', ...(notes.length > 0 && { notes }) });
  return { ok: true, value: account };
}

async function doctorOf({ db }: MongoImport, { node }: Person, account: Account | undefined): Promise<OldDoctor> {
  if (!account) return { login: '', name: node.details.name.text, status: 'awaiting-verification' };
  const { id, login, name, status } = account;
  const found = (await practitioners(db, [id])).get(id);
  return { login, name, status, account: id, resourceId: found?.resourceId ?? null };
}

// True where this made the account. Of two imports at once, the second finds what the first made.
async function write(parts: MongoImport, person: NewPerson): Promise<boolean> {
  try {
    await (person.id.startsWith('ADM') ? writeAdministrator(parts, person) : writeDoctor(parts, person));
    return true;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'conflict') return false;
    throw error;
  }
}

async function writeDoctor({ db, ledger }: MongoImport, { node, password, ...place }: NewPerson): Promise<void> {
  const { id, key, entry, file } = place;
  const { left: _, ...known } = node;
  await registerPractitioner({ db, ledger }, ledger.systemAccount, {
    ...known,
    role: 'doctor',
    hours: [],
    passwordHash: await hashImportedPassword(password),
    demo: false,
    waits: true,
    incomer: incomerOf(id, key),
    besides: (practitioner, version) => [
      importProvenanceResource({
        ...version(),
        targets: [practitioner],
        agent: PEOPLE,
        file: file.name,
        sha256: file.sha256,
        place: `${entry.place}, ${id}`,
      }),
    ],
  });
}

async function writeAdministrator({ db, ledger }: MongoImport, { node, password, ...place }: NewPerson): Promise<void> {
  const { id, key, file } = place;
  await bringAdministrator(
    { db, ledger },
    {
      name: node.details.name.text,
      passwordHash: await hashImportedPassword(password),
      incomer: incomerOf(id, key),
      source: { source: `${placeOf(place)}, ${id}`, sha256: file.sha256 },
    },
  );
}

function incomerOf(id: string, key: string) {
  return { key, number: Number(id.slice(3)) };
}
