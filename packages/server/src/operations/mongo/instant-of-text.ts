// Times as exports of MongoDB and programs of Python write them.

import { instantOf } from '@patrec/fhir';
import { INSTITUTION_ZONE, isInstant } from '../../records/clinical-time.ts';

/** A time of an export: ISO 8601; without a zone that of the institution, as Python prints it; a number as seconds since 1970. */
export function instantOfText(text: string): string | undefined {
  if (isInstant(text)) return text;
  const seconds = /^\d{9,10}(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : undefined;
  const millis = /^\d{12,13}$/.test(text) ? Number(text) : seconds;
  if (millis !== undefined) return new Date(millis).toISOString();
  const [, day, time, zone] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$/.exec(text) ?? [];
  if (!day || !time) return undefined;
  const local = instantOf(`${day}T${time}`, zone ? 'UTC' : INSTITUTION_ZONE);
  if (!zone || zone === 'Z' || local === undefined) return local;
  const [sign, hours, minutes] = [zone[0] === '-' ? -1 : 1, Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return new Date(Date.parse(local) - sign * (hours * 60 + minutes) * 60_000).toISOString();
}
