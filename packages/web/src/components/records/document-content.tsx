// A record that is a document: a card for each of its sections, with its measurements, its entries and its words.
import {
  type Description,
  type DocumentSection,
  describeResource,
  documentSections,
  type JsonObject,
  type Row,
} from '@patrec/fhir';
import { usePage } from '../../layout/page.tsx';
import type { Trends } from '../../view-types.ts';
import { Card } from '../card.tsx';
import { ObservationTable, valueText } from './observation-table.tsx';
import { observationName, storedSectionName } from './record-words.ts';
import { ResourceList } from './resource-list.tsx';

interface DocumentContentProps {
  resources: readonly JsonObject[];
  trends: Trends;
  patient: string;
}

/** The resources that a document shows: itself, and those that its sections refer to. */
export function inDocument(resources: readonly JsonObject[]): Set<JsonObject> {
  const documents = resources.filter(isDocument);
  const entries = documents.flatMap(documentSections).flatMap((section) => section.entries);
  return new Set(resources.filter((one) => isDocument(one) || entries.includes(referenceTo(one))));
}

/** The sections of the documents of a record, in their order. */
export function sectionsOf(resources: readonly JsonObject[]): DocumentSection[] {
  return resources.filter(isDocument).flatMap(documentSections);
}

/** A card for each section of the documents of a record. */
export function DocumentContent({ resources, trends, patient }: DocumentContentProps) {
  return (
    <>
      {sectionsOf(resources).map((section) => (
        <SectionCard key={section.title} section={section} resources={resources} trends={trends} patient={patient} />
      ))}
    </>
  );
}

/** A section with what it refers to, described; measurements apart. */
export function sectionParts(section: DocumentSection, resources: readonly JsonObject[]) {
  const parts = resources.filter((one) => section.entries.includes(referenceTo(one))).map(describeResource);
  const measured = parts.filter(({ kind }) => kind === 'observation');
  const others = parts.filter(({ kind }) => kind !== 'observation');
  return { measured, others, empty: parts.length === 0 && section.text === '' };
}

function SectionCard({ section, resources, trends, patient }: DocumentContentProps & { section: DocumentSection }) {
  const page = usePage();
  const { measured, others, empty } = sectionParts(section, resources);
  if (empty) return null;
  return (
    <Card title={storedSectionName(page, section.title)}>
      {section.text !== '' && <p class="remark">{section.text}</p>}
      {others.length > 0 && <ResourceList items={others} />}
      <Observations described={measured} trends={trends} patient={patient} />
    </Card>
  );
}

interface ObservationsProps extends Omit<DocumentContentProps, 'resources'> {
  described: readonly Description[];
}

/** A table where something is measured or judged; words, dates and plain answers as facts. */
function Observations({ described, trends, patient }: ObservationsProps) {
  const page = usePage();
  const rows = described.flatMap((one) => one.rows);
  if (rows.length === 0) return null;
  if (isMeasured(rows)) return <ObservationTable observations={described} trends={trends} patient={patient} />;
  return (
    <dl class="facts">
      {rows.map((row) => {
        const text = 'text' in row.label ? row.label.text : '';
        return (
          <div key={text}>
            <dt>{observationName(page, row.code, text)}</dt>
            <dd>{valueText(page, row)}</dd>
          </div>
        );
      })}
    </dl>
  );
}

/** True where something is measured or judged: it is a table then. */
export function isMeasured(rows: readonly Row[]): boolean {
  return rows.some((row) => row.unit !== undefined || row.flag !== undefined);
}

function isDocument({ resourceType }: JsonObject): boolean {
  return resourceType === 'Composition';
}

function referenceTo({ resourceType, id }: JsonObject): string {
  return `${resourceType}/${id}`;
}
