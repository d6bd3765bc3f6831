// A form that asks the device for a passkey. It is shown by its island, where the browser knows passkeys.
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { Icon } from '../icon.tsx';

interface PasskeyFormProps {
  action: string;
  options: string;
  /** Sent along. */
  values: Readonly<Record<string, string>>;
  button: MessageKey;
}

/** A button that answers with a passkey: POST `action` {passkey, _csrf, …values} */
export function PasskeyForm({ action, options, values, button }: PasskeyFormProps) {
  const { t, csrf } = usePage();
  return (
    <form class="passkey-form" method="post" action={action} data-passkey="get" data-options={options} hidden>
      <input type="hidden" name="_csrf" value={csrf} />
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="passkey" value="" />
      <button class="button quiet full" type="submit">
        <Icon name="key" />
        {t(button)}
      </button>
      <PasskeyProblem />
    </form>
  );
}

/** Where the island says what went wrong. */
export function PasskeyProblem() {
  const { t } = usePage();
  return (
    <p
      class="field-error"
      role="alert"
      data-problem
      data-stopped={t('passkey.stopped')}
      data-known={t('passkey.known')}
      hidden
    />
  );
}
