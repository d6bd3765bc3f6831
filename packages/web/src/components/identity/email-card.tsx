// The e-mail address of one's account: the present one, the one that waits, and the form for another.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';
import { Card } from '../card.tsx';
import { ErrorSummary, Field } from '../field.tsx';
import { Throttled } from '../throttled.tsx';

export interface EmailCardProps {
  address: string | null;
  /** The address that was entered and not confirmed yet. */
  waiting: { address: string; until: string } | null;
  /** What was typed. */
  typed?: string;
  errors?: readonly FormError[];
  /** Too many wrong passwords. */
  throttled?: boolean;
}

/** POST /account/email {address, addressPassword, step=change or remove} */
export function EmailCard(props: EmailCardProps) {
  const { t, rich, dateTime } = usePage();
  const { address, waiting, errors } = props;
  const labelOf = (field: string) => t(field === 'address' ? 'email.address' : 'email.addressPassword');
  return (
    <Card title={t('email.title')} id="email">
      <div class="stack">
        {props.throttled && <Throttled />}
        <ErrorSummary errors={errors} labelOf={labelOf} text={t('email.kept')} />
        <p class="help">{t('email.text')}</p>
        {address === null ? (
          <p>{t('email.none')}</p>
        ) : (
          <dl class="facts">
            <div>
              <dt>{t('email.now')}</dt>
              <dd>
                <bdi>{address}</bdi>
              </dd>
            </div>
          </dl>
        )}
        {waiting !== null && (
          <p>{rich('email.waiting', { address: <bdi>{waiting.address}</bdi>, time: dateTime(waiting.until) })}</p>
        )}
        <EmailForm {...props} />
      </div>
    </Card>
  );
}

function EmailForm({ address, waiting, typed = '', errors }: EmailCardProps) {
  const { t, csrf } = usePage();
  return (
    <form class="stack" method="post" action={paths.changeEmail}>
      <input type="hidden" name="_csrf" value={csrf} />
      <Field name="address" label={t('email.address')} errors={errors}>
        {(control) => (
          <input {...control} name="address" type="email" value={typed} autocomplete="email" maxLength={254} required />
        )}
      </Field>
      <Field name="addressPassword" label={t('email.addressPassword')} errors={errors}>
        {(control) => (
          <input
            {...control}
            name="addressPassword"
            type="password"
            autocomplete="current-password"
            maxLength={1000}
            required
          />
        )}
      </Field>
      <div class="actions">
        <button class="button" type="submit" name="step" value="change">
          {t('email.save')}
        </button>
        {(address !== null || waiting !== null) && (
          <button class="button refuse" type="submit" name="step" value="remove" formNoValidate>
            {t('email.remove')}
          </button>
        )}
      </div>
    </form>
  );
}
