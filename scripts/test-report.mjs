/** Adds up what passed and failed: the checks, and vitest's JSON report (Jest's format). */

/**
 * @typedef {{ status: string, assertionResults: { status: string }[] }} FileResult
 * @typedef {{ numPassedTests: number, numFailedTests: number, testResults: FileResult[] }} Report
 * @typedef {{ passed: number, failed: number }} Totals
 * @typedef {{ code: number, report: Report | undefined }} TestRun vitest's exit code, and what it reported, if it did
 */

/**
 * The totals of all runs. A file that fails without a failed test (it cannot be imported, a hook throws) is one failure,
 * and so is a run that ends badly for no reason given, or that runs no test at all.
 * @param {import('./checks.mjs').Check[]} checks
 * @param {TestRun[]} runs
 * @returns {Totals}
 */
export function addUp(checks, runs) {
  const failed = checks.filter(({ problems }) => problems !== '').length;
  return runs
    .map(totalsOf)
    .reduce((sum, tests) => ({ passed: sum.passed + tests.passed, failed: sum.failed + tests.failed }), {
      passed: checks.length - failed,
      failed,
    });
}

/** @param {TestRun} run @returns {Totals} */
function totalsOf({ code, report }) {
  const { passed, failed } = countTests(report);
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

/** @param {Report | undefined} report @returns {Totals} */
function countTests(report) {
  if (!report) return { passed: 0, failed: 0 };
  const failedFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + failedFiles.length };
}

/**
 * @typedef {{ pct: number | 'Unknown' }} Part
 * @typedef {{ lines: Part, branches: Part, functions: Part }} Coverage
 */

/** @param {{ total: Coverage }} summary istanbul's json-summary @returns {string} */
export function describeCoverage({ total }) {
  return `Coverage: ${total.lines.pct}% of lines, ${total.branches.pct}% of branches, ${total.functions.pct}% of functions`;
}
