// The content of a record: measurements as tables, everything else as lists, kind by kind.
import { type Description, describeResource, type JsonObject } from '@patrec/fhir';
import { usePage } from '../../layout/page.tsx';
import type { Trends } from '../../view-types.ts';
import { Card, Empty } from '../card.tsx';
import { isBookkeeping, kindName, type SortedContent, sortContent } from './content-order.ts';
import { DocumentContent, inDocument } from './document-content.tsx';
import { ObservationTable } from './observation-table.tsx';
import { sectionName } from './record-words.ts';
import { ResourceList } from './resource-list.tsx';

export interface RecordContentProps {
  resources: readonly JsonObject[];
  trends: Trends;
  patient: string;
}

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
  const { remarks, groups, kinds } = sortContent(resources.map(describeResource));
  return (
    <>
      <Remarks remarks={remarks} />
      <Measurements groups={groups} trends={trends} patient={patient} />
      {kinds.map(([kind, items]) => (
        <Kind key={kind} kind={kind} items={items} />
      ))}
    </>
  );
}

function Remarks({ remarks }: { remarks: readonly string[] }) {
  const { t } = usePage();
  if (remarks.length === 0) return null;
  return (
    <Card title={t('record.comment')}>
      {remarks.map((text) => (
        <p key={text} class="remark">
          {text}
        </p>
      ))}
    </Card>
  );
}

interface MeasurementsProps extends Pick<RecordContentProps, 'trends' | 'patient'> {
  groups: SortedContent['groups'];
}

function Measurements({ groups, trends, patient }: MeasurementsProps) {
  const page = usePage();
  return (
    <>
      {groups.map(([id, items]) => {
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

function Kind({ kind, items }: { kind: string; items: readonly Description[] }) {
  const page = usePage();
  const title = kindName(page, kind);
  if (!isBookkeeping(kind)) {
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
