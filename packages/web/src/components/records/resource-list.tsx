// Resources that are not measurements: title, date, status, and what else they say.
import type { Description, Row } from '@patrec/fhir';
import { isMessageKey } from '../../i18n/translate.ts';
import { type Page, usePage } from '../../layout/page.tsx';
import { anyAnswerName, storedSectionName } from './record-words.ts';

const ICD10 = 'http://hl7.org/fhir/sid/icd-10';

/** A list of descriptions of one kind. */
export function ResourceList({ items }: { items: readonly Description[] }) {
  return (
    <ul class="resources">
      {items.map((item, index) => (
        <li key={`${item.title} ${index}`}>
          <Resource item={item} />
        </li>
      ))}
    </ul>
  );
}

function Resource({ item }: { item: Description }) {
  const page = usePage();
  const said = item.rows.filter((row) => !repeats(row, item.status));
  const rows = Map.groupBy(said, (row) => rowLabel(page, row));
  return (
    <>
      <p class="resource-title">
        <strong>{item.title}</strong>
        {diagnosisCode(item) !== undefined && <span class="code">{diagnosisCode(item)}</span>}
        {item.status !== undefined && <span class="badge plain">{statusText(page, item.status)}</span>}
        {item.when !== undefined && <time dateTime={item.when}>{page.date(item.when)}</time>}
      </p>
      {rows.size > 0 && (
        <dl class="facts">
          {[...rows].map(([label, parts]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{page.list(parts.map((row) => rowText(page, row)))}</dd>
            </div>
          ))}
        </dl>
      )}
      {item.notes.map((note) => (
        <p key={note} class="muted">
          {note}
        </p>
      ))}
    </>
  );
}

/** The code of a diagnosis, which people know; those of other systems they do not. */
export function diagnosisCode({ code }: Description): string | undefined {
  return code?.system === ICD10 ? code.code : undefined;
}

export function rowLabel(page: Page, { label }: Row): string {
  if ('text' in label) return storedSectionName(page, label.text);
  if ('element' in label) return label.element;
  const key = `row.${label.key}`;
  return isMessageKey(key) ? page.t(key) : label.key;
}

/** The clinical status is shown beside the title already. */
export function repeats({ label, value }: Row, status: string | undefined): boolean {
  return 'key' in label && label.key === 'clinical-status' && value === status;
}

export function rowText(page: Page, { label, value, date }: Row): string {
  if (date === true) return page.date(value);
  const key = 'key' in label ? `${label.key}.${value}` : value;
  return isMessageKey(key) ? page.t(key) : anyAnswerName(page, value);
}

export function statusText(page: Page, status: string): string {
  const key = `status.${status}`;
  return isMessageKey(key) ? page.t(key) : status;
}
