// What parseTransactionBundle throws.
import type { Issue } from '../validate/issue.ts';

const shown = 20;

/** A bundle that is refused: every reason, and in the message the first twenty of them. */
export class BundleError extends Error {
  override name = 'BundleError';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const lines = issues.slice(0, shown).map(({ expression, text }) => `${expression}: ${text}`);
    const more = issues.length > shown ? [`and ${issues.length - shown} more`] : [];
    super([...lines, ...more].join('\n'));
    this.issues = issues;
  }
}
