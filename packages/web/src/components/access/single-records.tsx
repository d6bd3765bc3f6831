// Single records of an access scope: ticked in a list by the patient, typed by a doctor, who is not told which exist.
import { usePage } from '../../layout/page.tsx';
import type { FormError, RecordChoice } from '../../view-types.ts';
import { errorText, Field, FieldError } from '../field.tsx';
import { recordTitle } from '../records/record-words.ts';

/** How single records are chosen: from a list, of which at most `most` are shown, or by typing. */
export type Singles =
  | { readonly kind: 'listed'; readonly choices: readonly RecordChoice[]; readonly chosen: readonly number[] }
  | { readonly kind: 'typed'; readonly typed: string; readonly example: string };

interface SingleRecordsProps {
  singles: Singles;
  /** Under a radio button, or by itself. */
  inner: boolean;
  errors?: readonly FormError[] | undefined;
}

const MOST = 50;

/** Input `records`: check boxes, or one line of text. */
export function SingleRecords({ singles, inner, errors }: SingleRecordsProps) {
  return (
    <div class={inner ? 'of-records inner' : 'of-records'}>
      {singles.kind === 'listed' ? (
        <ListedRecords {...singles} errors={errors} />
      ) : (
        <TypedRecords {...singles} errors={errors} />
      )}
    </div>
  );
}

function TypedRecords({ typed, example, errors }: Extract<Singles, { kind: 'typed' }> & { errors: Errors }) {
  const { t } = usePage();
  const help = t('scope.singleTypedHelp', { example });
  return (
    <Field name="records" label={t('scope.singleTyped')} help={help} errors={errors}>
      {(control) => <input {...control} type="text" name="records" value={typed} maxLength={1000} autocomplete="off" />}
    </Field>
  );
}

type Errors = readonly FormError[] | undefined;

function ListedRecords({ choices, chosen, errors }: Extract<Singles, { kind: 'listed' }> & { errors: Errors }) {
  const page = usePage();
  const { t, date } = page;
  const error = errors?.find((one) => one.field === 'records');
  return (
    <fieldset class="record-boxes" id="records" aria-describedby={error && 'records-error'}>
      <legend class="visually-hidden">{t('scope.label.records')}</legend>
      {choices.length === 0 && <p class="help">{t('scope.singleNone')}</p>}
      {choices.length >= MOST && <p class="help">{t('scope.singleNewest', { count: choices.length })}</p>}
      {choices.map((choice) => (
        <label key={choice.number} class="choice">
          <input type="checkbox" name="records" value={choice.number} checked={chosen.includes(choice.number)} />
          <span>
            {recordTitle(page, choice)}
            <span class="help">
              {date(choice.effective)} · <span class="code">{choice.label}</span>
            </span>
          </span>
        </label>
      ))}
      {error !== undefined && <FieldError name="records" text={errorText(page, error)} />}
    </fieldset>
  );
}
