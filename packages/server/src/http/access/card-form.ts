// The form of an emergency card, parsed: what is on the card, and what was typed.

import { type CardAnswers, type CardItem, cardItems } from '@patrec/fhir';
import { cardChoices, cardLimits, type FormError } from '@patrec/web';
import type { FastifyRequest } from 'fastify';
import { clinicalDay } from '../../records/clinical-time.ts';
import { formOf, listOf } from '../form.ts';
import { isDay } from './access-forms.ts';

export interface ReadCard {
  /** All that was typed. */
  readonly values: CardAnswers;
  readonly chosen: readonly CardItem[];
  readonly errors: readonly FormError[];
  /** What the card says: the ticked lines. */
  readonly answers: CardAnswers;
}

// Lines may be broken; nothing else that is no text.
const NO_TEXT = /(?![\n\t])[\p{Cc}\p{Cs}\p{Cn}]/u;
const PHONE = /^\+?[0-9][0-9 ()-]{4,24}$/;

/** Reads the form. `now` is ISO 8601 UTC. */
export function parseCard(request: FastifyRequest, now: string): ReadCard {
  const form = formOf(request);
  const ticked = listOf(request, 'on');
  const chosen = cardItems.filter((item) => ticked.includes(item));
  const values: CardAnswers = Object.fromEntries(
    cardItems.map((item) => [item, (form[item] ?? '').replaceAll('\r\n', '\n').trim()]),
  );
  const errors: FormError[] = chosen.flatMap((item) => {
    const error = errorOf(item, values[item] ?? '', clinicalDay(now));
    return error ? [{ field: item, ...error }] : [];
  });
  if (chosen.length === 0) errors.push({ field: 'on', code: 'nothing-on-card' });
  const answers = Object.fromEntries(chosen.map((item) => [item, values[item] ?? '']));
  return { values, chosen, errors, answers };
}

function errorOf(item: CardItem, text: string, today: string): Omit<FormError, 'field'> | undefined {
  const max = cardLimits[item];
  if (text === '') return { code: 'empty-on-card' };
  if (max !== undefined && text.length > max) return { code: 'too-long', params: { max: String(max) } };
  if (NO_TEXT.test(text)) return { code: 'not-text' };
  if (item === 'birthDate') return dayError(text, today);
  if (item === 'contactPhone' && !PHONE.test(text))
    return { code: 'not-a-card-phone', params: { example: '+91 98765 43210' } };
  const options: readonly string[] | undefined =
    item === 'sex' || item === 'bloodGroup' ? cardChoices[item] : undefined;
  return options === undefined || options.includes(text) ? undefined : { code: 'unknown-option' };
}

function dayError(text: string, today: string): { code: string } | undefined {
  if (!isDay(text)) return { code: 'not-a-date' };
  return text > today ? { code: 'in-future' } : undefined;
}
