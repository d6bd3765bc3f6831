// One group of the laboratory form: a row for each field with its input, unit, reference range and flag.
import { type ChoiceField, type Field, type Group, type Person, type QuantityField, referenceOf } from '@patrec/fhir';
import { usePage } from '../layout/page.tsx';
import type { FormError } from '../view-types.ts';
import { errorText, FieldError } from './field.tsx';
import { fieldName, methodName, optionName } from './observation-name.ts';
import { rangeText } from './range-text.ts';

interface GroupProps {
  group: Group;
  values: Readonly<Record<string, string>>;
  errors: readonly FormError[];
  person: Person;
}

/** A fieldset with its rows. */
export function LaboratoryGroup({ group, values, errors, person }: GroupProps) {
  const page = usePage();
  return (
    <fieldset class="card group" id={`group-${group.id}`}>
      <legend>{fieldName(page, `group.${group.id}`, group.name)}</legend>
      {group.fields.map((field) => (
        <Row key={field.id} field={field} values={values} errors={errors} person={person} />
      ))}
    </fieldset>
  );
}

interface RowProps extends Omit<GroupProps, 'group'> {
  field: Field;
}

function Row({ field, values, errors, person }: RowProps) {
  const page = usePage();
  const wrong = errors.find((error) => error.field.split('.')[0] === field.id);
  const reference = field.kind === 'quantity' ? rangeText(referenceOf(field, person)) : '';
  return (
    <div class={wrong === undefined ? 'lab-row' : 'lab-row wrong'} data-field={field.id}>
      <label for={field.id}>{fieldName(page, field.id, field.name)}</label>
      <div class="lab-input">
        {field.kind === 'choice' && <Choice field={field} value={values[field.id] ?? ''} wrong={wrong !== undefined} />}
        {field.kind === 'quantity' && field.computed && <output id={field.id} class="computed" data-computed />}
        {field.kind === 'quantity' && !field.computed && (
          <Quantity field={field} values={values} wrong={wrong !== undefined} />
        )}
      </div>
      <span class="lab-reference" id={`${field.id}-reference`}>
        {reference !== '' && (
          <>
            <span class="visually-hidden">{page.t('laboratory.reference')} </span>
            {reference} {field.kind === 'quantity' && field.unit.text}
          </>
        )}
      </span>
      <output class="lab-flag" for={field.id} data-flag />
      {wrong !== undefined && <FieldError name={field.id} text={errorText(page, wrong)} />}
      <p class="field-error" data-warning hidden />
    </div>
  );
}

function Choice({ field, value, wrong }: { field: ChoiceField; value: string; wrong: boolean }) {
  const page = usePage();
  return (
    <select
      id={field.id}
      name={field.id}
      aria-invalid={wrong ? 'true' : undefined}
      aria-describedby={wrong ? `${field.id}-error` : undefined}
    >
      <option value="">{page.t('laboratory.notDone')}</option>
      {field.options.map((option) => (
        <option key={option.id} value={option.id} selected={option.id === value}>
          {optionName(page, field.id, option.id, option.name)}
        </option>
      ))}
    </select>
  );
}

function Quantity({ field, values, wrong }: { field: QuantityField; values: GroupProps['values']; wrong: boolean }) {
  const page = usePage();
  const name = fieldName(page, field.id, field.name);
  return (
    <>
      <input
        id={field.id}
        name={field.id}
        value={values[field.id]}
        inputMode={field.counted ? 'text' : 'decimal'}
        autocomplete="off"
        maxLength={20}
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby={`${field.id}-reference${wrong ? ` ${field.id}-error` : ''}`}
      />
      <Unit field={field} chosen={values[`${field.id}.unit`]} name={name} />
      {field.methods !== undefined && (
        <select
          id={`${field.id}.method`}
          name={`${field.id}.method`}
          aria-label={`${name}, ${page.t('laboratory.method')}`}
        >
          {field.methods.map((method) => (
            <option key={method.id} value={method.id} selected={method.id === values[`${field.id}.method`]}>
              {methodName(page, method.id, method.name)}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

function Unit({ field, chosen, name }: { field: QuantityField; chosen: string | undefined; name: string }) {
  const { t } = usePage();
  if (field.alternative === undefined)
    return field.unit.text === '' ? null : <span class="unit">{field.unit.text}</span>;
  return (
    <select id={`${field.id}.unit`} name={`${field.id}.unit`} aria-label={`${name}, ${t('laboratory.unit')}`}>
      {[field.unit, field.alternative].map((unit) => (
        <option key={unit.ucum} value={unit.ucum} selected={unit.ucum === chosen}>
          {unit.text}
        </option>
      ))}
    </select>
  );
}
