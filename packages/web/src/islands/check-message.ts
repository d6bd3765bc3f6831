// The words for each check of the ledger that may not hold.
import type { Check } from '@patrec/ledger';
import type { CheckMessage } from '../components/ledger/check-messages.ts';

/** Which words say of a check that it does not hold. */
export function checkMessage(check: Check): CheckMessage {
  if (check === 'header' || check === 'canonical' || check === 'encoding') return 'verify.check.header';
  if (check === 'statement') return 'verify.check.statement';
  if (check === 'erasure') return 'verify.check.erasure';
  if (check === 'signature') return 'signing.checkFailed';
  if (check === 'commitment' || check === 'content') return 'verify.check.content';
  if (check === 'link' || check === 'sequence' || check === 'chain' || check === 'time') return 'verify.check.link';
  return 'verify.check.log';
}
