// The page that anybody checks a printed record on, and what papers lead to it.
import { formatVerifierKey, policyOfLog } from '@patrec/ledger';
import {
  type CheckPaperProps,
  type PageContext,
  type PaperAnswer,
  type PaperCheck,
  renderCheckPaper,
  renderNoReceipt,
} from '@patrec/web';
import { qr } from './card-pages.ts';
import { contextFor, now, users } from './people.ts';

const vkey = formatVerifierKey('demo.patrec.local/log', new Uint8Array(32).fill(9));
const hash = '9f2c47d1'.repeat(8);
const log = {
  origin: 'demo.patrec.local/log',
  policy: policyOfLog(vkey),
};
const next = formatVerifierKey('demo.patrec.local/log', new Uint8Array(32).fill(10));
const changed = `log ${vkey}
log ${next}
#patrec-key ${vkey} until 70312
#patrec-key ${next} from 70001
quorum none
`;
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
  const noReceipt = (state: 'waiting' | 'failed') =>
    renderNoReceipt(contextFor(users.patient, '/patients/PAT001/records/7/receipt', more), {
      state,
      name: 'PAT001-REC7',
    });
  return {
    'check-paper': page({}),
    'check-paper-changed-key': page({ log: { ...log, policy: changed } }),
    ...Object.fromEntries((['waiting', 'failed'] as const).map((state) => [`no-receipt-${state}`, noReceipt(state)])),
    'check-paper-wrong': page({ typed: '9f2c 47d1', errors: [{ field: 'hash', code: 'fingerprint' }] }),
    'check-paper-sealed': answered({ state: 'sealed', index: 184299, size: 184302, signedAt: now, proof }),
    'check-paper-waiting': answered({ state: 'waiting' }),
    'check-paper-unknown': answered({ state: 'unknown' }),
    'check-paper-failed': answered({ state: 'failed' }),
  };
}
