// What a doctor writes to open a record in an emergency, and an administrator to close its review, with what is wrong with it.

import { type EmergencyReason, isEmergencyReason } from '@patrec/fhir';
import type { FormError } from '@patrec/web';
import type { Review } from '../../access/review-emergency.ts';
import { AppError } from '../../errors.ts';
import type { Form } from '../form.ts';

/** How long the words of a doctor are. */
export const NOTE_LIMITS = { shortest: 20, longest: 2000 } as const;

/** The reason, the words and the nonce; or what is wrong. Throws incorrect for a form that is not whole. */
export function parseReason(form: Form): { reason: EmergencyReason; note: string; nonce: string } | FormError[] {
  const errors: FormError[] = [];
  const { reason = '', nonce = '' } = form;
  if (!isEmergencyReason(reason)) errors.push({ field: 'reason', code: 'choose-reason' });
  const note = readNote(form, NOTE_LIMITS.shortest, errors);
  if (errors.length > 0 || !isEmergencyReason(reason)) return errors;
  if (!/^[0-9a-f]{32}$/.test(nonce))
    throw new AppError('incorrect', 'The form is not complete. Open it again and send it once more.');
  return { reason, note, nonce };
}

/** The outcome and the finding; or what is wrong. */
export function parseReview(form: Form): Review | FormError[] {
  const errors: FormError[] = [];
  const { outcome, withdraw } = form;
  if (outcome !== 'justified' && outcome !== 'not-justified') errors.push({ field: 'outcome', code: 'choose-outcome' });
  const note = readNote(form, 1, errors);
  if (errors.length > 0 || (outcome !== 'justified' && outcome !== 'not-justified')) return errors;
  return { outcome, note, withdraw: withdraw === '1' };
}

// Characters are what people count: blanks at the ends and repeated ones are none.
function readNote({ note = '' }: Form, shortest: number, errors: FormError[]): string {
  const text = note.normalize('NFC').replaceAll('\r\n', '\n').trim();
  const length = [...text.replace(/\s+/g, ' ')].length;
  const { longest } = NOTE_LIMITS;
  if (length === 0) errors.push({ field: 'note', code: 'required' });
  else if (length < shortest) errors.push({ field: 'note', code: 'note-short', params: { min: String(shortest) } });
  else if ([...text].length > longest)
    errors.push({ field: 'note', code: 'too-long', params: { max: String(longest) } });
  else if (/(?![\n\t])[\p{Cc}\p{Cs}\p{Cn}]/u.test(text)) errors.push({ field: 'note', code: 'not-text' });
  return text;
}
