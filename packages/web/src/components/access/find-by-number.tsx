// Finding a person by number.
import { usePage } from '../../layout/page.tsx';
import type { FormError } from '../../view-types.ts';
import { Card } from '../card.tsx';
import { Field } from '../field.tsx';

interface FindByNumberProps {
  title: string;
  action: string;
  label: string;
  help: string;
  /** What was typed. */
  number: string;
  errors?: readonly FormError[] | undefined;
}

/** GET `action`?number=DOC2 */
export function FindByNumber({ title, action, label, help, number, errors = [] }: FindByNumberProps) {
  const { t } = usePage();
  return (
    <Card title={title}>
      <form class="stack" method="get" action={action}>
        <Field name="number" label={label} help={help} errors={errors}>
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
