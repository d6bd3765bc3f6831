// The emergency card as its patient makes it: what is on it, in the patient's words, and the ways to print and end it.
import { type CardAnswers, type CardItem, cardItems } from '@patrec/fhir';
import { Card, PageHead } from '../../components/card.tsx';
import { ErrorSummary, Field } from '../../components/field.tsx';
import { PostButton } from '../../components/post-button.tsx';
import { InWhosePlace } from '../../layout/guardian-bar.tsx';
import { usePage } from '../../layout/page.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import { logPath } from '../../log-filter.ts';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { FormError } from '../../view-types.ts';

/** Longest text of each item; none where it is chosen from a list. */
export const cardLimits: Readonly<Partial<Record<CardItem, number>>> = {
  name: 100,
  allergies: 300,
  medication: 300,
  conditions: 300,
  contact: 100,
  contactPhone: 30,
  note: 300,
};
/** What can be chosen where there is a list. */
export const cardChoices = {
  sex: ['female', 'male', 'other'],
  bloodGroup: ['A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-'],
} as const;

export interface EmergencyCardProps {
  /** Since when there is a card; null where there is none. */
  since: string | null;
  /** As typed, or as suggested. */
  values: CardAnswers;
  /** What is ticked. */
  chosen: readonly CardItem[];
  errors?: readonly FormError[];
}

/** The page. GET and POST /card/emergency {on, name, birthDate, sex, …} */
export function renderEmergencyCard(context: PageContext, props: EmergencyCardProps): string {
  return renderPage(context, { title: (page) => page.t('emergencyCard.title'), content: <EmergencyCard {...props} /> });
}

function EmergencyCard(props: EmergencyCardProps) {
  const { since, errors } = props;
  const { t, date, csrf } = usePage();
  return (
    <>
      <PageHead
        title={t('emergencyCard.title')}
        lead={t('emergencyCard.lead')}
        back={{ href: paths.card, text: t('card.title') }}
      />
      {since !== null && <InUse since={date(since)} />}
      <ErrorSummary
        errors={errors}
        labelOf={(field) => t(field === 'on' ? 'emergencyCard.choose' : `emergencyCard.item.${field as CardItem}`)}
      />
      <form class="card stack" method="post" action={paths.emergencyCard}>
        <input type="hidden" name="_csrf" value={csrf} />
        <h2 id="on">{t('emergencyCard.choose')}</h2>
        <p class="muted">{t('emergencyCard.checked')}</p>
        {cardItems.map((item) => (
          <Item key={item} {...props} item={item} />
        ))}
        <InWhosePlace />
        <div class="actions">
          <button class="button" type="submit">
            {t(since === null ? 'emergencyCard.make' : 'emergencyCard.save')}
          </button>
        </div>
      </form>
      {since !== null && <Lost />}
    </>
  );
}

function InUse({ since }: { since: string }) {
  const { t } = usePage();
  return (
    <Card title={t('emergencyCard.using', { date: since })}>
      <div class="actions">
        <a class="button" href={paths.printEmergencyCard}>
          {t('emergencyCard.print')}
        </a>
        <a class="button quiet" href={logPath({ who: 'ANYBODY' })}>
          {t('emergencyCard.seen')}
        </a>
      </div>
    </Card>
  );
}

function Lost() {
  const { t } = usePage();
  return (
    <Card title={t('emergencyCard.endTitle')} tone="danger">
      <div class="stack">
        <p>{t('emergencyCard.renewText')}</p>
        <PostButton action={paths.renewEmergencyCard} text={t('emergencyCard.renew')} />
        <p>{t('emergencyCard.endText')}</p>
        <InWhosePlace />
        <PostButton action={paths.endEmergencyCard} text={t('emergencyCard.end')} refuse />
      </div>
    </Card>
  );
}

type ItemProps = EmergencyCardProps & { item: CardItem };

function Item({ item, values, chosen, errors }: ItemProps) {
  const { t } = usePage();
  const label = t(`emergencyCard.item.${item}`);
  return (
    <div class="card-item">
      <Field name={item} label={label} errors={errors}>
        {(control) => <Control control={control} item={item} value={values[item] ?? ''} />}
      </Field>
      <label class="choice">
        <input
          type="checkbox"
          name="on"
          value={item}
          checked={chosen.includes(item)}
          aria-label={t('emergencyCard.onItem', { item: label })}
        />
        <span>{t('emergencyCard.on')}</span>
      </label>
    </div>
  );
}

interface ControlProps {
  control: { id: string };
  item: CardItem;
  value: string;
}

function Control({ control, item, value }: ControlProps) {
  const { t } = usePage();
  const rest = { ...control, name: item, autocomplete: 'off' as const, maxLength: cardLimits[item] };
  if (item === 'birthDate') return <input {...control} name={item} type="date" value={value} />;
  if (item === 'sex' || item === 'bloodGroup')
    return (
      <select {...control} name={item}>
        <option value="">{t('emergencyCard.unknown')}</option>
        {cardChoices[item].map((one) => (
          <option key={one} value={one} selected={one === value}>
            {one === 'female' || one === 'male' || one === 'other' ? t(`sex.${one}`) : one}
          </option>
        ))}
      </select>
    );
  if (item === 'name' || item === 'contact') return <input {...rest} value={value} />;
  if (item === 'contactPhone') return <input {...rest} type="tel" value={value} />;
  return <textarea {...rest} rows={2} value={value} />;
}
