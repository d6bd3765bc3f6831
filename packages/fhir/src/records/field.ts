// What a field of a record is. One definition serves the form, its parser, the resources, the page, the print and the
// trend.

/** Flags: critically high, high, low, critically low, abnormal without a direction, within reference. */
export type Flag = 'HH' | 'H' | 'L' | 'LL' | 'A' | 'N';

/** Sex as FHIR's administrative-gender has it. */
export type Sex = 'male' | 'female' | 'other' | 'unknown';

/** Whom a reference range is chosen for: sex, and age in years (completed months / 12) when the record is about. */
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

/** Measurements that are one observation together, such as a blood pressure; each is a component of it. */
export interface Panel {
  readonly id: string;
  readonly name: string;
  readonly loinc: string;
}

/** A value computed from others, by their ids; undefined where it cannot be. All are in their conventional units. */
export interface Computation {
  readonly from: readonly string[];
  readonly by: (...values: string[]) => string | undefined;
}

/** A name for the values below a limit, and from the limit before on. The last has no limit. */
export interface Band {
  readonly id: string;
  readonly name: string;
  readonly below?: string;
}

interface FieldBase {
  /** The form's name of it. One id is one field in all records. */
  readonly id: string;
  /** The English name, which is stored as `code.text`. Pages translate by id. */
  readonly name: string;
  readonly loinc?: string;
  /** Has to be filled in; in a line, where anything of the line is. */
  readonly required?: true;
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
  readonly computed?: Computation;
  readonly panel?: Panel;
  /** What sizes of the value are called, from that age (in years) on. */
  readonly bands?: { readonly from: number; readonly of: readonly Band[] };
}

/** One of the answers of a choice. `flag` is what it is flagged with; null when it says neither normal nor abnormal. */
export interface Option {
  readonly id: string;
  readonly name: string;
  readonly flag: Flag | null;
}

/** A finding chosen from a list; yes and no are one. Its answers are stored as text where we are certain of no code. */
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly Option[];
}

/** A text that has to have a certain form. */
export type TextFormat = 'icd10';

/** Words. Long ones are the narrative of their section. */
export interface TextField extends FieldBase {
  readonly kind: 'text';
  /** How many characters at most. */
  readonly max: number;
  readonly long?: true;
  readonly format?: TextFormat;
  /** Offered while one types; anything else may be typed too. */
  readonly suggestions?: readonly string[];
  /** Says nothing by itself: a form with nothing else is empty. */
  readonly aside?: true;
}

/** A day. */
export interface DateField extends FieldBase {
  readonly kind: 'date';
  /** On which side of the record's own time it has to be. */
  readonly side: 'past' | 'future' | 'either';
  /** `2012` and `2012-10` are dates too. */
  readonly partial?: true;
}

/** The fields that a line may have. */
export type LineField = QuantityField | ChoiceField | TextField | DateField;

/** Lines of the same fields, such as medicines. The form's names are `<id>.<line>.<field>`, lines counted from 0. */
export interface LinesField extends FieldBase {
  readonly kind: 'lines';
  readonly fields: readonly LineField[];
  /** How many empty lines the form begins with. */
  readonly shown: number;
}

/** Any field. Files stand beside the fields, `files.ts`. */
export type Field = LineField | LinesField;

/** Yes or no, flagged with neither. */
export const yesNo: readonly Option[] = [
  { id: 'yes', name: 'Yes', flag: null },
  { id: 'no', name: 'No', flag: null },
];
