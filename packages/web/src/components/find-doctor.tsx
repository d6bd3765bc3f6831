// Finding a doctor by number, for an administrator.
import { usePage } from '../layout/page.tsx';
import type { FormError } from '../view-types.ts';
import { Card } from './card.tsx';
import { Field } from './field.tsx';

interface FindDoctorProps {
  title: string;
  action: string;
  /** What was typed. */
  number: string;
  errors: readonly FormError[];
}

/** GET `action`?number=DOC2 */
export function FindDoctor({ title, action, number, errors }: FindDoctorProps) {
  const { t } = usePage();
  return (
    <Card title={title}>
      <form class="stack" method="get" action={action}>
        <Field name="number" label={t('authorise.number')} help={t('authorise.numberHelp')} errors={errors}>
          {(control) => (
            <input
              {...control}
              name="number"
              value={number}
              required
              maxLength={20}
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
            />
          )}
        </Field>
        <div class="actions">
          <button class="button" type="submit">
            {t('share.next')}
          </button>
        </div>
      </form>
    </Card>
  );
}
