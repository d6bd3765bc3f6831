import { describe, expect, it } from 'vitest';
import { addUp, describeCoverage } from './test-report.mjs';

const good = [{ name: 'types', problems: '' }];
const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((of) => ({ status: of })),
});
const report = (...testResults: ReturnType<typeof file>[]) => {
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (status: string) => all.filter((test) => test.status === status).length;
  return { numPassedTests: count('passed'), numFailedTests: count('failed'), testResults };
};

describe('addUp', () => {
  it('counts checks and tests alike', () => {
    const checks = [...good, { name: 'style', problems: 'a line too long' }];
    expect(addUp(checks, [{ report: report(file('passed', 'passed', 'passed')), code: 0 }])).toEqual({
      passed: 3,
      failed: 1,
    });
  });

  it('counts failed tests once', () => {
    expect(addUp(good, [{ report: report(file('failed', 'passed', 'failed')), code: 1 }])).toEqual({
      passed: 2,
      failed: 1,
    });
  });

  it('counts a file that cannot run', () => {
    const broken = report(file('failed'), file('failed', 'pending'), file('passed', 'passed'));
    expect(addUp(good, [{ report: broken, code: 1 }])).toEqual({ passed: 2, failed: 2 });
  });

  it('adds up all runs, and a run that ends badly counts though another went well', () => {
    const well = { report: report(file('passed', 'passed', 'passed')), code: 0 };
    expect(addUp(good, [well, well])).toEqual({ passed: 5, failed: 0 });
    expect(addUp(good, [well, { report: undefined, code: 1 }])).toEqual({ passed: 3, failed: 1 });
  });

  it.each([
    ['vitest left no report', undefined, 1],
    ['vitest left no report and says all is well', undefined, 0],
    ['there was no test', report(), 0],
    ['an error was outside of any test', report(file('passed', 'passed')), 1],
  ])('counts a failure when %s', (_, given, code) => {
    expect(addUp(good, [{ report: given, code }]).failed).toBe(1);
  });
});

describe('describeCoverage', () => {
  it('says three parts', () => {
    const total = { lines: { pct: 91.2 }, branches: { pct: 80 }, functions: { pct: 'Unknown' as const } };
    expect(describeCoverage({ total })).toBe('Coverage: 91.2% of lines, 80% of branches, Unknown% of functions');
  });
});
