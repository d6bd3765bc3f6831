/** `npm test`: installs what is missing, runs every check and every test, ends with `N passed, N failed`. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { runChecks } from './checks.mjs';
import { findChromium } from './chromium.mjs';
import { root, run, say } from './commands.mjs';
import { addUp, describeCoverage } from './test-report.mjs';

const reportPath = join(root, 'node_modules', '.patrec-tests.json');
const coverage = join(root, 'coverage');

/** @param {string[]} args for vitest @returns {Promise<number>} */
export async function main(args) {
  await bootstrap();
  process.env.PATREC_CHROMIUM = await findChromium();
  const checks = await runChecks();
  for (const path of [reportPath, coverage]) rmSync(path, { recursive: true, force: true });
  const { code } = await run('vitest', vitestArguments(args), { show: true });
  const covered = readJson(join(coverage, 'coverage-summary.json'));
  if (covered) say(describeCoverage(covered));
  const { passed, failed } = addUp(checks, readJson(reportPath), code);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** @param {string[]} args */
function vitestArguments(args) {
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const measured = ['--coverage.enabled', '--coverage.provider=v8', '--coverage.include=packages/*/src/**/*.{ts,tsx}'];
  const where = ['--coverage.reporter=json-summary', `--coverage.reportsDirectory=${coverage}`];
  return ['run', ...reports, ...measured, ...where, '--coverage.reportOnFailure', ...args];
}

/** @param {string} path */
function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
