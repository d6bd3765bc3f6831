// Looking for records: a plain form that is posted, so that what is searched for stands in no address.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import { LONGEST_SEARCH, type RecordsFilterValues, recordsPath } from '../../records-filter.ts';
import type { FormError, Person } from '../../view-types.ts';
import { Field } from '../field.tsx';
import { Icon } from '../icon.tsx';
import { personName } from '../person-name.ts';

/** People who wrote what the reader sees, with how much. */
export type RecordAuthors = readonly (Person & { count: number })[];

interface RecordSearchProps {
  patient: string;
  values: RecordsFilterValues;
  authors: RecordAuthors;
  errors: readonly FormError[];
}

/** The form: words, author, from, to; kind and abnormal stay as they were chosen. POST /patients/PAT001/records */
export function RecordSearch({ patient, values, authors, errors }: RecordSearchProps) {
  const { t, csrf } = usePage();
  const narrowed = [values.author, values.from, values.to].some((value) => value !== '');
  return (
    <search>
      <form class="card record-search" method="post" action={paths.records(patient)}>
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="type" value={values.type} />
        <input type="hidden" name="abnormal" value={values.abnormal} />
        <div class="record-search-row">
          <Field name="search" label={t('search.words')} errors={errors}>
            {(control) => (
              <input
                {...control}
                type="search"
                name="search"
                value={values.search}
                maxLength={LONGEST_SEARCH}
                autoComplete="off"
              />
            )}
          </Field>
          <button class="button" type="submit">
            <Icon name="search" />
            {t('search.button')}
          </button>
        </div>
        <details class="fold" open={narrowed}>
          <summary>{t('search.more')}</summary>
          <div class="log-filter">
            <AuthorField value={values.author} authors={authors} errors={errors} />
            <Field name="from" label={t('search.from')} errors={errors}>
              {(control) => <input {...control} type="date" name="from" value={values.from} />}
            </Field>
            <Field name="to" label={t('search.to')} errors={errors}>
              {(control) => <input {...control} type="date" name="to" value={values.to} />}
            </Field>
          </div>
        </details>
      </form>
    </search>
  );
}

// Somebody who is chosen stays among the choices, also where they wrote nothing that the reader sees.
function AuthorField({ value, authors, errors }: Pick<RecordSearchProps, 'authors' | 'errors'> & { value: string }) {
  const page = usePage();
  const known = authors.some(({ login }) => login === value);
  const all = value === '' || known ? authors : [{ login: value, name: value, count: 0 }, ...authors];
  return (
    <Field name="author" label={page.t('search.author')} errors={errors}>
      {(control) => (
        <select {...control} name="author">
          <option value="">{page.t('log.anybody')}</option>
          {all.map(({ count, ...person }) => (
            <option key={person.login} value={person.login} selected={person.login === value}>
              {count === 0 ? personName(page, person) : `${personName(page, person)} (${count})`}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface NoMatchProps {
  patient: string;
  values: RecordsFilterValues;
  q: string | null;
}

/** That no record matches, and a way to more for each limit that is set. */
export function NoMatch({ patient, values, q }: NoMatchProps) {
  const { t } = usePage();
  const limits = [
    { set: values.search !== '', without: { search: '' }, text: t('search.withoutWords', { words: values.search }) },
    { set: values.type !== '', without: { type: '' }, text: t('search.anyKind') },
    { set: values.author !== '', without: { author: '' }, text: t('search.anyAuthor') },
    { set: values.from + values.to !== '', without: { from: '', to: '' }, text: t('search.anyTime') },
    { set: values.abnormal !== '', without: { abnormal: '' }, text: t('search.normalToo') },
  ].filter(({ set }) => set);
  return (
    <div class="card">
      <p class="empty">{t('records.noneMatch')}</p>
      <p>{t('search.widen')}</p>
      <ul class="widen">
        {limits.map(({ without, text }) => (
          <li key={text}>
            <a href={recordsPath(patient, { ...values, ...without }, q)}>{text}</a>
          </li>
        ))}
        {limits.length > 1 && (
          <li>
            <a href={paths.records(patient)}>{t('search.everything')}</a>
          </li>
        )}
      </ul>
    </div>
  );
}
