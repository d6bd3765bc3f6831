// The fields of an access scope: everything or chosen types, and a period. The same in the request and in the answer.
import { isMessageKey } from '../../i18n/translate.ts';
import { type Page, usePage } from '../../layout/page.tsx';
import type { FormError, RecordType } from '../../view-types.ts';
import { errorText, Field, FieldError } from '../field.tsx';
import { SingleRecords, type Singles } from './single-records.tsx';

export interface ScopeValues {
  /** `all` is everything, also what is added later; `types` only what is ticked; `records` only single ones. */
  extent: 'all' | 'types' | 'records';
  types: readonly RecordType[];
  /** The numbers of single records, as they were typed or ticked. */
  records?: readonly string[];
  from: string;
  to: string;
}

interface ScopeFieldsProps {
  values: ScopeValues;
  /** The types that can be ticked. */
  offered: readonly RecordType[];
  counts?: Readonly<Partial<Record<RecordType, number>>>;
  /** Whether 'everything' can be chosen. */
  everything: boolean;
  /** Single records, where they can be chosen; `onlySingles` where nothing else can. */
  singles?: Singles;
  onlySingles?: boolean;
  errors?: readonly FormError[] | undefined;
}

/** Inputs `extent`, `types`, `from` and `to`. */
export function ScopeFields(props: ScopeFieldsProps) {
  const { t } = usePage();
  const { values, errors, singles, onlySingles = false } = props;
  return (
    <>
      <fieldset
        class="choices"
        aria-describedby={errors?.some((one) => one.field === 'types') ? 'types-error' : undefined}
      >
        <legend>{t('scope.label.types')}</legend>
        {onlySingles ? (
          <input type="hidden" name="extent" value="records" />
        ) : (
          <>
            <Extent {...props} />
            <TypeBoxes {...props} />
            <TypesError errors={errors} />
          </>
        )}
        {singles !== undefined && (
          <>
            {!onlySingles && <ExtentSingles values={values} />}
            <SingleRecords singles={singles} inner={!onlySingles} errors={errors} />
          </>
        )}
      </fieldset>
      <fieldset class="period">
        <legend>
          {t('scope.label.period')} <span class="optional">{t('form.optional')}</span>
        </legend>
        <p class="help">{t('scope.periodHelp')}</p>
        <div class="pair">
          <Field name="from" label={t('scope.label.from')} errors={errors}>
            {(control) => <input {...control} type="date" name="from" value={values.from} />}
          </Field>
          <Field name="to" label={t('scope.label.to')} errors={errors}>
            {(control) => <input {...control} type="date" name="to" value={values.to} />}
          </Field>
        </div>
      </fieldset>
    </>
  );
}

function Extent({ values, everything, singles }: ScopeFieldsProps) {
  const { t } = usePage();
  if (!everything && singles === undefined) return <input type="hidden" name="extent" value="types" />;
  return (
    <>
      {everything && (
        <label class="choice">
          <input type="radio" name="extent" value="all" checked={values.extent === 'all'} />
          <span>
            {t('scope.all')}
            <span class="help">{t('scope.allHelp')}</span>
          </span>
        </label>
      )}
      <label class="choice">
        <input type="radio" name="extent" value="types" checked={values.extent === 'types'} />
        <span>{t('scope.some')}</span>
      </label>
    </>
  );
}

function ExtentSingles({ values }: { values: ScopeValues }) {
  const { t } = usePage();
  return (
    <label class="choice" id="extent">
      <input type="radio" name="extent" value="records" checked={values.extent === 'records'} />
      <span>
        {t('scope.single')}
        <span class="help">{t('scope.singleHelp')}</span>
      </span>
    </label>
  );
}

function TypeBoxes({ values, offered, counts, everything, singles }: ScopeFieldsProps) {
  const { t, count } = usePage();
  return (
    <div class={everything || singles !== undefined ? 'type-boxes inner' : 'type-boxes'} id="types">
      {offered.map((type) => (
        <label key={type} class="choice">
          <input type="checkbox" name="types" value={type} checked={values.types.includes(type)} />
          <span>
            {t(`type.${type}`)}
            {counts !== undefined && <span class="help">{count('record.count', counts[type] ?? 0)}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}

function TypesError({ errors }: { errors: readonly FormError[] | undefined }) {
  const page = usePage();
  const error = errors?.find((one) => one.field === 'types');
  return error === undefined ? null : <FieldError name="types" text={errorText(page, error)} />;
}

/** The label of a field of these forms, for the summary of errors. */
export function scopeLabel(page: Page, field: string): string {
  const key = `scope.label.${field}`;
  return isMessageKey(key) ? page.t(key) : field;
}
