// `patrec log-key`: changes the key that the log is signed with. The runbook says when, and whom to tell.

import { keyFingerprint, parseVerifierKey } from '@patrec/ledger';
import {
  AppError,
  beginLogKeyChange,
  finishLogKeyChange,
  type LogKeyRow,
  makeLogKey,
  readLogKeys,
  type Store,
  undoLogKeyChange,
} from '@patrec/server';
import { withStore } from './with-store.ts';

export const LOG_KEY_USAGE = `Usage: npx patrec log-key show | make | begin | finish [--leaked] | undo

  show      the keys that the log has and had, and for which of its states each counts
  make      make the next key in DATA/log.key.next, for other machines to have before it is announced
  begin     announce the next key in the log, making it where it is not made; from then on both sign
  finish    end the old key: from then on the next one signs alone, and its file takes the old one's place;
            --leaked says in the log that the old one may be in other hands
  undo      end the next key instead, and remove its file
`;

type Step = (store: Store) => Promise<readonly string[]>;

const STEPS: Readonly<Record<string, Step>> = {
  show: async (store) => (await readLogKeys(store.db)).flatMap(keyLines).concat(await ownKey(store)),
  make: async (store) => [
    ...named('The next key', await makeLogKey(store)),
    `It is in ${store.keyFile}.next. Nothing is signed with it before it is announced: npx patrec log-key begin`,
  ],
  begin: async (store) => [
    ...named('The next key', await beginLogKeyChange(store)),
    'The log has announced it, and is signed with both keys now. Tell its witnesses and all who hold its key; when they',
    'have it: npx patrec log-key finish. To take it back: npx patrec log-key undo',
  ],
  finish: (store) => finished(store, 'changed'),
  'finish --leaked': (store) => finished(store, 'leaked'),
  undo: async (store) => [...named('The log is signed with', await undoLogKeyChange(store)), 'The next key is gone.'],
};

/** Takes one step; each can be taken again. Gives 1 where there is no such step. */
export async function changeLogKey(parameters: string[]): Promise<number> {
  const name = parameters.join(' ');
  const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (!step) {
    process.stderr.write(LOG_KEY_USAGE);
    return 1;
  }
  return withStore(async (store) => {
    process.stdout.write(`${(await step(store)).join('\n')}\n`);
    return 0;
  });
}

async function finished(store: Store, reason: 'changed' | 'leaked'): Promise<string[]> {
  const key = await finishLogKeyChange(store, reason);
  return [
    ...named('The log is signed with', key),
    'The old key has ended and is gone from here: remove its copies. Say the same on every machine that has files of its own.',
  ];
}

async function ownKey({ signer }: Store): Promise<string[]> {
  const keys = await signer.keys().catch((error: unknown) => {
    if (error instanceof AppError) return [];
    throw error;
  });
  return keys.flatMap(({ verifierKey }) => named('In the files here', verifierKey));
}

function keyLines({ verifierKey, announced, announcedAt, retired, retiredAt, reason }: LogKeyRow): string[] {
  const since =
    announcedAt === null ? 'since the log began' : `announced ${announcedAt}, ${counts('from', announced, 1)}`;
  const until = retiredAt === null ? 'in use' : `ended ${retiredAt} (${reason}), ${counts('up to', retired, 0)}`;
  return [...named('Key', verifierKey), `  ${since}; ${until}`];
}

function counts(word: string, entry: number | null, more: number): string {
  return entry === null ? 'not in the log yet' : `for states ${word} ${entry + more} entries`;
}

function named(what: string, verifierKey: string): string[] {
  return [`${what}: ${verifierKey}`, `  SHA-256 ${keyFingerprint(parseVerifierKey(verifierKey))}`];
}
