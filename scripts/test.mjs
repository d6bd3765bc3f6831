/** `npm test`: installs what is missing, runs every check and every test, ends with `N passed, N failed`. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { runChecks } from './checks.mjs';
import { findChromium } from './chromium.mjs';
import { root, run, say } from './commands.mjs';
import { addUp, describeCoverage } from './test-report.mjs';

const coverage = join(root, 'coverage');
const MEASURED = [
  ...['--coverage.enabled', '--coverage.provider=v8', '--coverage.include=packages/*/src/**/*.{ts,tsx}'],
  ...['--coverage.reporter=json-summary', `--coverage.reportsDirectory=${coverage}`, '--coverage.reportOnFailure'],
];

/** @param {string[]} args for vitest, instead of all tests @returns {Promise<number>} */
export async function main(args) {
  await bootstrap();
  process.env.PATREC_CHROMIUM = await findChromium();
  const checks = await runChecks();
  rmSync(coverage, { recursive: true, force: true });
  const runs =
    args.length > 0
      ? [await runTests('some', args)]
      : [
          await runTests('exhaustive', ['--project=exhaustive']),
          await runTests('measured', [...MEASURED, '--project=functions', '--project=alone', '--project=program']),
        ];
  const covered = readJson(join(coverage, 'coverage-summary.json'));
  if (covered) say(describeCoverage(covered));
  const { passed, failed } = addUp(checks, runs);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** @param {string} name @param {readonly string[]} args @returns {Promise<import('./test-report.mjs').TestRun>} */
async function runTests(name, args) {
  const report = join(root, 'node_modules', `.patrec-tests-${name}.json`);
  rmSync(report, { force: true });
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run('vitest', ['run', ...reports, ...args], { show: true });
  return { code, report: readJson(report) };
}

/** @param {string} path */
function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
