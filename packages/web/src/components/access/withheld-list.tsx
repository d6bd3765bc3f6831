// What the patient withholds, each with the way to its page, where it can be shown again.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { RecordChoice } from '../../view-types.ts';
import { recordTitle } from '../records/record-words.ts';

interface WithheldListProps {
  records: readonly RecordChoice[];
  patient: string;
}

/** One row for each record. */
export function WithheldList({ records, patient }: WithheldListProps) {
  const page = usePage();
  return (
    <ul class="rows">
      {records.map((record) => (
        <li key={record.number} class="row">
          <div class="row-body">
            <p class="row-title">
              <a href={paths.record(patient, record.number)}>{recordTitle(page, record)}</a>
            </p>
            <p class="muted">
              {page.date(record.effective)} · <span class="code">{record.label}</span>
            </p>
          </div>
          {page.decides && (
            <a
              class="button quiet"
              href={paths.withhold(patient, record.number)}
              aria-label={`${page.t('record.release')}: ${record.label}`}
            >
              {page.t('record.release')}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
