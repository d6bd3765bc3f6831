// One row of the laboratory form: what its value is worth, and how that is shown.
import { type FieldError, type Flag, flagOf, laboratoryField, type Person, readEntry } from '@patrec/fhir';

/** Words by flag and by error code, in the reader's language. */
export type Messages = Readonly<Record<string, string>>;

export type Assessment =
  | { readonly ok: true; readonly flag: Flag | null }
  | { readonly ok: false; readonly error: FieldError };

const looks: Readonly<Record<Flag, readonly [glyph: string, tone: string]>> = {
  HH: ['▲▲', 'critical'],
  LL: ['▼▼', 'critical'],
  H: ['▲', 'high'],
  L: ['▼', 'low'],
  A: ['◆', 'high'],
  N: ['✓', 'ok'],
};

/** The flag of what is typed into a field, or what is wrong with it. Nothing typed is nothing wrong. */
export function assess(id: string, typed: string, unit: string, person: Person): Assessment {
  const field = laboratoryField(id);
  if (field === undefined || typed.trim() === '') return { ok: true, flag: null };
  if (field.kind === 'choice') return { ok: true, flag: flagOf(field, typed, person) };
  const entry = readEntry(field, typed, unit);
  return entry.ok ? { ok: true, flag: flagOf(field, entry.value, person) } : { ok: false, error: entry.error };
}

/** Glyph, word and colour of a flag, in the row's place for it. */
export function showFlag(row: HTMLElement, flag: Flag | null, messages: Messages): void {
  const place = row.querySelector<HTMLElement>('[data-flag]');
  if (place === null || place.dataset.flag === (flag ?? '')) return;
  place.dataset.flag = flag ?? '';
  place.replaceChildren();
  if (flag === null) return;
  const [glyph, tone] = looks[flag];
  const badge = document.createElement('span');
  badge.className = `badge ${tone}`;
  const sign = document.createElement('span');
  sign.setAttribute('aria-hidden', 'true');
  sign.textContent = glyph;
  badge.append(sign, ` ${messages[flag] ?? ''}`);
  place.append(badge);
}

/** The slip at the row, or none. What the server said stays until the field is right. */
export function showWarning(row: HTMLElement, slip: { messages: Messages; error: FieldError } | null): void {
  const place = row.querySelector<HTMLElement>('[data-warning]');
  const said = row.querySelector<HTMLElement>('.field-error:not([data-warning])');
  if (place === null) return;
  place.hidden = slip === null || said !== null;
  place.textContent = slip === null ? '' : fill(slip.messages[slip.error.code] ?? '', slip.error.params);
}

function fill(text: string, params: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => params[name] ?? hole);
}
