// The page that anybody checks a printed record on, and what papers lead to it.
import {
  type CheckPaperProps,
  type PageContext,
  type PaperAnswer,
  type PaperCheck,
  renderCheckPaper,
} from '@patrec/web';
import { qr } from './card-pages.ts';
import { contextFor, now } from './people.ts';

const hash = '9f2c47d1'.repeat(8);
const log = {
  origin: 'demo.patrec.local/log',
  vkey: 'demo.patrec.local/log+2f1c0a55+AbcK9mR4mUq0S1p6dQ3xT7oWv2yZ8nL5hG1fD0sA9jX4',
};
const proof = `c2sp.org/tlog-proof@v1
index 184299
${'q83v7Qv0J1n4mY2c6s8d0f3g5h7j9k1l2z4x6c8v0b0='}

demo.patrec.local/log
184302
wX9q83v7Qv0J1n4mY2c6s8d0f3g5h7j9k1l2z4x6c8o=

— demo.patrec.local/log LxwKVWq83v7Qv0J1n4mY2c6s8d0f3g5h7j9k1l2z4x6c8v0b0q83v7Qv0J1n4mY2c6s8d0f3g5h7j9k1l2z4x6c8v0b0=
`;

/** Where a printed record leads. */
export const paperCheck: PaperCheck = { address: `https://records.sunrise-clinic.example/verify/${hash}`, qr };

export function paperPages(more: Partial<PageContext>): Record<string, string> {
  const page = (props: Partial<CheckPaperProps>) =>
    renderCheckPaper(contextFor(null, '/verify', more), { typed: '', errors: [], log, ...props });
  const answered = (answer: PaperAnswer) => page({ typed: hash, answer });
  return {
    'check-paper': page({}),
    'check-paper-wrong': page({ typed: '9f2c 47d1', errors: [{ field: 'hash', code: 'fingerprint' }] }),
    'check-paper-sealed': answered({ state: 'sealed', index: 184299, size: 184302, signedAt: now, proof }),
    'check-paper-waiting': answered({ state: 'waiting' }),
    'check-paper-unknown': answered({ state: 'unknown' }),
    'check-paper-failed': answered({ state: 'failed' }),
  };
}
