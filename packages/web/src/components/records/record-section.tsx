// One section of a record's form: a row for each value with its unit, reference range and flag; texts and lines below.
import {
  type LineField,
  type Person,
  type QuantityField,
  type Field as RecordField,
  referenceOf,
  type Section,
} from '@patrec/fhir';
import { usePage } from '../../layout/page.tsx';
import type { FormError } from '../../view-types.ts';
import { errorText, Field, FieldError } from '../field.tsx';
import { rangeText } from './range-text.ts';
import { RecordControl, type Values } from './record-control.tsx';
import { RecordLines } from './record-lines.tsx';
import { fieldName, sectionName, unitName } from './record-words.ts';

export interface SectionProps {
  section: Section;
  values: Values;
  errors: readonly FormError[];
  person: Person;
}

/** A fieldset with its fields; a section that is one text needs no more than that text's label. */
export function RecordSection({ section, ...rest }: SectionProps) {
  const page = usePage();
  const [only, ...others] = section.fields;
  if (only?.kind === 'text' && others.length === 0)
    return (
      <section class="card group">
        <RecordText field={only} {...rest} />
      </section>
    );
  const nothing = page.t(section.category === 'laboratory' ? 'entry.notDone' : 'entry.notRecorded');
  const wide = section.fields.some(({ kind }) => kind === 'lines');
  return (
    <fieldset class={wide ? 'card group wide' : 'card group'} id={`section-${section.id}`}>
      <legend>{sectionName(page, section.id, section.name)}</legend>
      {section.fields.map((field) => (
        <AnyField key={field.id} field={field} nothing={nothing} {...rest} />
      ))}
    </fieldset>
  );
}

type RestProps = Omit<SectionProps, 'section'>;

function AnyField({ field, nothing, ...rest }: RestProps & { field: RecordField; nothing: string }) {
  if (field.kind === 'lines') return <RecordLines field={field} {...rest} />;
  if (field.kind === 'text') return <RecordText field={field} {...rest} />;
  return <Row field={field} nothing={nothing} {...rest} />;
}

/** A text with its label above it. */
export function RecordText({ field, values, errors }: RestProps & { field: LineField }) {
  const page = usePage();
  return (
    <Field name={field.id} label={fieldName(page, field.id, field.name)} optional={!field.required} errors={errors}>
      {(described) => <RecordControl field={field} name={field.id} values={values} described={described} nothing="" />}
    </Field>
  );
}

function Row({ field, values, errors, person, nothing }: RestProps & { field: LineField; nothing: string }) {
  const page = usePage();
  const wrong = errors.find((error) => error.field.split('.')[0] === field.id);
  const quantity = field.kind === 'quantity' ? field : undefined;
  const reference = quantity ? rangeText(referenceOf(quantity, person)) : '';
  const helped = field.kind === 'date' && field.partial === true;
  const described = [
    quantity && `${field.id}-reference`,
    helped && `${field.id}-help`,
    wrong && `${field.id}-error`,
  ].filter(Boolean);
  const control = {
    id: field.id,
    'aria-describedby': described.join(' ') || undefined,
    'aria-invalid': wrong && ('true' as const),
  };
  return (
    <div class={wrong === undefined ? 'form-row' : 'form-row wrong'} data-field={field.id}>
      <label for={field.id}>{fieldName(page, field.id, field.name)}</label>
      <div class="form-input">
        {quantity?.computed ? (
          <output id={field.id} class="computed" data-computed />
        ) : (
          <RecordControl field={field} name={field.id} values={values} described={control} nothing={nothing} />
        )}
      </div>
      {helped ? (
        <span class="form-reference help" id={`${field.id}-help`}>
          {page.t('entry.partialDate')}
        </span>
      ) : (
        <Reference field={field} quantity={quantity} reference={reference} />
      )}
      <output class="form-flag" for={field.id} data-flag />
      {wrong !== undefined && <FieldError name={field.id} text={errorText(page, wrong)} />}
      <p class="field-error" data-warning hidden />
    </div>
  );
}

interface ReferenceProps {
  field: LineField;
  quantity: QuantityField | undefined;
  reference: string;
}

function Reference({ field, quantity, reference }: ReferenceProps) {
  const page = usePage();
  const { t } = page;
  return (
    <span class="form-reference" id={`${field.id}-reference`}>
      {reference !== '' && (
        <>
          <span class="visually-hidden">{t('entry.reference')} </span>
          {reference} {quantity && unitName(page, quantity.unit)}
        </>
      )}
    </span>
  );
}
