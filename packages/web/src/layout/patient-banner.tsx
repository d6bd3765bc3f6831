// The banner of a chart: whose record this is, and what must never be missed. It stays in sight while the page scrolls.

import { ScopeWords } from '../components/access/scope-words.tsx';
import { Icon } from '../components/icon.tsx';
import { PostButton } from '../components/post-button.tsx';
import { paths } from '../paths.ts';
import type { AllergyState, GrantView, PatientBanner } from '../view-types.ts';
import { usePage } from './page.tsx';

interface ChartBannerProps {
  patient: PatientBanner;
  /** By which right the chart is open; it says how far and until when. */
  scope?: GrantView | undefined;
}

/** Name, age, sex, identifiers, allergies, and the limits of the reader's access. */
export function ChartBanner({ patient, scope }: ChartBannerProps) {
  const { t, date } = usePage();
  return (
    <section class="chart-banner" aria-label={t('banner.label')}>
      <div class="chart-banner-row">
        <p class="chart-name">
          <bdi>{patient.name}</bdi> <span class="code">{patient.number}</span>
        </p>
        <dl class="chart-facts">
          <Fact
            label={t('banner.born')}
            value={`${date(patient.birthDate)} (${t('banner.age', { years: patient.ageYears })})`}
          />
          <Fact label={t('banner.sex')} value={t(`sex.${patient.sex}`)} />
          {patient.abha !== null && <Fact label={t('banner.abha')} value={patient.abha} />}
          {patient.bloodGroup !== null && <Fact label={t('banner.blood')} value={patient.bloodGroup} />}
        </dl>
        {patient.allergies !== null && <Allergies allergies={patient.allergies} />}
        {scope !== undefined && (
          <p class="chart-scope">
            <Icon name="key" /> {t('banner.access')} <ScopeWords scope={scope.scope} /> ·{' '}
            {t('access.untilDate', { date: date(scope.until) })}
          </p>
        )}
        {patient.emergency !== undefined && <EmergencyStrip number={patient.number} until={patient.emergency.until} />}
      </div>
    </section>
  );
}

function EmergencyStrip({ number, until }: { number: string; until: string }) {
  const { t, dateTime } = usePage();
  return (
    <div class="emergency-strip">
      <p>
        <Icon name="warning" /> {t('emergency.until', { until: dateTime(until) })}
      </p>
      <a href={paths.emergency(number)}>{t('emergency.view')}</a>
      <PostButton action={paths.endEmergency(number)} text={t('emergency.end')} refuse />
    </div>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}

/** 'Not recorded' and 'none' are different facts and look different. */
export function Allergies({ allergies }: { allergies: AllergyState }) {
  const { t, date } = usePage();
  const on = allergies.confirmedOn === null ? '' : ` · ${t('banner.confirmed', { date: date(allergies.confirmedOn) })}`;
  if (allergies.state === 'list') {
    return (
      <p class="allergies alarm">
        <Icon name="warning" /> {t('banner.allergies')}: {allergies.items.join(' · ')}
        {on}
      </p>
    );
  }
  if (allergies.state === 'none') {
    return (
      <p class="allergies clear">
        <Icon name="check" /> {t('banner.noAllergies')}
        {on}
      </p>
    );
  }
  if (allergies.state === 'failed') {
    return (
      <p class="allergies alarm">
        <Icon name="warning" /> {t('banner.allergies')}: {t('summary.failed')}
      </p>
    );
  }
  return <p class="allergies unknown">{t('banner.allergiesUnknown')}</p>;
}
