// The content of a record: measurements as tables, everything else as lists, kind by kind.
import { type Description, describeResource, type JsonObject, sectionOf } from '@patrec/fhir';
import { isMessageKey, type MessageKey } from '../i18n/translate.ts';
import { usePage } from '../layout/page.tsx';
import type { Trends } from '../view-types.ts';
import { Card, Empty } from './card.tsx';
import { DocumentContent, inDocument } from './document-content.tsx';
import { ObservationTable } from './observation-table.tsx';
import { sectionName } from './record-words.ts';
import { ResourceList } from './resource-list.tsx';

export interface RecordContentProps {
  resources: readonly JsonObject[];
  trends: Trends;
  patient: string;
}

/** Kinds in the order in which a clinician wants them; kinds that are not named come last. */
const order = [
  'encounter',
  'allergy-intolerance',
  'condition',
  'medication-request',
  'immunization',
  'procedure',
  'diagnostic-report',
  'imaging-study',
  'care-plan',
  'goal',
];
/** Bookkeeping: there, but folded. */
const folded = new Set(['claim', 'explanation-of-benefit', 'patient', 'practitioner', 'organization']);

/** All of a record's resources: a document by its sections, then what is in none. */
export function RecordContent(props: RecordContentProps) {
  const { t } = usePage();
  const { resources } = props;
  if (resources.length === 0) return <Empty>{t('record.none')}</Empty>;
  const told = inDocument(resources);
  return (
    <>
      <DocumentContent {...props} />
      <OtherContent {...props} resources={resources.filter((resource) => !told.has(resource))} />
    </>
  );
}

function OtherContent({ resources, trends, patient }: RecordContentProps) {
  const described = resources.map(describeResource);
  const measures = described.filter((one) => one.kind === 'observation');
  const kinds = Map.groupBy(
    described.filter((one) => shows(one, measures.length)),
    (one) => one.kind,
  );
  const sorted = [...kinds].sort(([a], [b]) => place(a) - place(b));
  return (
    <>
      <Remarks described={described} />
      <Measurements described={measures} trends={trends} patient={patient} />
      {sorted.map(([kind, items]) => (
        <Kind key={kind} kind={kind} items={items} />
      ))}
    </>
  );
}

/** A report whose values are shown as a table adds nothing but its conclusion, which stands at the top. */
function shows(description: Description, measures: number): boolean {
  if (description.kind === 'observation') return false;
  return description.kind !== 'diagnostic-report' || measures === 0;
}

function place(kind: string): number {
  const index = order.indexOf(kind);
  return index === -1 ? order.length + (folded.has(kind) ? 1 : 0) : index;
}

function Remarks({ described }: { described: readonly Description[] }) {
  const { t } = usePage();
  const reports = described.filter((one) => one.kind === 'diagnostic-report');
  const words = reports.flatMap((one) =>
    one.rows.filter((row) => 'key' in row.label && row.label.key === 'conclusion'),
  );
  if (words.length === 0) return null;
  return (
    <Card title={t('record.comment')}>
      {words.map((row) => (
        <p key={row.value} class="remark">
          {row.value}
        </p>
      ))}
    </Card>
  );
}

function Measurements({ described, trends, patient }: { described: Description[]; trends: Trends; patient: string }) {
  const page = usePage();
  const groups = Map.groupBy(described, groupOf);
  return (
    <>
      {[...groups].map(([id, items]) => {
        const title = sectionName(page, id, page.t('kind.observation'));
        return (
          <Card key={id} title={title}>
            <ObservationTable observations={items} trends={trends} patient={patient} />
          </Card>
        );
      })}
    </>
  );
}

function groupOf({ rows }: Description): string {
  const field = rows.find((row) => row.field !== undefined)?.field;
  return (field === undefined ? undefined : sectionOf('laboratory', field)?.id) ?? 'other';
}

function Kind({ kind, items }: { kind: string; items: readonly Description[] }) {
  const { t } = usePage();
  const key = `kind.${kind}`;
  const title = t(isMessageKey(key) ? key : ('kind.other' satisfies MessageKey));
  if (!folded.has(kind)) {
    return (
      <Card title={title}>
        <ResourceList items={items} />
      </Card>
    );
  }
  return (
    <details class="card fold">
      <summary>
        {title} ({items.length})
      </summary>
      <ResourceList items={items} />
    </details>
  );
}
