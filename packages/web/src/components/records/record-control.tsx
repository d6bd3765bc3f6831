// The control of one field of a record: an input with its unit, a list, a text, a date.
import type { ChoiceField, DateField, LineField, QuantityField, TextField } from '@patrec/fhir';
import { usePage } from '../../layout/page.tsx';
import { fieldName, methodName, optionName, unitName } from './record-words.ts';

export type Values = Readonly<Record<string, string>>;

/** What a control is told by the row around it. */
export interface Described {
  id: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: 'true' | undefined;
}

interface ControlProps<Kind extends LineField> {
  field: Kind;
  /** Its name in the form. */
  name: string;
  values: Values;
  described: Described;
  /** Takes the focus when the page opens. */
  first?: boolean;
  /** What an empty choice says. */
  nothing: string;
}

/** The control of a field that is no list of lines. */
export function RecordControl(props: ControlProps<LineField>) {
  const { field } = props;
  if (field.kind === 'choice') return <Choice {...props} field={field} />;
  if (field.kind === 'quantity') return <Quantity {...props} field={field} />;
  return field.kind === 'date' ? <DateInput {...props} field={field} /> : <Text {...props} field={field} />;
}

function Choice({ field, name, values, described, nothing, first }: ControlProps<ChoiceField>) {
  const page = usePage();
  return (
    <select {...described} name={name} autofocus={first}>
      <option value="">{nothing}</option>
      {field.options.map((option) => (
        <option key={option.id} value={option.id} selected={option.id === values[name]}>
          {optionName(page, field.id, option.id, option.name)}
        </option>
      ))}
    </select>
  );
}

function Text({ field, name, values, described, first }: ControlProps<TextField>) {
  const common = { ...described, name, value: values[name], maxLength: field.max, autofocus: first };
  if (field.long) return <textarea {...common} rows={3} />;
  if (field.suggestions === undefined) return <input {...common} autocomplete="off" />;
  return (
    <>
      <input {...common} list={`${name}-list`} autocomplete="off" />
      <datalist id={`${name}-list`}>
        {field.suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </>
  );
}

function DateInput({ field, name, values, described }: ControlProps<DateField>) {
  const value = values[name];
  if (!field.partial) return <input {...described} type="date" name={name} value={value} />;
  return <input {...described} name={name} value={value} maxLength={10} placeholder="2019-05" autocomplete="off" />;
}

function Quantity({ field, name, values, described }: ControlProps<QuantityField>) {
  const page = usePage();
  const label = fieldName(page, field.id, field.name);
  return (
    <>
      <input
        {...described}
        name={name}
        value={values[name]}
        inputMode={field.counted ? 'text' : 'decimal'}
        autocomplete="off"
        maxLength={20}
      />
      <Unit field={field} name={name} chosen={values[`${name}.unit`]} label={label} />
      {field.methods !== undefined && (
        <select id={`${name}.method`} name={`${name}.method`} aria-label={`${label}, ${page.t('entry.method')}`}>
          {field.methods.map((method) => (
            <option key={method.id} value={method.id} selected={method.id === values[`${name}.method`]}>
              {methodName(page, method.id, method.name)}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

interface UnitProps {
  field: QuantityField;
  name: string;
  chosen: string | undefined;
  label: string;
}

function Unit({ field, name, chosen, label }: UnitProps) {
  const page = usePage();
  const { t } = page;
  if (field.alternative === undefined)
    return field.unit.text === '' ? null : <span class="unit">{unitName(page, field.unit)}</span>;
  return (
    <select id={`${name}.unit`} name={`${name}.unit`} aria-label={`${label}, ${t('entry.unit')}`}>
      {[field.unit, field.alternative].map((unit) => (
        <option key={unit.ucum} value={unit.ucum} selected={unit.ucum === chosen}>
          {unitName(page, unit)}
        </option>
      ))}
    </select>
  );
}
