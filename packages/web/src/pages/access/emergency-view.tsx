// What a doctor needs first in an emergency, from the whole record: whom to call, allergies, medicines, diagnoses, vital signs.
import { describeResource, isInForce, type JsonObject, kindOf, objectAt, objectsAt, textAt } from '@patrec/fhir';
import { Card, Empty, PageHead } from '../../components/card.tsx';
import { Icon } from '../../components/icon.tsx';
import { ResourceList } from '../../components/records/resource-list.tsx';
import { ResultList } from '../../components/records/result-list.tsx';
import type { MessageKey } from '../../i18n/translate.ts';
import { usePage } from '../../layout/page.tsx';
import { ChartBanner } from '../../layout/patient-banner.tsx';
import { renderPage } from '../../layout/render-page.tsx';
import type { PageContext } from '../../page-context.ts';
import { paths } from '../../paths.ts';
import type { PatientBanner, ResultView } from '../../view-types.ts';

export interface EmergencyPageProps {
  patient: PatientBanner;
  /** The Patient as registered. */
  registration: JsonObject;
  /** Allergies, diagnoses and medicines that the reader may see, newest first. */
  resources: readonly JsonObject[];
  /** The newest value of each vital sign. */
  vitalSigns: readonly ResultView[];
}

/** The emergency view. GET /patients/<number>/emergency */
export function renderEmergencyView(context: PageContext, props: EmergencyPageProps): string {
  return renderPage(context, {
    title: (page) => `${page.t('emergency.view')} · ${props.patient.name}`,
    banner: <ChartBanner patient={props.patient} />,
    content: <EmergencyPage {...props} />,
    width: 'wide',
  });
}

function EmergencyPage({ patient, registration, resources, vitalSigns }: EmergencyPageProps) {
  const { t } = usePage();
  const kinds = Map.groupBy(resources, ({ resourceType }) => groups[kindOf(String(resourceType))] ?? 'other');
  const of = (kind: string) => inForceFirst(kinds.get(kind) ?? []);
  return (
    <>
      <PageHead title={t('emergency.view')} lead={t('emergency.viewLead')}>
        <a class="button" href={paths.records(patient.number)}>
          <Icon name="records" />
          {t('emergency.all')}
        </a>
      </PageHead>
      <div class="columns">
        <div>
          <Section title="kind.allergy-intolerance" items={of('allergies')} />
          <Section title="kind.medication-request" items={of('medicines')} />
          <Section title="kind.condition" items={of('diagnoses')} />
        </div>
        <div>
          <Card title={t('emergency.vitalSigns')}>
            {vitalSigns.length === 0 ? (
              <Empty>{t('emergency.nothing')}</Empty>
            ) : (
              <ResultList results={vitalSigns} patient={patient.number} />
            )}
          </Card>
          <Contact registration={registration} />
        </div>
      </div>
    </>
  );
}

const groups: Readonly<Record<string, string>> = {
  'allergy-intolerance': 'allergies',
  'medication-request': 'medicines',
  'medication-statement': 'medicines',
  condition: 'diagnoses',
};

// What holds now stands before what is over; within each the newest first, as it came.
function inForceFirst(resources: readonly JsonObject[]): JsonObject[] {
  return [...resources].sort((a, b) => Number(isInForce(b)) - Number(isInForce(a)));
}

function Section({ title, items }: { title: MessageKey; items: readonly JsonObject[] }) {
  const { t } = usePage();
  return (
    <Card title={t(title)}>
      {items.length === 0 ? (
        <Empty>{t('emergency.nothing')}</Empty>
      ) : (
        <ResourceList items={items.map(describeResource)} />
      )}
    </Card>
  );
}

function Contact({ registration }: Pick<EmergencyPageProps, 'registration'>) {
  const { t, lang } = usePage();
  const people = objectsAt(registration, 'contact').map(contactText);
  const { rows } = describeResource(registration);
  const said = (key: string) => rows.flatMap((row) => ('key' in row.label && row.label.key === key ? [row.value] : []));
  const facts: [MessageKey, readonly string[]][] = [
    ['emergency.contact', people],
    ['person.phone', said('contact')],
    ['row.address', said('address')],
    ['row.language', said('language').map((language) => languageName(language, lang))],
  ];
  const known = facts.filter(([, values]) => values.length > 0);
  return (
    <Card title={t('emergency.person')}>
      {known.length === 0 ? (
        <Empty>{t('emergency.nothing')}</Empty>
      ) : (
        <dl class="facts">
          {known.map(([label, values]) => (
            <div key={label}>
              <dt>{t(label)}</dt>
              <dd>{values.join(' · ')}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

// Registrations name a language by its code, some imports in words.
function languageName(language: string, lang: string): string {
  const isCode = /^[a-z]{2,3}(-[A-Z]{2})?$/.test(language);
  return (isCode && new Intl.DisplayNames(lang, { type: 'language' }).of(language)) || language;
}

function contactText(contact: JsonObject): string {
  const relation = objectsAt(contact, 'relationship').map((one) => textAt(one, 'text'));
  const phones = objectsAt(contact, 'telecom').map((one) => textAt(one, 'value'));
  return [textAt(objectAt(contact, 'name'), 'text'), ...relation, ...phones].filter(Boolean).join(', ');
}
