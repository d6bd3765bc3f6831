// What a form has besides its fields where it makes a new version of a record: why, and what somebody else saved meanwhile.
import type { FormValues } from '@patrec/fhir';
import { usePage } from '../../layout/page.tsx';
import type { FormError } from '../../view-types.ts';
import { Field } from '../field.tsx';
import { ChangeTable } from './change-table.tsx';
import { type AmendableType, differences } from './record-differences.ts';

/** A record that is amended, and the number of its version in force. */
export interface AmendedRecord {
  number: number;
  label: string;
  version: number;
  /** What it says now, where that changed while the form was filled in, and who changed it. */
  changed?: { who: string; when: string; values: FormValues };
}

/** Textarea `reason`. */
export function AmendReason({ typed, errors }: { typed: string | undefined; errors: readonly FormError[] }) {
  const { t } = usePage();
  return (
    <section class="card">
      <Field name="reason" label={t('amend.label.reason')} help={t('amend.reasonHelp')} errors={errors}>
        {(control) => <textarea {...control} name="reason" rows={2} maxLength={500} required value={typed} />}
      </Field>
    </section>
  );
}

interface ChangedProps {
  type: AmendableType;
  amends: AmendedRecord;
  values: FormValues;
}

/** Somebody was faster: what they saved beside what is in this form, which is kept. */
export function ChangedMeanwhile({ type, amends: { changed, version }, values }: ChangedProps) {
  const page = usePage();
  const { t } = page;
  if (changed === undefined) return null;
  return (
    <section class="card attention" role="alert" tabIndex={-1} data-focus>
      <h2>{t('amend.changedTitle')}</h2>
      <p>{t('amend.changedText', { who: changed.who, when: page.dateTime(changed.when), version })}</p>
      <ChangeTable
        differences={differences(page, type, changed.values, values)}
        before={t('amend.theirs')}
        after={t('amend.yours')}
      />
    </section>
  );
}
