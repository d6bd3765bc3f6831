// How a form ends: the button that sends it, and the way back.
import { usePage } from '../layout/page.tsx';

interface SendOrCancelProps {
  text: string;
  back: string;
  danger?: boolean;
  /** Where a script shows the button once it can do its part. */
  hidden?: boolean;
  /** Which step of the form it is, where there are several. */
  step?: string;
}

export function SendOrCancel({ text, back, danger = false, hidden = false, step }: SendOrCancelProps) {
  const { t } = usePage();
  return (
    <div class="actions">
      <button
        class={danger ? 'button danger' : 'button'}
        type="submit"
        hidden={hidden}
        {...(step !== undefined && { name: 'step', value: step })}
      >
        {text}
      </button>
      <a class="button quiet" href={back}>
        {t('form.cancel')}
      </a>
    </div>
  );
}
