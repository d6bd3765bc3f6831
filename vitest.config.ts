import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Left to the end, the longest file would run alone.
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => Number(isLongest(b)) - Number(isLongest(a)));
  }
}

function isLongest({ moduleId }: TestSpecification): boolean {
  return moduleId.endsWith('packages/web/test/pages.test.ts');
}

export default defineConfig({
  test: {
    include: ['packages/*/{src,test}/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: ['packages/server/test/support/global-postgres.ts'],
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2, // on a machine of two cores vitest would take one
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
