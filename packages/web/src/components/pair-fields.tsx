// Somebody by number and date of birth together, as both stand on the card.
import { usePage } from '../layout/page.tsx';
import type { FormError } from '../view-types.ts';
import { Field } from './field.tsx';

interface PairFieldsProps {
  number: { name: string; label: string; value: string };
  birthDate: { name: string; label: string; value: string; help?: string };
  errors: readonly FormError[];
}

/** Inputs of the names given. */
export function PairFields({ number, birthDate, errors }: PairFieldsProps) {
  const { now } = usePage();
  return (
    <>
      <Field name={number.name} label={number.label} errors={errors}>
        {(control) => (
          <input {...control} name={number.name} value={number.value} maxLength={20} autocomplete="off" required />
        )}
      </Field>
      <Field
        name={birthDate.name}
        label={birthDate.label}
        errors={errors}
        {...(birthDate.help !== undefined && { help: birthDate.help })}
      >
        {(control) => (
          <input
            {...control}
            type="date"
            name={birthDate.name}
            value={birthDate.value}
            max={now.slice(0, 10)}
            required
          />
        )}
      </Field>
    </>
  );
}
