// An administrator revokes a key that a doctor signs with.

import { FindByNumber } from '../../components/access/find-by-number.tsx';
import { RequesterName } from '../../components/access/request-card.tsx';
import { PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { SigningKeys, type SigningKeyView, shortKey } from '../../components/identity/signing-keys.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError, Requester } from '../../view-types.ts';

export interface DoctorKeysProps {
  /** What was typed. */
  number: string;
  /** The doctor of that number, and their keys. */
  doctor: (Requester & { keys: readonly SigningKeyView[] }) | null;
  /** The key that was chosen, and why it is to be revoked. */
  chosen: string;
  reason: string;
  errors: readonly FormError[];
}

/** The page. GET /people/keys?number=DOC2, POST /people/keys/revoke {number, key, reason} */
export function renderDoctorKeys(context: PageContext, props: DoctorKeysProps): string {
  return renderPage(context, { title: (page) => page.t('signing.doctors'), content: <DoctorKeys {...props} /> });
}

function DoctorKeys(props: DoctorKeysProps) {
  const { t } = usePage();
  const { doctor, errors } = props;
  const labels: Record<string, string> = { number: t('authorise.number'), reason: t('signing.reason') };
  return (
    <>
      <PageHead
        title={t('signing.doctors')}
        lead={t('signing.doctorsLead')}
        back={{ href: paths.home, text: t('admin.title') }}
      />
      <ErrorSummary errors={errors} labelOf={(field) => labels[field] ?? field} />
      <FindByNumber
        title={t('signing.find')}
        action={paths.doctorKeys}
        label={t('authorise.number')}
        help={t('authorise.numberHelp')}
        {...props}
      />
      {doctor !== null && <Doctor {...props} doctor={doctor} />}
    </>
  );
}

function Doctor(props: DoctorKeysProps & { doctor: NonNullable<DoctorKeysProps['doctor']> }) {
  const { t } = usePage();
  const { doctor } = props;
  const standing = doctor.keys.filter(({ revokedAt }) => revokedAt === null);
  return (
    <section class="card stack">
      <p class="request-words">
        <RequesterName requester={doctor} />
      </p>
      {doctor.keys.length === 0 ? <p class="muted">{t('signing.noKeys')}</p> : <SigningKeys keys={doctor.keys} />}
      {standing.length > 0 && <Revoke {...props} standing={standing} />}
    </section>
  );
}

function Revoke({
  number,
  chosen,
  reason,
  errors,
  standing,
}: DoctorKeysProps & { standing: readonly SigningKeyView[] }) {
  const { t, csrf } = usePage();
  return (
    <form class="stack" method="post" action={paths.revokeDoctorKey}>
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="number" value={number} />
      <fieldset class="field">
        <legend>{t('signing.which')}</legend>
        {standing.map(({ key }) => (
          <label key={key} class="choice">
            <input type="radio" name="key" value={key} required checked={key === chosen || standing.length === 1} />
            <span class="code">{shortKey(key)}</span>
          </label>
        ))}
      </fieldset>
      <Field name="reason" label={t('signing.reason')} help={t('signing.reasonHelp')} errors={errors}>
        {(control) => <input {...control} name="reason" required maxLength={500} value={reason} />}
      </Field>
      <div class="actions">
        <button class="button refuse" type="submit">
          {t('signing.revoke')}
        </button>
      </div>
    </form>
  );
}
