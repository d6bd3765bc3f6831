// Observations for reading and for trends (https://hl7.org/fhir/R4/observation.html).
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';
import { fieldOf } from '../records/definitions.ts';
import type { Flag } from '../records/field.ts';
import { displayOf, numberText, unitText } from './display.ts';

/** Reference limits as they are stored; the text is the resource's own where it has one. */
export interface ReferenceText {
  readonly low?: string;
  readonly high?: string;
  readonly text: string;
}

/** One measured or found thing of an observation: the observation itself, or one of its components. */
export interface Finding {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly flag?: Flag;
  readonly reference?: ReferenceText;
  readonly code?: string;
  /** What a value of that size is called. */
  readonly band?: string;
  /** A date, as stored. */
  readonly date?: true;
  /** The id of the field of our records that it belongs to. */
  readonly field?: string;
}

/** A number of an observation for the index that trends are drawn from. */
export interface IndexedObservation {
  readonly code: string;
  readonly system: string;
  readonly text: string;
  readonly effective: string;
  readonly value: string;
  readonly unit: string;
  readonly flag: Flag | null;
  readonly low: string | null;
  readonly high: string | null;
}

const loinc = 'http://loinc.org';
const flags: Readonly<Record<string, Flag>> = {
  HH: 'HH',
  HU: 'HH',
  H: 'H',
  L: 'L',
  LL: 'LL',
  LU: 'LL',
  A: 'A',
  AA: 'A',
  N: 'N',
};

/** The findings of an observation: its value, then its components. */
export function findingsOf(observation: JsonObject): Finding[] {
  return measuresOf(observation)
    .map(findingOf)
    .filter((finding) => finding !== undefined);
}

/** When an observation holds, as stored: a date, a time, or the beginning of a period. */
export function effectiveOf(observation: JsonObject): string | undefined {
  const whole = textAt(observation, 'effectiveDateTime') ?? textAt(observation, 'effectiveInstant');
  return whole ?? textAt(objectAt(observation, 'effectivePeriod'), 'start');
}

/** The exact numbers of an observation that have a code, components included. None for any other resource. */
export function observationIndex(resource: JsonObject): IndexedObservation[] {
  const effective = effectiveOf(resource);
  if (resource.resourceType !== 'Observation' || effective === undefined) return [];
  if (resource.status === 'entered-in-error' || resource.status === 'cancelled') return [];
  return measuresOf(resource)
    .map((measure) => indexed(measure, effective))
    .filter((entry) => entry !== undefined);
}

function measuresOf(observation: JsonObject): JsonObject[] {
  return [observation, ...objectsAt(observation, 'component')];
}

function findingOf(measure: JsonObject): Finding | undefined {
  const key = Object.keys(measure).find((name) => name.startsWith('value'));
  const value = key === undefined ? undefined : measure[key];
  const text = isObject(value) ? (numberText(value) ?? displayOf(value)) : displayOf(value);
  const shown = text ?? displayOf(measure.dataAbsentReason);
  if (shown === undefined) return undefined;
  const unit = isObject(value) ? unitText(value) : undefined;
  const date = key === 'valueDateTime' && { date: true as const };
  return {
    ...nameOf(measure),
    value: shown,
    ...date,
    ...(unit === undefined ? {} : { unit }),
    ...judgementOf(measure),
  };
}

function nameOf(measure: JsonObject): Pick<Finding, 'label' | 'code' | 'field'> {
  const concept = objectAt(measure, 'code');
  const codings = objectsAt(concept, 'coding');
  const code = textAt(
    codings.find(({ system }) => system === loinc),
    'code',
  );
  const field = fieldOf(code, textAt(concept, 'text'))?.id;
  const label = displayOf(concept) ?? '';
  return { label, ...(code === undefined ? {} : { code }), ...(field === undefined ? {} : { field }) };
}

function judgementOf(measure: JsonObject): Pick<Finding, 'flag' | 'band' | 'reference'> {
  const flag = flagOf(measure);
  const band = textAt(objectsAt(measure, 'interpretation')[0], 'text');
  const reference = referenceOf(measure);
  return { ...(flag && { flag }), ...(band !== undefined && { band }), ...(reference && { reference }) };
}

function flagOf(measure: JsonObject): Flag | undefined {
  const codes = objectsAt(measure, 'interpretation').flatMap((concept) => objectsAt(concept, 'coding'));
  return codes.map((code) => flags[textAt(code, 'code') ?? '']).find((flag) => flag !== undefined);
}

function referenceOf(measure: JsonObject): ReferenceText | undefined {
  const range = objectsAt(measure, 'referenceRange')[0];
  if (!range) return undefined;
  const [low, high] = [textAt(objectAt(range, 'low'), 'value'), textAt(objectAt(range, 'high'), 'value')];
  const text = textAt(range, 'text') ?? numberText(range) ?? '';
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }), text };
}

function indexed(measure: JsonObject, effective: string): IndexedObservation | undefined {
  const quantity = objectAt(measure, 'valueQuantity');
  const coding = objectsAt(objectAt(measure, 'code'), 'coding')[0];
  const [code, value] = [textAt(coding, 'code'), textAt(quantity, 'value')];
  if (code === undefined || value === undefined || quantity?.comparator !== undefined) return undefined;
  const unit = textAt(quantity, 'unit') ?? textAt(quantity, 'code') ?? '';
  const { low = null, high = null } = referenceOf(measure) ?? {};
  const named = { code, system: textAt(coding, 'system') ?? '', text: displayOf(measure.code) ?? code };
  return { ...named, effective, value, unit, flag: flagOf(measure) ?? null, low, high };
}
