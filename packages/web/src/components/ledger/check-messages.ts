// What scripts say of checks and of witnesses, on every page that has a check; the keys are those of the catalogue.
import type { MessageKey } from '../../i18n/translate.ts';

export const checkMessages = [
  'verify.check.header',
  'verify.check.statement',
  'verify.check.content',
  'verify.check.link',
  'verify.check.log',
  'verify.check.erasure',
  'signing.checkFailed',
] as const satisfies readonly MessageKey[];

export const witnessMessages = [
  'witness.none',
  'witness.enough',
  'witness.few',
  'witness.logKey',
  'witness.key',
] as const satisfies readonly MessageKey[];

export type CheckMessage = (typeof checkMessages)[number];
export type WitnessMessage = (typeof witnessMessages)[number];
