// Posted forms as a browser sends them.

import { randomBytes } from 'node:crypto';

/** A laboratory form with those values; collected on 1 October 2026 unless they say otherwise. */
export function laboratoryForm(values: Record<string, string>): Record<string, string> {
  return { collectedAt: '2026-10-01T08:30', nonce: randomBytes(16).toString('hex'), ...values };
}
