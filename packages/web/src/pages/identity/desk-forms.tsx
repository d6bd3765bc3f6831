// What the desk enters for a patient: a guardian, an e-mail address, an Aadhaar number.

import { Field } from '../../components/field.tsx';
import { DeskForm, type DeskFormProps, OpenButton } from '../../components/identity/desk-form.tsx';
import { DeskGuardianFields } from '../../components/identity/desk-guardian-fields.tsx';
import { DocumentField } from '../../components/records/document-field.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';

export type { DeskFormProps } from '../../components/identity/desk-form.tsx';

/** GET and POST /desk/guardian {number, birthDate, guardian, guardianBirthDate, relation, level, until, basis, document, note} */
export function renderDeskGuardian(context: PageContext, props: DeskFormProps): string {
  return renderPage(context, {
    title: (page) => page.t('atDesk.guardian'),
    content: (
      <DeskForm {...props} what="guardian" action={paths.deskGuardian}>
        <DeskGuardianFields {...props} />
      </DeskForm>
    ),
  });
}

/** GET and POST /desk/email {number, birthDate, document, address} */
export function renderDeskEmail(context: PageContext, props: DeskFormProps): string {
  return renderPage(context, {
    title: (page) => page.t('atDesk.email'),
    content: (
      <DeskForm {...props} what="email" action={paths.deskEmail}>
        <EmailFields {...props} />
      </DeskForm>
    ),
  });
}

/** GET and POST /desk/aadhaar {number, birthDate, document, aadhaar, step=change or remove} */
export function renderDeskAadhaar(context: PageContext, props: DeskFormProps): string {
  return renderPage(context, {
    title: (page) => page.t('atDesk.aadhaar'),
    content: (
      <DeskForm {...props} what="aadhaar" action={paths.deskAadhaar}>
        <AadhaarFields {...props} />
      </DeskForm>
    ),
  });
}

function EmailFields({ values, errors }: DeskFormProps) {
  const { t } = usePage();
  return (
    <>
      <DocumentField chosen={values.document ?? ''} help={t('deskRecovery.documentHelp')} errors={errors} />
      <Field name="address" label={t('email.address')} errors={errors}>
        {(control) => (
          <input
            {...control}
            type="email"
            name="address"
            value={values.address}
            maxLength={254}
            autocomplete="off"
            required
          />
        )}
      </Field>
      <OpenButton />
    </>
  );
}

function AadhaarFields({ values, errors }: DeskFormProps) {
  const { t } = usePage();
  return (
    <>
      <DocumentField chosen={values.document ?? ''} help={t('deskRecovery.documentHelp')} errors={errors} />
      <Field name="aadhaar" label={t('person.aadhaar')} errors={errors}>
        {(control) => (
          <input
            {...control}
            name="aadhaar"
            value={values.aadhaar}
            inputMode="numeric"
            autocomplete="off"
            maxLength={20}
          />
        )}
      </Field>
      <div class="actions">
        <button class="button" type="submit" name="step" value="change">
          {t('atDesk.aadhaarSave')}
        </button>
        <button class="button refuse" type="submit" name="step" value="remove">
          {t('atDesk.aadhaarRemove')}
        </button>
      </div>
    </>
  );
}
