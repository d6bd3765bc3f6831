// The server's check of itself, in every state that looks different.
import {
  type IntegrityProps,
  type PageContext,
  renderAcknowledge,
  renderAdminHome,
  renderIntegrity,
} from '@patrec/web';
import { adminGood } from './other-pages.ts';
import { contextFor, now, users } from './people.ts';

const turns = { parts: 1261, checkedAt: now, roundSince: '2026-11-20T04:20:11.120Z' };
const done: IntegrityProps['runs'][number] = {
  state: 'done',
  askedBy: null,
  askedAt: '2026-11-21T04:20:11.120Z',
  endedAt: '2026-11-21T05:00:00.000Z',
  total: 1260,
  chains: 1260,
  blocks: 184302,
  files: 411,
  findings: 0,
  found: [],
};
const message = 'Observation/5f0c1b2a3d4e-00112233445566778899/_history/1 is not what was sealed.';
const finding = { id: '7', acknowledged: null, where: 'PAT001-REC7', check: 'commitment', message, foundAt: now };
const known = {
  ...finding,
  id: '9',
  where: 'PAT004-REC2',
  acknowledged: { by: 'ADM1', at: now, reason: 'The disk of 3 November; restored from the backup on paper.' },
};
const bad = {
  ...done,
  askedBy: 'ADM1',
  askedAt: now,
  endedAt: now,
  findings: 2,
  found: [`PAT001-REC7: ${message} [commitment]`],
};

export function integrityPages(more: Partial<PageContext>): Record<string, string> {
  const at = contextFor(users.administrator, '/integrity', more);
  const page = (props: Partial<IntegrityProps>) =>
    renderIntegrity(at, { turns, findings: [], counts: { open: 0, acknowledged: 0 }, runs: [done], ...props });
  const open = (state: typeof done.state) => ({ ...bad, state, endedAt: null, chains: 410 });
  return {
    integrity: page({}),
    'integrity-new': page({ turns: { parts: 0, checkedAt: null, roundSince: null }, runs: [] }),
    'integrity-broken': page({
      findings: [finding, { ...finding, id: '8', where: 'the log', check: 'log' }],
      counts: { open: 140, acknowledged: 0 },
      runs: [bad],
    }),
    'integrity-acknowledged': page({
      findings: [finding, known],
      counts: { open: 1, acknowledged: 1 },
    }),
    acknowledge: renderAcknowledge(at, { finding, reason: '', errors: [] }),
    'acknowledge-wrong': renderAcknowledge(at, {
      finding,
      reason: '',
      errors: [{ field: 'reason', code: 'required' }],
    }),
    'acknowledged-alone': renderAdminHome(at, {
      ...adminGood,
      verification: { checkedAt: now, findings: 0, acknowledged: 1 },
    }),
    'integrity-waiting': page({ runs: [open('waiting'), done] }),
    'integrity-running': page({ runs: [open('running'), done] }),
    'integrity-stopping': page({ runs: [open('stopping')] }),
    'integrity-ended': page({
      runs: [
        { ...bad, state: 'interrupted' },
        { ...done, state: 'stopped', askedAt: '2026-11-20T04:20:11.120Z' },
      ],
    }),
    'integrity-alarm': renderAdminHome({ ...contextFor(users.administrator, '/', more), findings: 2 }, adminGood),
  };
}
