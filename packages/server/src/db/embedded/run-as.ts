/** The user that PostgreSQL runs as: PostgreSQL refuses root, so root lends it another user that exists already. */
import { execFileSync, spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { StartError } from './start-error.ts';

export interface RunAs {
  uid: number;
  gid: number;
}

/**
 * Whom to run PostgreSQL as; undefined: as ourselves, an ordinary user. An existing cluster stays with its owner,
 * a new one goes to `postgres` or else `nobody`. Throws StartError when nobody fits.
 */
export async function chooseUser(cluster: string | undefined): Promise<RunAs | undefined> {
  const owner = cluster === undefined ? undefined : await stat(cluster);
  const self = process.getuid?.();
  if (self !== 0) {
    if (owner === undefined || owner.uid === self) return undefined;
    throw new StartError(`The database in ${cluster} belongs to user number ${owner.uid}. Start Patrec as that user.`);
  }
  if (owner?.uid === 0) {
    throw new StartError(
      `The database in ${cluster} belongs to root, and PostgreSQL does not run as root. Run: chown -R nobody ${cluster}`,
    );
  }
  return owner ? { uid: owner.uid, gid: owner.gid } : serviceUser();
}

function serviceUser(): RunAs {
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid && gid) return { uid, gid };
  }
  throw new StartError(
    'PostgreSQL does not run as root, and there is no user postgres or nobody. Start Patrec as another user.',
  );
}

function idOf(what: '-u' | '-g', name: string): number | undefined {
  try {
    return Number(execFileSync('id', [what, name], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return undefined;
  }
}

/** Whether that user passes every directory down to this path and may enter or run what is there. */
export function canEnter(path: string, runAs: RunAs): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...runAs, cwd: '/', stdio: 'ignore' }).status === 0;
}
