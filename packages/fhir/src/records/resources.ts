// A record as FHIR R4 resources: the one it is of, then what its sections became, in the order of the form.
import type { JsonObject } from '../json/value.ts';
import type { BuiltSection, RecordDefinition, ResourceKit, Section } from './definition.ts';
import { fileResource, type RecordFile } from './files.ts';
import type { ClinicalRecord } from './record.ts';
import { observations, type RecordOptions, resourceKit } from './resource-kit.ts';

/** The lead, then the others. */
export function recordResources(
  definition: RecordDefinition,
  record: ClinicalRecord,
  options: RecordOptions,
): JsonObject[] {
  const leadId = options.newId();
  const kit = resourceKit(definition, record, options);
  const sections = definition.sections.map((section) => {
    const { resources, ...rest } = built(section, record, kit);
    return { ...rest, resources: [...resources, ...filesIn(definition, section, options.files ?? [], kit)] };
  });
  const lead = definition.lead(record, sections, resourceKit(definition, record, { ...options, newId: () => leadId }));
  return [lead, ...sections.flatMap(({ resources }) => resources)];
}

function filesIn(
  { files: slots = [] }: RecordDefinition,
  section: Section,
  files: readonly RecordFile[],
  kit: ResourceKit,
) {
  return slots
    .filter((slot) => slot.section === section.id)
    .flatMap((slot) => files.filter((one) => one.slot === slot.id).map(({ file }) => fileResource(slot, file, kit)));
}

function built(section: Section, record: ClinicalRecord, kit: ResourceKit): BuiltSection {
  const resources = section.resources ? section.resources(record, kit) : observations(record, section, kit);
  const long = section.fields.find((field) => field.kind === 'text' && field.long);
  const narrative = long && record.texts[long.id];
  return { section, resources, ...(narrative !== undefined && { narrative }) };
}
