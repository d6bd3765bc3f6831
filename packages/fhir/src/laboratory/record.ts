// A clinical laboratory record as the form gives it, checked.
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
}

/** A chosen finding. */
export interface ChoiceResult {
  readonly kind: 'choice';
  readonly field: ChoiceField;
  readonly option: Option;
  readonly flag: Flag | null;
}

export type LaboratoryResult = QuantityResult | ChoiceResult;

/** What was submitted: at least one result, in the order of the form. `collectedAt` is an instant in UTC. */
export interface LaboratoryRecord {
  readonly collectedAt: string;
  readonly laboratory?: string;
  readonly comment?: string;
  readonly results: readonly LaboratoryResult[];
}
