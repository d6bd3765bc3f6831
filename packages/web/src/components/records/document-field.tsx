// The document that somebody showed at the desk: its kind alone is noted.
import { usePage } from '../../layout/page.tsx';
import { documentKinds, type FormError } from '../../view-types.ts';
import { Field } from '../field.tsx';

interface DocumentFieldProps {
  chosen: string;
  help: string;
  errors: readonly FormError[];
}

/** Select `document`. */
export function DocumentField({ chosen, help, errors }: DocumentFieldProps) {
  const { t } = usePage();
  return (
    <Field name="document" label={t('deskRecovery.document')} help={help} errors={errors}>
      {(control) => (
        <select {...control} name="document" required>
          <option value="">{t('person.choose')}</option>
          {documentKinds.map((kind) => (
            <option key={kind} value={kind} selected={kind === chosen}>
              {t(`document.${kind}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
