// A record as its form gives it, checked.
import type { ChoiceField, Flag, Limits, Method, Option, QuantityField } from './field.ts';

/** A measured value in the conventional unit, flagged against the reference it was flagged by. */
export interface QuantityResult {
  readonly kind: 'quantity';
  readonly field: QuantityField;
  readonly value: string;
  readonly entered?: { readonly value: string; readonly unit: string };
  readonly method?: Method;
  readonly flag: Flag | null;
  readonly reference?: Limits;
  /** What a value of that size is called. */
  readonly band?: string;
}

/** A chosen finding. */
export interface ChoiceResult {
  readonly kind: 'choice';
  readonly field: ChoiceField;
  readonly option: Option;
  readonly flag: Flag | null;
}

export type Result = QuantityResult | ChoiceResult;

/** What was filled in: results in the order of the form; texts and dates by their field's id. */
export interface Entries {
  readonly results: readonly Result[];
  readonly texts: Readonly<Record<string, string>>;
}

/** What was filled in of one line, and which line of the form it was. */
export interface LineEntries extends Entries {
  readonly line: number;
}

/** What was submitted: something at least. `occurredAt` is an instant in UTC. */
export interface ClinicalRecord extends Entries {
  readonly occurredAt: string;
  readonly lines: Readonly<Record<string, readonly LineEntries[]>>;
}

/** The value of a quantity, or undefined where it was left empty. */
export function quantityOf({ results }: Entries, id: string): string | undefined {
  const result = results.find(({ field }) => field.id === id);
  return result?.kind === 'quantity' ? result.value : undefined;
}

/** The lines of a field; none where it was left empty. */
export function linesOf({ lines }: ClinicalRecord, id: string): readonly LineEntries[] {
  return lines[id] ?? [];
}

/** The answer that was chosen, or undefined. */
export function optionOf({ results }: Entries, id: string): Option | undefined {
  const result = results.find(({ field }) => field.id === id);
  return result?.kind === 'choice' ? result.option : undefined;
}
