// An administrator proposes an erasure: whose, what, under what law and why; then sees what would go, and only then proposes it.
import { erasureBases, isErasureBasis } from '@patrec/fhir';
import { Card, PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field, FieldError } from '../../components/field.tsx';
import {
  ErasureGrounds,
  ErasurePreview,
  type ErasurePreviewView,
  erasedWhat,
} from '../../components/records/erasure-facts.tsx';
import { type Page, usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';

/** What was typed, as it was typed. */
export interface ErasureValues {
  number: string;
  what: string;
  record: string;
  basis: string;
  reference: string;
  reason: string;
}

export interface ProposeErasureProps {
  values: ErasureValues;
  errors: readonly FormError[];
  /** What would go, with the hash of it; without it the form is shown. `changed` where it is not what was shown before. */
  seen?: {
    patientNumber: string;
    record: number | null;
    preview: ErasurePreviewView;
    extent: string;
    changed: boolean;
  };
}

/** The form, then what would go. GET /erasures/new; POST /erasures {number, what, record, basis, reference, reason, step, extent?} */
export function renderProposeErasure(context: PageContext, props: ProposeErasureProps): string {
  return renderPage(context, {
    title: (page) => page.t('erasures.propose'),
    content: <ProposeErasure {...props} />,
  });
}

function ProposeErasure({ values, errors, seen }: ProposeErasureProps) {
  const page = usePage();
  const { t } = page;
  return (
    <>
      <PageHead
        title={seen ? t('erasure.title', { what: erasedWhat(page, seen) }) : t('erasures.propose')}
        lead={seen ? undefined : t('erasures.lead')}
        back={{ href: paths.erasures, text: t('erasures.title') }}
      />
      <ErrorSummary errors={errors} labelOf={(field) => labelOf(page, field)} />
      {seen ? <Seen values={values} seen={seen} /> : <ErasureForm values={values} errors={errors} />}
    </>
  );
}

function ErasureForm({ values, errors }: Pick<ProposeErasureProps, 'values' | 'errors'>) {
  const { t, csrf } = usePage();
  const { number, what, record, basis, reference, reason } = values;
  return (
    <form class="card stack" method="post" action={paths.erasures}>
      <input type="hidden" name="_csrf" value={csrf} />
      <Field name="number" label={t('erasure.label.number')} errors={errors}>
        {(control) => <input {...control} name="number" required maxLength={20} autocomplete="off" value={number} />}
      </Field>
      <WhatField what={what} errors={errors} />
      <Field name="record" label={t('erasure.label.record')} help={t('erasure.recordHelp')} errors={errors} optional>
        {(control) => <input {...control} name="record" maxLength={30} autocomplete="off" value={record} />}
      </Field>
      <Field name="basis" label={t('erasure.label.basis')} errors={errors}>
        {(control) => (
          <select {...control} name="basis" required>
            <option value="">{t('erasure.choose')}</option>
            {erasureBases.map((one) => (
              <option key={one} value={one} selected={one === basis}>
                {t(`erasure.basis.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field name="reference" label={t('erasure.label.reference')} help={t('erasure.referenceHelp')} errors={errors}>
        {(control) => <input {...control} name="reference" required maxLength={200} value={reference} />}
      </Field>
      <Field name="reason" label={t('erasure.label.reason')} help={t('erasure.reasonHelp')} errors={errors}>
        {(control) => <textarea {...control} name="reason" rows={4} maxLength={2000} required value={reason} />}
      </Field>
      <div class="actions">
        <button class="button" type="submit" name="step" value="preview">
          {t('erasure.preview')}
        </button>
      </div>
    </form>
  );
}

function WhatField({ what, errors }: { what: string; errors: readonly FormError[] }) {
  const { t } = usePage();
  const wrong = errors.some(({ field }) => field === 'what');
  return (
    <fieldset class="choices" aria-describedby={wrong ? 'what-error' : undefined}>
      <legend>{t('erasure.label.what')}</legend>
      {(['record', 'chart'] as const).map((one) => (
        <label key={one} class="choice" id={one === 'record' ? 'what' : undefined}>
          <input type="radio" name="what" value={one} required checked={what === one} />
          <span>
            {t(`erasure.what.${one}`)}
            {one === 'chart' && <span class="help">{t('erasure.chartHelp')}</span>}
          </span>
        </label>
      ))}
      {wrong && <FieldError name="what" text={t('error.choose-what')} />}
    </fieldset>
  );
}

function Seen({ values, seen }: { values: ErasureValues; seen: NonNullable<ProposeErasureProps['seen']> }) {
  const { t, csrf } = usePage();
  const { basis, reference, reason } = values;
  return (
    <>
      {seen.changed && (
        <Card title={t('erasure.changedTitle')} tone="attention">
          <p>{t('erasure.changedPropose')}</p>
        </Card>
      )}
      <section class="card">{isErasureBasis(basis) && <ErasureGrounds {...{ basis, reference, reason }} />}</section>
      <ErasurePreview preview={seen.preview} />
      <form class="card stack" method="post" action={paths.erasures}>
        <input type="hidden" name="_csrf" value={csrf} />
        {Object.entries({ ...values, extent: seen.extent }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <p>{t('erasure.final')}</p>
        <div class="actions">
          <button class="button danger" type="submit" name="step" value="propose">
            {t('erasure.submit')}
          </button>
          <button class="button quiet" type="submit" name="step" value="edit">
            {t('erasure.edit')}
          </button>
        </div>
      </form>
    </>
  );
}

function labelOf({ t }: Page, field: string): string {
  const known = ['number', 'what', 'record', 'basis', 'reference', 'reason'] as const;
  return t(`erasure.label.${known.find((one) => one === field) ?? 'number'}`);
}
