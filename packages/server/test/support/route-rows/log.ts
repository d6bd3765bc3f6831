// Printing, the statement of disclosures, the copy of the record, corrections: who is answered what.

import { ROLES } from '../cast.ts';
import type { Row } from '../route-row.ts';
import { EVERY_PATIENT as PATIENTS } from './guardians.ts';

const SIGNED_IN = ROLES.filter((role) => role !== 'stranger');
const NO_ID = '000000000000-00000000000000000000';

export const logRows: readonly Row[] = [
  {
    route: 'GET /patients/:number/records/:record/print',
    url: () => '/patients/PAT001/records/1/print',
    missing: '/patients/PAT001/records/77/print',
    answers: { 200: ['patient', 'granted doctor', 'emergency doctor', 'author doctor'] },
  },
  {
    route: 'GET /patients/:number/records/:record/record.pdf',
    url: () => '/patients/PAT001/records/1/record.pdf',
    missing: '/patients/PAT001/records/77/record.pdf',
    answers: { 200: ['patient', 'granted doctor', 'emergency doctor', 'author doctor'] },
  },
  {
    route: 'GET /patients/:number/records/:record/receipt',
    url: () => '/patients/PAT001/records/1/receipt',
    missing: '/patients/PAT001/records/77/receipt',
    answers: { 200: ['patient', 'granted doctor', 'emergency doctor', 'author doctor'] },
  },
  {
    route: 'GET /patients/:number/entries/:entry',
    url: () => '/patients/PAT001/entries/1',
    missing: '/patients/PAT001/entries/7777',
    answers: { 200: ['patient'] },
  },
  {
    route: 'GET /patients/:number/entries/:entry/receipt',
    url: () => '/patients/PAT001/entries/1/receipt?before',
    missing: '/patients/PAT001/entries/7777/receipt',
    answers: { 200: ['patient'] },
  },
  {
    route: 'GET /receipts/:chain/:entry',
    url: ({ entry }) => `/receipts/${entry}`,
    missing: `/receipts/${'0'.repeat(32)}/7`,
    answers: { 200: ['patient', 'author doctor'] },
  },
  {
    route: 'GET /patients/:number/records/:record/correction',
    url: () => '/patients/PAT001/records/2/correction',
    missing: '/patients/PAT001/records/77/correction',
    answers: { 200: ['patient'] },
  },
  {
    route: 'POST /patients/:number/records/:record/correction',
    url: () => '/patients/PAT001/records/2/correction',
    missing: '/patients/PAT001/records/77/correction',
    // Nothing is typed: the patient is told so at the fields, and nothing is asked.
    answers: { 422: ['patient'] },
    form: () => ({}),
  },
  { route: 'GET /access/disclosures', url: () => '/access/disclosures', answers: { 200: PATIENTS } },
  {
    route: 'GET /access/disclosures/statement.pdf',
    url: () => '/access/disclosures/statement.pdf?from=2026-01-01&to=2026-12-31',
    answers: { 200: PATIENTS },
  },
  { route: 'GET /copy', url: () => '/copy', answers: { 200: PATIENTS } },
  { route: 'POST /copy', url: () => '/copy', answers: { 303: PATIENTS }, form: () => ({}) },
  { route: 'POST /copy/stop', url: () => '/copy/stop', answers: { 303: PATIENTS }, form: () => ({}) },
  // None is ready: there is nothing to download for anybody.
  { route: 'GET /copy/download', url: () => '/copy/download', answers: {} },
  { route: 'GET /corrections', url: () => '/corrections', answers: { 200: SIGNED_IN } },
  {
    route: 'GET /corrections/:id',
    url: ({ correction }) => `/corrections/${correction}`,
    missing: `/corrections/${NO_ID}`,
    answers: { 200: ['author doctor', 'administrator'] },
  },
  {
    route: 'POST /corrections/:id/answer',
    url: ({ correction }) => `/corrections/${correction}/answer`,
    missing: `/corrections/${NO_ID}/answer`,
    answers: { 303: ['author doctor', 'administrator'] },
    form: () => ({ decision: 'accept', answer: 'It will be written again.' }),
  },
];
