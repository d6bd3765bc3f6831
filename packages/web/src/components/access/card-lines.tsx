// What stands on an emergency card, line by line, as anybody reads it.
import { ageYears, type CardAnswers, type CardItem, cardItems } from '@patrec/fhir';
import { isoDate } from '../../i18n/dates.ts';
import { isMessageKey } from '../../i18n/translate.ts';
import { type Page, usePage } from '../../layout/page.tsx';

/** The lines that there are. On a screen a phone number can be called. */
export function CardLines({ answers, paper = false }: { answers: CardAnswers; paper?: boolean }) {
  const page = usePage();
  return (
    <dl class="card-lines">
      {cardItems.map((item) => {
        const text = answers[item];
        return text === undefined ? null : (
          <div key={item} class={`card-line-${item}`}>
            <dt>{page.t(`emergencyCard.item.${item}`)}</dt>
            <dd>
              {item === 'contactPhone' && !paper ? (
                <a href={`tel:${text.replaceAll(/[^+0-9]/g, '')}`}>{text}</a>
              ) : (
                <bdi>{words(page, item, text)}</bdi>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function words(page: Page, item: CardItem, text: string): string {
  if (item === 'birthDate') {
    const years = Math.floor(ageYears(text, isoDate(page.timeZone, page.now)));
    return page.t('emergencyCard.born', { date: page.date(text), years });
  }
  const key = `sex.${text}`;
  return item === 'sex' && isMessageKey(key) ? page.t(key) : text;
}
