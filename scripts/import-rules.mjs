/**
 * Who may import whom, as data. A zone is a folder; it may import itself and what `may` names.
 * The longest folder that fits a file is its zone. ARCHITECTURE.md says why.
 */

/** @typedef {{ zone: string, may: string[] }} Rule */

const server = 'packages/server/src';
const foundations = [`${server}/access`, `${server}/identity`, `${server}/ledger`, `${server}/notifications`];
const below = [`${server}/db`, server, 'packages/fhir', 'packages/ledger'];
const kept = `${server}/files`;
const domains = ['files', 'records', 'operations'].map((name) => `${server}/${name}`);
const pages = 'packages/web';
const papers = [`${server}/copies`, `${server}/documents`];

/** @type {Rule[]} */
export const rules = [
  { zone: 'packages/ledger', may: [] },
  { zone: 'packages/fhir', may: [] },
  { zone: pages, may: ['packages/fhir', 'packages/ledger'] },
  { zone: 'packages/cli', may: ['packages/server', 'packages/fhir', 'packages/ledger'] },
  { zone: 'bench', may: ['packages/server', 'packages/fhir', 'packages/ledger', pages] },
  { zone: 'scripts', may: [] },
  {
    zone: `${server}/main.ts`,
    may: [`${server}/workers`, `${server}/http`, `${server}/copies`, ...domains, ...foundations, ...below],
  },
  { zone: `${server}/workers`, may: [`${server}/http`, ...domains, ...foundations, ...below] },
  { zone: `${server}/index.ts`, may: [`${server}/http`, ...domains, ...foundations, ...below, pages] },
  { zone: `${server}/http`, may: [...papers, ...domains, ...foundations, ...below, pages] },
  { zone: `${server}/operations`, may: [`${server}/records`, kept, ...foundations, ...below] },
  {
    zone: `${server}/copies`,
    may: [`${server}/documents`, `${server}/records`, kept, ...foundations, ...below, pages],
  },
  { zone: `${server}/documents`, may: [...below, pages] },
  { zone: `${server}/records`, may: [kept, ...foundations, ...below] },
  { zone: kept, may: [`${server}/ledger`, ...below] },
  ...foundations.map((zone) => ({ zone, may: [...foundations, ...below] })),
  { zone: `${server}/db`, may: [server] },
  { zone: server, may: ['packages/fhir', 'packages/ledger'] }, // config.ts, errors.ts: what every domain shares
  { zone: 'packages/server/test', may: [`${server}/http`, ...papers, ...domains, ...foundations, ...below, pages] },
];
