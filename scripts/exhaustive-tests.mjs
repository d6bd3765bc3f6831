/**
 * The tests that try everything: every page, every route, every name of every query, every crash; the longest first. What they
 * run others run too, so that they say nothing of the coverage, and measuring them would take as long again.
 */
export const EXHAUSTIVE = [
  'packages/web/test/pages.test.ts',
  'packages/server/test/route-access.test.ts',
  'packages/server/test/injection.test.ts',
  'packages/server/test/crash.test.ts',
  'packages/server/test/live-browser.test.ts',
  'packages/cli/test/patrec.test.ts',
  'packages/server/test/records-browser.test.ts',
  'packages/server/test/hostile-addresses.test.ts',
  'packages/server/test/five-windows.test.ts',
  'packages/cli/test/witness.test.ts',
  'packages/server/test/log-crash.test.ts',
  'packages/server/test/log-key.test.ts',
  'scripts/regular-expressions.test.ts',
];
