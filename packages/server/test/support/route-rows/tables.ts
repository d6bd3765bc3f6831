// Tables that staff import: who is answered what. A table is of whoever brought it, and of nobody else.

import type { Row } from '../route-row.ts';

const STAFF = ['staff', 'author staff'] as const;
const NOT_THERE = `/imports/${'0'.repeat(32)}`;

const ofTable = (method: 'GET' | 'POST', rest: string, status: number): Row => ({
  route: `${method} /imports/:id${rest}`,
  url: ({ table }) => `/imports/${table}${rest}`,
  missing: NOT_THERE + rest,
  answers: { [status]: ['author staff'] },
  ...(method === 'POST' && { form: () => ({}) }),
});

export const tableRows: readonly Row[] = [
  { route: 'GET /imports', url: () => '/imports', answers: { 200: STAFF } },
  // A PDF is no table: whoever may bring one is told so.
  {
    route: 'POST /imports',
    url: () => '/imports',
    answers: { 422: STAFF },
    file: true,
    form: () => ({ kind: 'patients' }),
  },
  ofTable('GET', '', 200),
  ofTable('GET', '/columns', 200),
  // No column is said to be anything.
  ofTable('POST', '/columns', 422),
  ofTable('GET', '/rejected', 200),
  ...['/begin', '/stop', '/remove'].map((rest) => ofTable('POST', rest, 303)),
];
