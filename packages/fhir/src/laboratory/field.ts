// What a field of the clinical laboratory record is. One definition serves the form, its parser, the page, the print
// and the trend.

/** Flags: critically high, high, low, critically low, abnormal without a direction, within reference. */
export type Flag = 'HH' | 'H' | 'L' | 'LL' | 'A' | 'N';

/** Sex as FHIR's administrative-gender has it. */
export type Sex = 'male' | 'female' | 'other' | 'unknown';

/** Whom a reference range is chosen for: sex, and age in years (completed months / 12) when the specimen was taken. */
export interface Person {
  readonly sex: Sex;
  readonly ageYears: number;
}

/** A unit: its UCUM code, and the text people read (empty where nothing is written after the number). */
export interface Unit {
  readonly ucum: string;
  readonly text: string;
}

/** A unit that may be typed instead: conventional = typed × factor + offset, rounded to `decimals` places. */
export interface AlternativeUnit extends Unit {
  readonly factor: string;
  readonly offset: string;
  readonly decimals: number;
}

/** Limits in the conventional unit, as decimal text. Both are inside. */
export interface Limits {
  readonly low?: string;
  readonly high?: string;
}

/** A reference range, and the sex and the ages (from, and below, in years) it holds for. */
export interface ReferenceRange extends Limits {
  readonly sex?: 'male' | 'female';
  readonly from?: number;
  readonly below?: number;
}

/** A way of measuring that has a code of its own. */
export interface Method {
  readonly id: string;
  readonly loinc: string;
  readonly name: string;
}

interface FieldBase {
  readonly id: string;
  /** The English name, which is stored as `code.text`. Pages translate by id. */
  readonly name: string;
  readonly loinc?: string;
}

/** A measured value. */
export interface QuantityField extends FieldBase {
  readonly kind: 'quantity';
  readonly unit: Unit;
  readonly alternative?: AlternativeUnit;
  /** How many digits after the point may be typed in the conventional unit. */
  readonly decimals: number;
  /** Typed values outside are refused as a slip. */
  readonly plausible: { readonly low: string; readonly high: string };
  readonly reference: readonly ReferenceRange[];
  /** Below `low` is LL, above `high` is HH. */
  readonly critical?: Limits;
  /** Where the method decides the code; the form then asks for it as `<id>.method`. */
  readonly methods?: readonly Method[];
  /** Counted in a field of the microscope: `2-4` and `>50` may be typed too. */
  readonly counted?: true;
  /** Computed from other fields, never typed. */
  readonly computed?: true;
}

/** One of the answers of a choice. `flag` is what it is flagged with; null when it says neither normal nor abnormal. */
export interface Option {
  readonly id: string;
  readonly name: string;
  readonly flag: Flag | null;
}

/** A finding chosen from a list. Its answers have no code of which we are certain, so they are stored as text. */
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly Option[];
}

export type Field = QuantityField | ChoiceField;

/** Fields that belong together, in the order of the form; `panelCode` is the LOINC code of the panel, if it has one. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly panelCode?: string;
  readonly fields: readonly Field[];
}
