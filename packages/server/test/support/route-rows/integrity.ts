// The server's check of itself is the administrators'; the metrics are for whoever has the token, whoever they are.

import type { Row } from '../route-row.ts';

const ADMINISTRATOR = ['administrator'] as const;

export const integrityRows: readonly Row[] = [
  { route: 'GET /integrity', url: () => '/integrity', answers: { 200: ADMINISTRATOR } },
  ...['/integrity/check', '/integrity/stop'].map(
    (url): Row => ({ route: `POST ${url}`, url: () => url, answers: { 303: ADMINISTRATOR }, form: () => ({}) }),
  ),
  // Nothing is found, so nothing can be acknowledged; self-check.test.ts has what is.
  { route: 'GET /integrity/findings/:id', url: () => `/integrity/findings/${'0'.repeat(64)}`, answers: {} },
  {
    route: 'POST /integrity/findings/:id',
    url: () => `/integrity/findings/${'0'.repeat(64)}`,
    answers: { 409: ADMINISTRATOR },
    form: () => ({ reason: 'Known.' }),
  },
  { route: 'GET /metrics', url: () => '/metrics', answers: {}, stranger: 404 },
];
