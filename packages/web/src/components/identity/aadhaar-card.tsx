// A patient's Aadhaar number on the account page: the last four digits, and the form to enter or remove it.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';
import { Card } from '../card.tsx';
import { ErrorSummary, Field } from '../field.tsx';

export interface AadhaarCardProps {
  lastFour: string | null;
  typed?: string;
  errors?: readonly FormError[];
}

/** POST /account/aadhaar {aadhaar, step=change or remove} */
export function AadhaarCard({ lastFour, typed = '', errors }: AadhaarCardProps) {
  const { t, csrf } = usePage();
  return (
    <Card title={t('aadhaar.title')} id="aadhaar-card">
      <div class="stack">
        <ErrorSummary errors={errors} labelOf={() => t('person.aadhaar')} />
        <p class="help">{t('aadhaar.text')}</p>
        <p>{lastFour === null ? t('aadhaar.none') : <bdi class="code">•••• •••• {lastFour}</bdi>}</p>
        <form class="stack" method="post" action={paths.changeAadhaar}>
          <input type="hidden" name="_csrf" value={csrf} />
          <Field name="aadhaar" label={t('person.aadhaar')} help={t('person.aadhaarHelp')} errors={errors}>
            {(control) => (
              <input
                {...control}
                name="aadhaar"
                value={typed}
                inputMode="numeric"
                autocomplete="off"
                maxLength={20}
                required
              />
            )}
          </Field>
          <div class="actions">
            <button class="button" type="submit" name="step" value="change">
              {t('aadhaar.save')}
            </button>
            {lastFour !== null && (
              <button class="button refuse" type="submit" name="step" value="remove" formNoValidate>
                {t('aadhaar.remove')}
              </button>
            )}
          </div>
        </form>
      </div>
    </Card>
  );
}
