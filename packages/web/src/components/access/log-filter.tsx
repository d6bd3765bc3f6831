// What to look for in the access log: a plain form whose values stand in the address.

import { isMessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { type LogFilterValues, type LogPeople, logPath } from '../../log-filter.ts';
import type { FormError } from '../../view-types.ts';
import { Field } from '../field.tsx';
import { personName } from '../person-name.ts';

interface LogFilterProps {
  values: LogFilterValues;
  /** Kinds of which there are any, with how many. */
  kinds: Readonly<Record<string, number>>;
  people: LogPeople;
  patient: string;
  errors: readonly FormError[];
}

/** The form: who, what, record, from, to. GET /access/log */
export function LogFilter({ values, kinds, people, patient, errors }: LogFilterProps) {
  const page = usePage();
  const { t } = page;
  const filtered = Object.values(values).some((value) => value !== '');
  return (
    <details class="card fold" open={filtered}>
      <summary>{t('log.filters')}</summary>
      <form class="log-filter" method="get" action={logPath()} aria-label={t('log.filters')}>
        <Field name="who" label={t('log.who')} errors={errors}>
          {(control) => (
            <select {...control} name="who">
              <option value="">{t('log.anybody')}</option>
              {known(people, values.who).map(({ count, ...person }) => (
                <option key={person.login} value={person.login} selected={person.login === values.who}>
                  {count === 0 ? personName(page, person) : `${personName(page, person)} (${count})`}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="what" label={t('log.what')} errors={errors}>
          {(control) => (
            <select {...control} name="what">
              <option value="">{t('log.anything')}</option>
              {[...new Set([...Object.keys(kinds), values.what])].filter(isKind).map((kind) => (
                <option key={kind} value={kind} selected={kind === values.what}>
                  <KindText kind={kind} count={kinds[kind] ?? 0} />
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          name="record"
          label={t('log.record')}
          help={t('log.recordHelp', { example: `${patient}-REC3` })}
          errors={errors}
        >
          {(control) => <input {...control} name="record" value={values.record} maxLength={40} autoComplete="off" />}
        </Field>
        <Field name="from" label={t('log.from')} errors={errors}>
          {(control) => <input {...control} type="date" name="from" value={values.from} />}
        </Field>
        <Field name="to" label={t('log.to')} errors={errors}>
          {(control) => <input {...control} type="date" name="to" value={values.to} />}
        </Field>
        <div class="actions">
          <button class="button" type="submit">
            {t('log.show')}
          </button>
          {filtered && (
            <a class="button quiet" href={logPath()}>
              {t('log.clear')}
            </a>
          )}
        </div>
      </form>
    </details>
  );
}

function KindText({ kind, count }: { kind: string; count: number }) {
  const { t } = usePage();
  const key = `log.kind.${kind}`;
  const text = isMessageKey(key) ? t(key) : kind;
  return <>{`${text} (${count})`}</>;
}

function isKind(kind: string): boolean {
  return isMessageKey(`log.kind.${kind}`);
}

// Somebody who is chosen stays among the choices, also where nothing of theirs matches the rest.
function known(people: LogPeople, chosen: string): LogPeople {
  if (chosen === '' || people.some(({ login }) => login === chosen)) return people;
  return [{ login: chosen, name: chosen, count: 0 }, ...people];
}
