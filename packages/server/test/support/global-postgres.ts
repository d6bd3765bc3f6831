// One real PostgreSQL for all test files; each file makes databases of its own in it.

import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/db/embedded/start.ts';
import { makeTestDirectory } from '../../src/db/embedded/test-directory.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await makeTestDirectory();
  const embedded = await startEmbedded({
    dataDirectory: directory.path,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const { host, port, user } = embedded.connection;
  project.provide('postgres', { host, port, user });
  return async () => {
    await embedded.stop();
    await directory.remove();
  };
}
