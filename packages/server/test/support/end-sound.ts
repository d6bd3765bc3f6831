// How a file of tests ends: all that it did is sealed, and the store verifies as a whole.

import { expect } from 'vitest';
import { verifyStore } from '../../src/operations/verify/verify-store.ts';
import type { TestServer } from './test-server.ts';

/** Seals, verifies and closes; the test fails where anything does not hold. */
export async function endSound(site: TestServer): Promise<void> {
  await site.settle();
  const { problems } = await verifyStore(site.db, site.identity);
  await site.close();
  expect(problems).toEqual([]);
}
