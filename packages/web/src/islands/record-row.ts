// One row of a record's form: what its value is worth, and how that is shown.
import { bandOf, type FieldError, type Flag, flagOf, type LineField, type Person, readEntry } from '@patrec/fhir';

/** Words by flag, by error code and by size, in the reader's language. */
export type Messages = Readonly<Record<string, string>>;

/** A flag, and the id of what a value of that size is called. */
export interface Judgement {
  readonly flag: Flag | null;
  readonly band?: string | undefined;
}

export type Assessment = ({ readonly ok: true } & Judgement) | { readonly ok: false; readonly error: FieldError };

const looks: Readonly<Record<Flag, readonly [glyph: string, tone: string]>> = {
  HH: ['▲▲', 'critical'],
  LL: ['▼▼', 'critical'],
  H: ['▲', 'high'],
  L: ['▼', 'low'],
  A: ['◆', 'high'],
  N: ['✓', 'ok'],
};

/** The flag of what is typed into a field, or what is wrong with it. Nothing typed is nothing wrong. */
export function assess(field: LineField, typed: string, unit: string, person: Person): Assessment {
  if (typed.trim() === '' || field.kind === 'text' || field.kind === 'date') return { ok: true, flag: null };
  if (field.kind === 'choice') return { ok: true, flag: flagOf(field, typed, person) };
  const entry = readEntry(field, typed, unit);
  if (!entry.ok) return { ok: false, error: entry.error };
  const band = bandOf(field, entry.value, person)?.id;
  return { ok: true, flag: flagOf(field, entry.value, person), band };
}

/** Glyph, word and colour of a flag, in the row's place for it, and what a value of that size is called. */
export function showFlag(row: HTMLElement, { flag, band }: Judgement, messages: Messages): void {
  const place = row.querySelector<HTMLElement>('[data-flag]');
  const shown = `${flag ?? ''} ${band ?? ''}`;
  if (place === null || place.dataset.flag === shown) return;
  place.dataset.flag = shown;
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
  if (band !== undefined) place.append(` ${messages[`band.${band}`] ?? ''}`);
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
