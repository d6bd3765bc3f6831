// The records that the reader may write for a patient, each a way to its form.
import { typesWrittenBy } from '@patrec/fhir';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import { Icon } from '../icon.tsx';
import { typeTitle } from './record-words.ts';

/** A list of the forms that the reader's role fills in. */
export function WriteLinks({ patient }: { patient: string }) {
  const page = usePage();
  const role = page.user?.role;
  if (role !== 'doctor' && role !== 'staff') return null;
  return (
    <ul class="write-links">
      {typesWrittenBy(role).map((type) => (
        <li key={type}>
          <a class="write-link" href={paths.writeRecord(patient, type)}>
            <Icon name={type} />
            {typeTitle(page, type)}
          </a>
        </li>
      ))}
      <li>
        <a class="write-link" href={paths.writeDocument(patient)}>
          <Icon name="document" />
          {page.t('records.file')}
        </a>
      </li>
      <li>
        <a class="write-link" href={paths.importDocument(patient)}>
          <Icon name="document" />
          {page.t('import.title')}
        </a>
      </li>
    </ul>
  );
}
