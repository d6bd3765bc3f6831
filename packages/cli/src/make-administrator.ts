// `patrec admin NAME`: makes an administrator, so that an empty production store can begin.

import { drainLog, registerAdministrator } from '@patrec/server';
import { withStore } from './with-store.ts';

/** Prints the number and the one-time password, once; asks nothing. */
export async function makeAdministrator(words: string[]): Promise<number> {
  const name = words.join(' ').trim();
  if (name === '') {
    process.stderr.write('Give the name of the administrator: npx patrec admin NAME\n');
    return 1;
  }
  return withStore(async (store) => {
    const { login, password, until } = await registerAdministrator(store, name);
    await drainLog(store.db, store.ledger, store.signer);
    process.stdout.write(`Administrator ${login}: ${name}\nOne-time password: ${password}\n`);
    process.stdout.write(`It holds until ${until}; the first sign-in asks for another.\n`);
    return 0;
  });
}
