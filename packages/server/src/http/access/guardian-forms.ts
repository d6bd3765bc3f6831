// The form that invites a guardian, parsed.

import type { GuardianLevel, Relationship } from '@patrec/fhir';
import { type FormError, type InvitationValues, relations } from '@patrec/web';
import type { FastifyRequest } from 'fastify';
import { type Actor, patientNumberOf } from '../../access/actor.ts';
import { formOf } from '../form.ts';
import { isDay, readUntil } from './access-forms.ts';

/** What was typed, what is wrong with it, and what it says where nothing is. `until` is ISO 8601 UTC, null without end. */
export interface ReadInvitation {
  readonly values: InvitationValues;
  readonly errors: readonly FormError[];
  readonly complete?: { readonly level: GuardianLevel; readonly relation: Relationship; readonly until: string | null };
}

const LAST_DAY = '2099-12-31';

/** Reads the form. `now` is ISO 8601 UTC; whether there is such a person is not looked at. */
export function parseInvitation(request: FastifyRequest, actor: Actor, now: string): ReadInvitation {
  const form = formOf(request);
  const text = (name: string) => (form[name] ?? '').trim();
  const relation = relations.find((one) => one === form.relation);
  const level = form.level === 'view' || form.level === 'complete' ? form.level : undefined;
  const values: InvitationValues = {
    number: text('number').toUpperCase().slice(0, 20),
    birthDate: text('birthDate').slice(0, 20),
    relation: relation ?? 'PRN',
    level: level ?? '',
    until: text('until').slice(0, 20),
  };
  const errors: FormError[] = [];
  const number = numberError(values.number, actor);
  if (number) errors.push({ field: 'number', code: number });
  if (!isDay(values.birthDate))
    errors.push({ field: 'birthDate', code: values.birthDate === '' ? 'required' : 'not-a-date' });
  if (!relation) errors.push({ field: 'relation', code: 'unknown-option' });
  if (!level) errors.push({ field: 'level', code: 'none-chosen' });
  const until = values.until === '' ? null : readUntil(values.until, now, LAST_DAY, errors);
  if (errors.length > 0 || !relation || !level || until === undefined) return { values, errors };
  return { values, errors, complete: { level, relation, until } };
}

function numberError(number: string, actor: Actor): string | undefined {
  if (number === '') return 'required';
  return number === patientNumberOf(actor) ? 'own-guardian' : undefined;
}
