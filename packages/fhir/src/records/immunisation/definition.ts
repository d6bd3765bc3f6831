// The immunisation of RECORDS.md (https://hl7.org/fhir/R4/immunization.html). Vaccines are words: of their codes we are
// not certain. Sites and routes are those of FHIR's own value sets.
import { coding, codings } from '../../build/datatype.ts';
import { decimal, type JsonObject, objectAt, objectOf, objectsAt, textAt } from '../../json/value.ts';
import { abdmDocuments } from '../abdm.ts';
import { composition } from '../composition.ts';
import { defineRecord, type ResourceKit } from '../definition.ts';
import type { ChoiceField, Option } from '../field.ts';
import { type FormValues, filled, optionNamed } from '../read-back.ts';
import { type ClinicalRecord, optionOf, quantityOf } from '../record.ts';

const option = (id: string, name: string): Option => ({ id, name, flag: null });

/** Names in India's Universal Immunization Programme, and others in use. */
const vaccines = [
  'BCG',
  'OPV (oral polio)',
  'IPV (inactivated polio)',
  'Hepatitis B',
  'Pentavalent (DPT, hepatitis B, Hib)',
  'Rotavirus',
  'Pneumococcal conjugate',
  'MR (measles, rubella)',
  'Japanese encephalitis',
  'DPT',
  'Td (tetanus, diphtheria)',
  'MMR',
  'Typhoid conjugate',
  'Varicella',
  'Hepatitis A',
  'HPV',
  'Influenza',
  'Rabies',
  'COVID-19',
];
const sites: Readonly<Record<string, string>> = { 'left-arm': 'LA', 'right-arm': 'RA' };
const routes: Readonly<Record<string, string>> = {
  intramuscular: 'IM',
  subcutaneous: 'SQ',
  intradermal: 'IDINJ',
  'by-mouth': 'PO',
  'in-nose': 'NASINHLC',
};

const vaccineRoute: ChoiceField = {
  kind: 'choice',
  id: 'vaccine-route',
  name: 'Vaccine route',
  options: [
    option('intramuscular', 'Into a muscle (injection)'),
    option('subcutaneous', 'Under the skin (injection)'),
    option('intradermal', 'Into the skin (injection)'),
    option('by-mouth', 'By mouth'),
    option('in-nose', 'Into the nose'),
  ],
};
const vaccineSite: ChoiceField = {
  kind: 'choice',
  id: 'vaccine-site',
  name: 'Vaccine site',
  options: [
    option('left-arm', 'Left arm'),
    option('right-arm', 'Right arm'),
    option('left-thigh', 'Left thigh'),
    option('right-thigh', 'Right thigh'),
  ],
};

/** The immunisation. */
export const immunisation = defineRecord({
  type: 'immunisation',
  name: 'Immunisation',
  icon: 'M17 3l4 4M19 5l-3 3M11 6l7 7M16 11l-7 7H6v-3l7-7M6 18l-3 3M10 11l2 2',
  writers: ['doctor', 'staff'],
  holds: ['Immunization'],
  document: 'ImmunizationRecord',
  time: { id: 'givenAt', name: 'Given' },
  head: [],
  sections: [
    {
      id: 'immunisation',
      name: 'Immunisation',
      code: abdmDocuments.ImmunizationRecord,
      fields: [
        { kind: 'text', id: 'vaccine', name: 'Vaccine', max: 120, required: true, suggestions: vaccines },
        {
          kind: 'quantity',
          id: 'dose-number',
          name: 'Dose number',
          unit: { ucum: '1', text: '' },
          decimals: 0,
          plausible: { low: '1', high: '20' },
          reference: [],
        },
        { kind: 'text', id: 'batch', name: 'Batch', max: 60 },
        { kind: 'text', id: 'manufacturer', name: 'Manufacturer', max: 120 },
        { kind: 'date', id: 'expires', name: 'Expires', side: 'future' },
        vaccineRoute,
        vaccineSite,
      ],
      resources: (record, kit) => [immunization(record, kit)],
      readBack,
    },
    {
      id: 'immunisation-note',
      name: 'Observed afterwards',
      fields: [{ kind: 'text', id: 'immunisation-note', name: 'Observed afterwards', max: 2000, long: true }],
    },
  ],
  lead: composition({
    type: 'immunisation',
    name: 'Immunisation',
    title: (record) => record.texts.vaccine,
  }),
});

function immunization(record: ClinicalRecord, kit: ResourceKit): JsonObject {
  const { vaccine = '', batch, manufacturer, expires } = record.texts;
  const dose = quantityOf(record, 'dose-number');
  const site = optionOf(record, 'vaccine-site');
  const route = optionOf(record, 'vaccine-route');
  const siteCode = site && sites[site.id];
  return objectOf({
    ...kit.head('Immunization'),
    status: 'completed',
    vaccineCode: { text: vaccine },
    patient: kit.patient,
    occurrenceDateTime: kit.occurredAt,
    recorded: kit.recordedAt,
    primarySource: true,
    manufacturer: manufacturer === undefined ? undefined : { display: manufacturer },
    lotNumber: batch,
    expirationDate: expires,
    site: site && { ...(siteCode === undefined ? {} : codings(coding('v3-ActSite', siteCode))), text: site.name },
    route: route && { ...codings(coding('v3-RouteOfAdministration', routes[route.id] ?? '')), text: route.name },
    performer: [{ actor: kit.author }],
    protocolApplied: dose === undefined ? undefined : [{ doseNumberPositiveInt: decimal(dose) }],
  });
}

function readBack(resources: readonly JsonObject[]): FormValues {
  const one = resources.find(({ resourceType }) => resourceType === 'Immunization');
  const textIn = (member: string) => textAt(objectAt(one, member), 'text');
  return {
    ...filled('vaccine', textIn('vaccineCode')),
    ...filled('dose-number', textAt(objectsAt(one, 'protocolApplied')[0], 'doseNumberPositiveInt')),
    ...filled('batch', textAt(one, 'lotNumber')),
    ...filled('manufacturer', textAt(objectAt(one, 'manufacturer'), 'display')),
    ...filled('expires', textAt(one, 'expirationDate')),
    ...filled('vaccine-route', optionNamed(vaccineRoute, textIn('route'))),
    ...filled('vaccine-site', optionNamed(vaccineSite, textIn('site'))),
  };
}
