// What a record is called on a timeline: its kind, title, date, and how much of it is abnormal.
import type { RecordType } from '../build/access-scope.ts';
import { documentKinds } from '../documents/kinds.ts';
import { type DocumentView, documentOf } from '../documents/resource.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../json/value.ts';
import { documentSections, documentTypeOf } from '../records/composition.ts';
import { definitionOf } from '../records/definitions.ts';
import { isInError } from '../records/in-error.ts';
import { displaysAt } from './display.ts';
import { type Finding, findingsOf } from './observation.ts';
import { codeOf, titleOf, whenOf } from './resource.ts';

/** A record's line on a timeline. `effective` is as stored; `summary` is the resources' own words, perhaps none. */
export interface Heading {
  readonly type: RecordType;
  readonly title: string;
  readonly effective?: string;
  readonly abnormal: number;
  readonly critical: number;
  readonly summary: string;
}

const generalReport = '11502-2';
const shown = 3;
/** Values longer than this are no findings for a line. */
const shortValue = 40;
const longestSummary = 160;

/**
 * The heading of the resources of one record; the first says what a document is. What was entered in error counts for
 * nothing; where all of it was, the line is as it was, and nothing in it is abnormal.
 */
export function recordHeading(all: readonly JsonObject[]): Heading {
  if (isInError(all[0])) return { ...headingOf(all), abnormal: 0, critical: 0 };
  return headingOf(all.filter((resource) => !isInError(resource)));
}

function headingOf(resources: readonly JsonObject[]): Heading {
  const scanned = resources.length === 1 && resources[0] ? documentOf(resources[0]) : undefined;
  if (scanned) return scannedHeading(scanned);
  const document = definitionOf(documentTypeOf(resources[0]));
  const encounter = ofType(resources, 'Encounter')[0];
  const report = ofType(resources, 'DiagnosticReport')[0];
  const findings = ofType(resources, 'Observation').flatMap(findingsOf);
  const lead = document ? resources[0] : (encounter ?? report);
  const effective = (lead && whenOf(lead)) ?? earliest(resources);
  return {
    type: document?.type ?? (encounter ? 'visit' : report ? 'laboratory' : 'history'),
    title: headlineOf(resources, lead),
    ...(effective === undefined ? {} : { effective }),
    abnormal: findings.filter(isAbnormal).length,
    critical: findings.filter(({ flag }) => flag === 'HH' || flag === 'LL').length,
    summary: document
      ? documentSummary(resources, findings)
      : encounter
        ? visitSummary(resources, encounter)
        : findings.length > 0
          ? findingSummary(findings)
          : titles(resources),
  };
}

function scannedHeading({ title, date, kind }: DocumentView): Heading {
  const summary = documentKinds.find(({ id }) => id === kind)?.name ?? '';
  return { type: 'document', title, effective: date, abnormal: 0, critical: 0, summary };
}

function headlineOf(resources: readonly JsonObject[], lead: JsonObject | undefined): string {
  if (!lead) return titles(resources.slice(0, 1));
  const groups = codeOf(lead)?.code === generalReport ? groupNames(resources) : [];
  return groups.length > 0 ? groups.join(', ') : titleOf(lead);
}

function groupNames(resources: readonly JsonObject[]): string[] {
  const names = ofType(resources, 'Observation').map((item) => textAt(objectsAt(item, 'category')[1], 'text'));
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** What a document brings: its diagnoses, medicines and the like, else what was found, else its own words. */
function documentSummary([document, ...parts]: readonly JsonObject[], findings: readonly Finding[]): string {
  const others = parts.filter(
    ({ resourceType }) => resourceType !== 'Observation' && resourceType !== 'DocumentReference',
  );
  if (others.length > 0) return titles(others);
  const short = findings.filter(({ value }) => value.length <= shortValue);
  if (short.length > 0) return findingSummary(short);
  const words = document ? (documentSections(document).find(({ text }) => text !== '')?.text ?? '') : '';
  return words.length > longestSummary ? `${words.slice(0, longestSummary).trimEnd()}…` : words;
}

function visitSummary(resources: readonly JsonObject[], encounter: JsonObject): string {
  const reasons = displaysAt(encounter, 'reasonCode');
  const found = ['Condition', 'Procedure', 'MedicationRequest', 'Immunization'].flatMap((type) =>
    ofType(resources, type),
  );
  return reasons.length > 0 ? reasons.join(', ') : titles(found);
}

function findingSummary(findings: readonly Finding[]): string {
  const order = [...findings].sort((a, b) => Number(isAbnormal(b)) - Number(isAbnormal(a)));
  const texts = order.slice(0, shown).map(({ label, value, unit }) => [label, value, unit].filter(Boolean).join(' '));
  return texts.join(' · ');
}

function titles(resources: readonly JsonObject[]): string {
  return [...new Set(resources.map(titleOf))].slice(0, shown).join(' · ');
}

function isAbnormal({ flag }: Finding): boolean {
  return flag !== undefined && flag !== 'N';
}

function earliest(resources: readonly JsonObject[]): string | undefined {
  const dates = resources.map((resource) => whenOf(resource) ?? textAt(objectAt(resource, 'meta'), 'lastUpdated'));
  return dates.filter((date) => date !== undefined).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

function ofType(resources: readonly JsonObject[], type: string): JsonObject[] {
  return resources.filter(({ resourceType }) => resourceType === type);
}
