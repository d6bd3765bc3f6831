import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { EXHAUSTIVE } from './scripts/exhaustive-tests.mjs';

// Left to the end, the longest file would run alone; a worker is kept for the next file only within a project.
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rank(a) - rank(b) || a.project.name.localeCompare(b.project.name));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = EXHAUSTIVE.findIndex((file) => moduleId.endsWith(file));
  return place === -1 ? EXHAUSTIVE.length : place;
}

// Functions alone: they leave nothing behind in a worker that the next file could meet.
const FUNCTIONS = ['ledger/{src,test}', 'fhir/src', 'web/src'].map((room) => `packages/${room}/**/*.test.{ts,tsx}`);

// Puts others in the place of modules, which a worker that has them already would not notice.
const ALONE = ['packages/server/test/enumeration.test.ts'];

const EVERY = ['packages/*/{src,test}/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'];
const DATABASE = ['packages/server/test/support/global-postgres.ts'];

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2, // on a machine of two cores vitest would take one
    testTimeout: 30_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'functions', include: FUNCTIONS, isolate: false } },
      { extends: true, test: { name: 'exhaustive', include: [...EXHAUSTIVE], globalSetup: DATABASE } },
      { extends: true, test: { name: 'alone', include: ALONE, globalSetup: DATABASE } },
      // A store is the file's own; what is loaded is the same for all, and took a quarter of the time.
      {
        extends: true,
        test: {
          name: 'program',
          include: EVERY,
          exclude: [...FUNCTIONS, ...EXHAUSTIVE, ...ALONE],
          globalSetup: DATABASE,
          isolate: false,
        },
      },
    ],
  },
});
