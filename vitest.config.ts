import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/{src,test}/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: ['packages/server/test/support/global-postgres.ts'],
    maxWorkers: 2, // on a machine of two cores vitest would take one
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
