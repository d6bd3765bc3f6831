// What one version of a record says that another does not.
import type { FormValues } from '@patrec/fhir';
import { Card, PageHead } from '../../components/card.tsx';
import { ChangeTable } from '../../components/records/change-table.tsx';
import { type AmendableType, differences } from '../../components/records/record-differences.ts';
import { recordTitle } from '../../components/records/record-words.ts';
import { VersionList } from '../../components/records/version-list.tsx';
import { usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { PatientBanner, RecordChoice, VersionView } from '../../view-types.ts';

export interface RecordChangesProps {
  patient: PatientBanner;
  viewer: 'self' | 'doctor' | 'staff';
  record: RecordChoice & { type: AmendableType };
  /** The two that are compared, and what the form of each holds. */
  before: { version: number; values: FormValues };
  after: { version: number; values: FormValues };
  versions: readonly VersionView[];
}

/** The comparison. GET /patients/PAT001/records/7/versions/2/changes */
export function renderRecordChanges(context: PageContext, props: RecordChangesProps): string {
  return renderPage(context, {
    title: (page) => page.t('changes.title', { record: props.record.label }),
    banner: props.viewer === 'self' ? undefined : <ChartBanner patient={props.patient} />,
    content: <RecordChanges {...props} />,
    width: 'wide',
  });
}

function RecordChanges({ patient, record, before, after, versions }: RecordChangesProps) {
  const page = usePage();
  const { t, dateTime } = page;
  const made = versions[after.version - 1];
  return (
    <>
      <PageHead
        title={t('changes.title', { record: record.label })}
        lead={t('changes.lead', { from: before.version, to: after.version })}
        back={{ href: paths.record(patient.number, record.number), text: record.label }}
      />
      <Card title={recordTitle(page, record)}>
        {made !== undefined && (
          <p class="change-reason">
            {made.author.name} · {dateTime(made.recordedAt)}
            <br />
            <span class="typed">{made.reason}</span>
          </p>
        )}
        <ChangeTable
          differences={differences(page, record.type, before.values, after.values)}
          before={t('version.name', { number: before.version })}
          after={t('version.name', { number: after.version })}
        />
      </Card>
      <VersionList patient={patient.number} record={record.number} versions={versions} shown={0} />
    </>
  );
}
