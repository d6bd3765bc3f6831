// The files of a record's form: those that are there, each ticked to stay, and one more with what it is.
import type { ComponentChildren } from 'preact';
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { FormError, UploadView } from '../../view-types.ts';
import { Field } from '../field.tsx';
import { fileSize } from '../file-size.ts';
import { Icon } from '../icon.tsx';
import { FileField } from './file-field.tsx';
import { fieldName } from './record-words.ts';

export interface RecordFormFiles {
  /** The kinds of files that the record takes. */
  slots: readonly { id: string; name: string }[];
  /** The kind that was chosen for the one that is on its way. */
  slot: string;
  upload: UploadView | null;
  /** Files that have arrived and wait for the record. */
  attached: readonly { slot: string; id: string; name: string; size: number }[];
  /** Files that the record has already. */
  kept: readonly { slot: string; id: string; size: number }[];
  /** The largest file, in bytes. */
  limit: number;
}

interface RecordFilesProps {
  files: RecordFormFiles;
  patient: string;
  errors: readonly FormError[];
}

/** The card of the files. */
export function RecordFiles({ files, patient, errors }: RecordFilesProps) {
  const page = usePage();
  const { t } = page;
  const { slots, attached, kept } = files;
  const nameOf = (id: string) => fieldName(page, id, slots.find((slot) => slot.id === id)?.name ?? id);
  return (
    <fieldset class="card group wide" data-files>
      <legend>{t('files.title')}</legend>
      {kept.map(({ slot, id, size }, index) => (
        <Tick key={id} name={`kept.${index}`} value={`${slot} ${id} ${size}`}>
          {nameOf(slot)} · {fileSize(size)}
        </Tick>
      ))}
      <div data-kept-list="attached">
        {attached.map(({ slot, id, name, size }, index) => (
          <Tick key={id} name={`attached.${index}`} value={`${slot} ${id} ${nameOf(slot)} · ${name}`}>
            {nameOf(slot)} · <bdi>{name}</bdi> · {fileSize(size)}
          </Tick>
        ))}
      </div>
      {attached.length + kept.length > 0 && <p class="help">{t('files.untick')}</p>}
      <Field name="slot" label={t('files.slot')} optional errors={errors}>
        {(control) => (
          <select {...control} name="slot">
            <option value="">{slots.length > 1 ? t('files.choose') : '—'}</option>
            {slots.map(({ id }) => (
              <option key={id} value={id} selected={id === files.slot || slots.length === 1}>
                {nameOf(id)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <FileField
        label={t('files.file')}
        address={paths.upload(patient)}
        limit={files.limit}
        upload={files.upload}
        errors={errors}
      />
      <button class="button quiet" type="submit" name="attach" value="1">
        <Icon name="plus" />
        {t('files.attach')}
      </button>
    </fieldset>
  );
}

function Tick({ name, value, children }: { name: string; value: string; children: ComponentChildren }) {
  return (
    <label class="choice">
      <input type="checkbox" name={name} value={value} checked />
      <span>{children}</span>
    </label>
  );
}
