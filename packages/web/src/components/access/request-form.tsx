// The form by which a doctor asks a patient for access: what, why, until when.

import { recordTypes } from '@patrec/fhir';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { FormError, PatientRef, Purpose, RecordType } from '../../view-types.ts';
import { Field } from '../field.tsx';
import { SendOrCancel } from '../send-or-cancel.tsx';
import { PurposeFields } from './purpose-fields.tsx';
import { ScopeFields, type ScopeValues } from './scope-fields.tsx';

export interface RequestValues extends ScopeValues {
  purpose: Purpose;
  until: string;
  note: string;
}

interface RequestFormProps {
  patient: PatientRef;
  values: RequestValues;
  errors?: readonly FormError[] | undefined;
  /** Types that can be asked for; all when absent. */
  types?: readonly RecordType[];
  /** Where 'cancel' leads. */
  back: string;
}

/** POST /patients/PAT001/access-requests {extent, types, records, from, to, purpose, until, note} */
export function RequestForm({ patient, values, errors, types = recordTypes, back }: RequestFormProps) {
  const { t, csrf } = usePage();
  return (
    <form class="card stack" method="post" action={paths.requestAccess(patient.number)}>
      <input type="hidden" name="_csrf" value={csrf} />
      <ScopeFields
        values={values}
        offered={types}
        everything
        singles={{ kind: 'typed', typed: (values.records ?? []).join(', '), example: `${patient.number}-REC3, REC7` }}
        errors={errors}
      />
      <PurposeFields values={values} help={t('ask.untilHelp')} errors={errors} />
      <Field name="note" label={t('scope.label.note')} help={t('ask.noteHelp')} optional errors={errors}>
        {(control) => <textarea {...control} name="note" rows={3} maxLength={500} value={values.note} />}
      </Field>
      <SendOrCancel text={t('ask.button')} back={back} />
    </form>
  );
}
