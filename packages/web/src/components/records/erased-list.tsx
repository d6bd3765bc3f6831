// What was erased of a patient, under the records: when and under what law. The numbers are left, nothing else.
import type { ErasureBasis } from '@patrec/fhir';
import { formatCount } from '../../i18n/dates.ts';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import { Card } from '../card.tsx';

/** One erasure, with the numbers of its records. */
export interface ErasedView {
  at: string;
  basis: ErasureBasis;
  reference: string;
  numbers: readonly number[];
}

/** So many records of one erasure are named; of more there is the count. */
const NAMED = 5;

/** The erasures, the newest first; nothing where there are none. */
export function ErasedList({ erased, patient }: { erased: readonly ErasedView[]; patient: string }) {
  const { t, date } = usePage();
  if (erased.length === 0) return null;
  return (
    <Card title={t('erased.listTitle')}>
      <ul class="rows">
        {erased.map(({ at, basis, reference, numbers }) => (
          <li key={at} class="row">
            <div class="row-body">
              <p class="row-title">
                <Records numbers={numbers} patient={patient} />
              </p>
              <p class="muted">
                {t('erased.on', { date: date(at), basis: t(`erasure.basis.${basis}`) })}{' '}
                {t('erased.reference', { reference })}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Records({ numbers, patient }: { numbers: readonly number[]; patient: string }) {
  const { count } = usePage();
  if (numbers.length > NAMED)
    return <>{count('erased.count', numbers.length, { count: formatCount(numbers.length) })}</>;
  return (
    <>
      {numbers.map((number, i) => (
        <span key={number}>
          {i > 0 && ', '}
          <a href={paths.record(patient, number)}>{`${patient}-REC${number}`}</a>
        </span>
      ))}
    </>
  );
}
