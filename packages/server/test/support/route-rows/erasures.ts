// Erasures: who is answered what. `erasure` was proposed by another administrator, `ownErasure` by the administrator.

import type { Row } from '../route-row.ts';

const NO_ID = '000000000000-00000000000000000000';

export const erasureRows: readonly Row[] = [
  { route: 'GET /erasures', url: () => '/erasures', answers: { 200: ['administrator'] } },
  { route: 'GET /erasures/new', url: () => '/erasures/new', answers: { 200: ['administrator'] } },
  {
    route: 'POST /erasures',
    url: () => '/erasures',
    // Nothing is typed: the administrator is told so at the fields, and nothing is proposed.
    answers: { 422: ['administrator'] },
    form: () => ({}),
  },
  {
    route: 'GET /erasures/:id',
    url: ({ erasure }) => `/erasures/${erasure}`,
    missing: `/erasures/${NO_ID}`,
    answers: { 200: ['administrator'] },
  },
  ...(['consent', 'refuse'] as const).map(
    (act): Row => ({
      route: `POST /erasures/:id/${act}`,
      url: ({ erasure }) => `/erasures/${erasure}/${act}`,
      missing: `/erasures/${NO_ID}/${act}`,
      answers: { 303: ['administrator'] },
      form: () => ({}),
    }),
  ),
  {
    route: 'POST /erasures/:id/withdraw',
    url: ({ ownErasure }) => `/erasures/${ownErasure}/withdraw`,
    missing: `/erasures/${NO_ID}/withdraw`,
    answers: { 303: ['administrator'] },
    form: () => ({}),
  },
];
