// Lines of the same fields, such as medicines: as many as were sent, and a button that sends the form for one more, which
// works without a script and loses nothing.
import { type LineField, type LinesField, linesIn, MOST_LINES } from '@patrec/fhir';
import { usePage } from '../../layout/page.tsx';
import type { FormError } from '../../view-types.ts';
import { Field } from '../field.tsx';
import { RecordControl, type Values } from './record-control.tsx';
import { fieldName } from './record-words.ts';

interface LinesProps {
  field: LinesField;
  values: Values;
  errors: readonly FormError[];
}

/** The lines and the button for another. */
export function RecordLines({ field, values, errors }: LinesProps) {
  const page = usePage();
  const sent = linesIn(values, field);
  const asked = values.more === field.id && (sent.at(-1) ?? -1) + 1 < MOST_LINES;
  const lines = sent.length === 0 ? Array.from({ length: field.shown }, (_, line) => line) : [...sent];
  if (asked) lines.push((sent.at(-1) ?? -1) + 1);
  const name = fieldName(page, field.id, field.name);
  return (
    <div class="form-lines" id={field.id}>
      {lines.map((line, index) => (
        <fieldset key={line} class="form-line">
          <legend>
            <span class="visually-hidden">{name}</span> {line + 1}
          </legend>
          {field.fields.map((one, place) => (
            <LineInput
              key={one.id}
              field={one}
              name={`${field.id}.${line}.${one.id}`}
              values={values}
              errors={errors}
              first={asked && index === lines.length - 1 && place === 0}
            />
          ))}
        </fieldset>
      ))}
      <button class="button quiet" type="submit" name="more" value={field.id}>
        {page.t('entry.more')}
      </button>
    </div>
  );
}

interface LineInputProps {
  field: LineField;
  name: string;
  values: Values;
  errors: readonly FormError[];
  first: boolean;
}

function LineInput({ field, name, values, errors, first }: LineInputProps) {
  const page = usePage();
  const wide = field.kind === 'text' && field.max >= 120;
  return (
    <div class={wide ? 'line-input wide' : 'line-input'} data-field={name}>
      <Field name={name} label={fieldName(page, field.id, field.name)} errors={errors}>
        {(described) => (
          <div class="form-input">
            <RecordControl field={field} name={name} values={values} described={described} nothing="—" first={first} />
          </div>
        )}
      </Field>
      <p class="field-error" data-warning hidden />
    </div>
  );
}
