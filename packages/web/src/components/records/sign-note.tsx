// What a form says of the author's signature. The island finds the key of this browser, signs, and says so here.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';
import { errorText, FieldError } from '../field.tsx';
import { Icon } from '../icon.tsx';

/** What the server gives a browser to sign: the statement's bytes (base64), and what it takes to make them again. */
export interface ToSign {
  ticket: string;
  statement: string;
}

export interface SigningView {
  /** The author's keys that stand, in base64. */
  keys: readonly string[];
  /** Whether it is written without a signature. */
  required: boolean;
}

/** The form's attributes: its island signs with one of those keys, if this browser has it. */
export function signingForm(signing: SigningView | undefined) {
  return signing && { 'data-sign': JSON.stringify(signing.keys) };
}

/** The note above the button. */
export function SignNote({ signing, errors }: { signing: SigningView | undefined; errors: readonly FormError[] }) {
  const page = usePage();
  const { t } = page;
  if (signing === undefined) return null;
  const error = errors.find(({ field }) => field === 'sign');
  return (
    <div class="sign-note" id="sign" data-sign-note={t('signing.withKey')} data-sign-button={t('signing.button')}>
      <Icon name="key" />
      <div>
        <p class="help">
          <span data-sign-text>{t(signing.required ? 'signing.required' : 'signing.optional')}</span>{' '}
          <a href={paths.newSigningKey}>{t('signing.make')}</a>
        </p>
        {error !== undefined && <FieldError name="sign" text={errorText(page, error)} />}
      </div>
    </div>
  );
}
