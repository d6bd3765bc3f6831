// The rows of the QR card and the emergency card.

import type { CastRole } from '../cast.ts';
import type { Row } from '../route-row.ts';
import { EVERY_PATIENT } from './guardians.ts';

const NO_ID = '000000000000-00000000000000000000';
const DOCTORS: readonly CastRole[] = [
  'doctor',
  'granted doctor',
  'narrow doctor',
  'revoked doctor',
  'expired doctor',
  'author doctor',
  'authorised doctor',
  'emergency doctor',
  'ended emergency doctor',
  'past emergency doctor',
];
const OTHERS = EVERY_PATIENT.filter((role) => role !== 'patient');

export const cardRows = (everybody: readonly CastRole[]): readonly Row[] => [
  { route: 'GET /card', url: () => '/card', answers: { 200: EVERY_PATIENT } },
  {
    route: 'POST /card/introductions',
    url: () => '/card/introductions',
    answers: { 303: EVERY_PATIENT },
    form: () => ({}),
  },
  {
    route: 'POST /card/introductions/:id/end',
    url: ({ unused }) => `/card/introductions/${unused}/end`,
    missing: `/card/introductions/${NO_ID}/end`,
    answers: { 303: ['patient'] },
    form: () => ({}),
  },
  { route: 'GET /introduce', url: () => '/introduce', answers: { 200: DOCTORS, 403: ['unverified doctor'] } },
  {
    route: 'GET /introduce/:code',
    url: () => `/introduce/${'A'.repeat(27)}`,
    answers: { 200: DOCTORS, 403: ['unverified doctor'] },
  },
  {
    route: 'POST /introduce',
    url: () => '/introduce',
    answers: { 422: DOCTORS, 403: ['unverified doctor'] },
    form: () => ({ code: 'never-made' }),
  },
  {
    route: 'GET /introductions/:id',
    url: ({ introduction }) => `/introductions/${introduction}`,
    missing: `/introductions/${NO_ID}`,
    answers: { 200: ['granted doctor'] },
  },
  { route: 'GET /card/emergency', url: () => '/card/emergency', answers: { 200: EVERY_PATIENT } },
  {
    route: 'POST /card/emergency',
    url: () => '/card/emergency',
    // Nothing is ticked: whoever is a patient is told so, and no card is made.
    answers: { 422: EVERY_PATIENT },
    form: () => ({}),
  },
  {
    route: 'GET /card/emergency/print',
    url: () => '/card/emergency/print',
    needs: ['cardCode'],
    answers: { 200: ['patient'] },
  },
  {
    route: 'POST /card/emergency/renew',
    url: () => '/card/emergency/renew',
    needs: ['cardCode'],
    // Only the patient of the table has a card.
    answers: { 303: ['patient'], 409: OTHERS },
    form: () => ({}),
  },
  {
    route: 'POST /card/emergency/end',
    url: () => '/card/emergency/end',
    needs: ['cardCode'],
    answers: { 303: ['patient'], 409: OTHERS },
    form: () => ({}),
  },
  { route: 'GET /e/:code', url: ({ cardCode }) => `/e/${cardCode}`, answers: { 200: everybody }, stranger: 200 },
];
