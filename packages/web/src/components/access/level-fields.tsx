// The choice between a guardian who only reads and one who also decides: each with what it means.
import { usePage } from '../../layout/page.tsx';
import type { FormError, GuardianLevel } from '../../view-types.ts';
import { errorText, FieldError } from '../field.tsx';

interface LevelFieldsProps {
  chosen: GuardianLevel | '';
  /** Whose words say what a level means: the patient is spoken to, or spoken of. */
  means?: 'guardian.means' | 'atDesk.means';
  errors?: readonly FormError[] | undefined;
}

/** Input `level`: two radio buttons, neither chosen for the reader. */
export function LevelFields({ chosen, means = 'guardian.means', errors }: LevelFieldsProps) {
  const page = usePage();
  const { t } = page;
  const error = errors?.find((one) => one.field === 'level');
  return (
    <fieldset class="choices" id="level" aria-describedby={error && 'level-error'}>
      <legend>{t('invite.level')}</legend>
      {(['view', 'complete'] as const).map((level) => (
        <label key={level} class="choice">
          <input type="radio" name="level" value={level} checked={level === chosen} required />
          <span>
            {t(`guardian.level.${level}`)}
            <span class="help">{t(`${means}.${level}`)}</span>
          </span>
        </label>
      ))}
      {error !== undefined && <FieldError name="level" text={errorText(page, error)} />}
    </fieldset>
  );
}
