// What parseTransactionBundle throws.
import type { Issue } from '../validate/issue.ts';

const shown = 20;

/** A bundle that is refused: every reason, and in the message the first twenty of them. */
export class BundleError extends Error {
  override name = 'BundleError';
  readonly issues: readonly Issue[];
  /** True for what is no JSON at all. */
  readonly unread: boolean;

  constructor(issues: readonly Issue[], { unread = false }: { unread?: boolean } = {}) {
    const lines = issues.slice(0, shown).map(({ expression, text }) => `${expression}: ${text}`);
    const more = issues.length > shown ? [`and ${issues.length - shown} more`] : [];
    super([...lines, ...more].join('\n'));
    this.issues = issues;
    this.unread = unread;
  }
}
