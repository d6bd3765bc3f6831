// A form filled in from the last record of its kind that its writer may read: what is empty yet, and never the time.

import { type DefinedType, type FormValues, type RecordDefinition, readBack } from '@patrec/fhir';
import type { EarlierRecord } from '@patrec/web';
import type { Actor } from '../../access/actor.ts';
import { INSTITUTION_ZONE } from '../../records/clinical-time.ts';
import type { Patient } from '../../records/patient-store.ts';
import { readRecord } from '../../records/read-record.ts';
import { lastOfType } from '../../records/timeline.ts';
import type { App } from '../app.ts';
import { recordLabel } from '../views.ts';
import { contentOf } from './record-content.ts';
import { visibilityFor } from './record-routes.ts';

/** The form with what was typed and, where nothing was, what the last record says; null where there is none. The view is logged. */
export async function copyForward(
  app: App,
  actor: Actor,
  definition: RecordDefinition<DefinedType>,
  { chain, number }: Patient,
  { from: _, ...typed }: FormValues,
): Promise<{ values: FormValues; earlier: EarlierRecord | null }> {
  const visibility = await visibilityFor(app, actor, chain);
  const last = await lastOfType(app.db, chain, visibility, definition.type);
  if (last === undefined) return { values: typed, earlier: null };
  const { bytes, record } = await readRecord(app, actor, number, last);
  const said = readBack(definition, contentOf(bytes), INSTITUTION_ZONE);
  const earlier = { label: recordLabel(number, record.number), effective: record.effective };
  return { values: filledIn(typed, said, definition.time.id), earlier };
}

// A field with its unit, and all lines of a field, are copied as one or not at all.
function filledIn(typed: FormValues, said: FormValues, time: string): FormValues {
  const isPart = (name: string): boolean => /\.(?:unit|method)$/.test(name);
  const written = Object.entries(typed).filter(([name, value]) => value.trim() !== '' && !isPart(name));
  const taken = new Set([time, ...written.map(([name]) => rootOf(name))]);
  const copied = Object.entries(said).filter(([name]) => !taken.has(rootOf(name)));
  return { ...typed, ...Object.fromEntries(copied) };
}

function rootOf(name: string): string {
  return name.split('.')[0] ?? '';
}
