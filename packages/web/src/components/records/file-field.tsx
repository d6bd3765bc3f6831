// The field for a file. Without a script the file goes with the form; with it, the script sends it by itself, shows how far
// it is, and puts what the server answered into `upload`. The script finds its words here.
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import type { FormError, UploadView } from '../../view-types.ts';
import { Field } from '../field.tsx';
import { fileSize } from '../file-size.ts';
import { Icon } from '../icon.tsx';

/** Messages that the script fills in and shows; the keys are those of the catalogue. */
const uploadMessages = [
  'file.uploaded',
  'file.sending',
  'file.checking',
  'file.stopped',
  'file.failed',
  'file.wait',
  'error.file-type',
  'error.file-empty',
  'error.file-too-large',
  'error.file-cut-off',
  'error.file-no-room',
  'error.file-too-many',
] as const satisfies readonly MessageKey[];

export type UploadMessage = (typeof uploadMessages)[number];

interface FileFieldProps {
  label: string;
  /** Where the script sends the file. */
  address: string;
  /** The largest file, in bytes. */
  limit: number;
  /** What has arrived already, when the form comes back. */
  upload: UploadView | null;
  errors: readonly FormError[];
}

const MEGABYTE = 1024 * 1024;
const ACCEPTED = '.pdf,.jpg,.jpeg,.png,.dcm,application/pdf,image/jpeg,image/png,application/dicom';

/** One file. */
export function FileField({ label, address, limit, upload, errors }: FileFieldProps) {
  const { t } = usePage();
  const messages = Object.fromEntries(uploadMessages.map((key) => [key, t(key)]));
  const max = String(Math.floor(limit / MEGABYTE));
  const arrived = upload === null ? '' : t('file.uploaded', { name: upload.name, size: fileSize(upload.size) });
  return (
    <div class="file-field" data-upload={address} data-limit={limit} data-messages={JSON.stringify(messages)}>
      <input type="hidden" name="upload" value={upload?.id ?? ''} data-kept />
      <input type="hidden" name="uploadSaid" value={arrived} data-kept />
      <p class="file-arrived" role="status" data-arrived hidden={upload === null}>
        <Icon name="check" />
        <bdi data-arrived-text>{arrived}</bdi>
      </p>
      <Field
        name="file"
        label={upload === null ? label : t('file.another')}
        optional={upload !== null}
        help={t('file.help', { max })}
        errors={errors}
      >
        {(control) => <input {...control} type="file" name="file" accept={ACCEPTED} />}
      </Field>
      <div data-progress hidden>
        <p role="status" data-progress-text />
        <progress max={1} value={0} aria-label={t('file.progress')} />
        <button class="button quiet" type="button" data-stop>
          {t('file.stop')}
        </button>
      </div>
      <div class="file-problem" role="alert" data-problem hidden>
        <p class="field-error">
          <Icon name="warning" /> <span data-problem-text />
        </p>
        <button class="button quiet" type="button" data-retry>
          {t('file.retry')}
        </button>
      </div>
    </div>
  );
}
