// What for, and until when: of a request for access, and of what is shared without one.

import { isoDate } from '../../i18n/dates.ts';
import { usePage } from '../../layout/page.tsx';
import type { FormError, Purpose } from '../../view-types.ts';
import { Field } from '../field.tsx';

/** Purposes that can be asked for. The others have forms of their own. */
export const requestPurposes: readonly Purpose[] = ['CAREMGT', 'HPAYMT', 'PUBHLTH', 'DSRCH'];

interface PurposeFieldsProps {
  values: { readonly purpose: Purpose; readonly until: string };
  /** What the day means. */
  help: string;
  errors?: readonly FormError[] | undefined;
}

/** The fields `purpose` and `until`. */
export function PurposeFields({ values, help, errors }: PurposeFieldsProps) {
  const { t, timeZone, now } = usePage();
  return (
    <>
      <Field name="purpose" label={t('scope.label.purpose')} errors={errors}>
        {(control) => (
          <select {...control} name="purpose">
            {requestPurposes.map((purpose) => (
              <option key={purpose} value={purpose} selected={purpose === values.purpose}>
                {t(`purpose.${purpose}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field name="until" label={t('scope.label.until')} help={help} errors={errors}>
        {(control) => (
          <input {...control} type="date" name="until" value={values.until} min={isoDate(timeZone, now)} required />
        )}
      </Field>
    </>
  );
}
