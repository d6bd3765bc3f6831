// The pages before signing in, and those of staff and administrators.
import { formatVerifierKey } from '@patrec/ledger';
import {
  type AdminHomeProps,
  type LogKeyView,
  type PageContext,
  renderAbout,
  renderAdminHome,
  renderErrorPage,
  renderSignIn,
  renderStaffHome,
} from '@patrec/web';
import { contextFor, now, users } from './people.ts';
import { applicant } from './people-pages.ts';

type More = Partial<PageContext>;

const { patient, staff, administrator } = users;

/** The administrators' start page while all is well. */
export const adminGood: AdminHomeProps = {
  people: { patients: 1260, doctors: 34, staff: 12, administrators: 2 },
  log: { origin: 'demo.patrec.local/log', size: 184302, pending: 3, lastCheckpointAt: now, signerOk: true },
  verification: { checkedAt: now, findings: 0, acknowledged: 0 },
  witnesses: [],
  mail: { waiting: 0, delayed: 0, failed: 0, files: false },
  passwordAlone: true,
  waiting: { count: 2, doctors: [applicant, { ...applicant, login: 'DOC14', name: 'Dr. Anu Das' }] },
};

const adminBad: AdminHomeProps = {
  ...adminGood,
  log: { ...adminGood.log, signerOk: false },
  witnesses: [
    { name: 'north.example/witness', size: 184300, cosignedAt: now, problem: null },
    { name: 'south.example/witness', size: 180022, cosignedAt: now, problem: 'unreachable' },
    { name: 'west.example/witness', size: 0, cosignedAt: null, problem: 'fork' },
  ],
  mail: { waiting: 12, delayed: 3, failed: 4, files: false },
  waiting: { count: 0, doctors: [] },
  verification: { checkedAt: now, findings: 2, acknowledged: 0 },
};

const demoAccounts = Object.values(users).map(({ login, role }) => ({ login, role, password: 'password' }));

export function signedOutPages(more: More): Record<string, string> {
  const out = contextFor(null, '/sign-in', more);
  return {
    'sign-in': renderSignIn(out, { returnTo: '/', demoAccounts }),
    'sign-in-wrong': renderSignIn(out, { returnTo: '/', login: 'PAT001', error: 'wrong' }),
    'sign-in-throttled': renderSignIn(out, { returnTo: '/', login: 'PAT001', error: 'throttled' }),
    ...aboutPages(more),
  };
}

export function otherPages(more: More): Record<string, string> {
  return {
    staff: renderStaffHome(contextFor(staff, '/', more), { name: 'Farida Khan', written: [] }),
    admin: renderAdminHome(contextFor(administrator, '/', more), adminGood),
    'admin-broken': renderAdminHome(contextFor(administrator, '/', more), adminBad),
    'error-404': renderErrorPage(contextFor(patient, '/x', more), {
      status: 404,
      requestId: 'b8eb4796-6ffd-41d9-aa5e-eee8b563eb1a',
    }),
    'error-503': renderErrorPage(contextFor(null, '/x', more), {
      status: 503,
      requestId: 'b8eb4796-6ffd-41d9-aa5e-eee8b563eb1b',
    }),
  };
}

function aboutPages(more: Partial<PageContext>): Record<string, string> {
  const keyOf = (byte: number) => formatVerifierKey('demo.patrec.local/log', new Uint8Array(32).fill(byte));
  const first = { verifierKey: keyOf(9), since: null, until: null };
  const since = { at: '2026-03-02T04:30:00.000Z', size: 70001 };
  const until = { at: '2026-03-16T04:30:00.000Z', size: 70312 };
  const about = (...logKeys: LogKeyView[]) => renderAbout(contextFor(null, '/about', more), { logKeys });
  return {
    about: about(first),
    'about-key-changing': about(first, { verifierKey: keyOf(10), since, until: null }),
    'about-key-changed': about(
      { ...first, until: { ...until, reason: 'leaked' } },
      { verifierKey: keyOf(11), since, until: { ...until, reason: 'withdrawn' } },
      { verifierKey: keyOf(10), since, until: null },
    ),
  };
}
