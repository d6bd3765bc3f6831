// A patient's further pages: language and look, the account, what the product is.
import { Card, PageHead } from '../components/card.tsx';
import { Icon } from '../components/icon.tsx';
import { SignOutForm } from '../layout/header.tsx';
import { usePage } from '../layout/page.tsx';
import { Allergies } from '../layout/patient-banner.tsx';
import { LanguageSelect, ThemeSelect } from '../layout/preferences.tsx';
import { renderPage } from '../layout/render-page.tsx';
import type { PageContext } from '../page-context.ts';
import { paths } from '../paths.ts';
import type { PatientBanner } from '../view-types.ts';

export interface MoreProps {
  patient: PatientBanner;
}

/** The page behind the last tab. GET /more */
export function renderMore(context: PageContext, props: MoreProps): string {
  return renderPage(context, { title: (page) => page.t('more.title'), content: <More {...props} /> });
}

function More({ patient }: MoreProps) {
  const { t, date } = usePage();
  return (
    <>
      <PageHead title={t('more.title')} />
      <Card title={t('more.account')}>
        <dl class="facts">
          <Fact label={t('more.name')} value={patient.name} />
          <Fact label={t('home.number')} value={patient.number} />
          <Fact
            label={t('banner.born')}
            value={`${date(patient.birthDate)} (${t('banner.age', { years: patient.ageYears })})`}
          />
          <Fact label={t('banner.sex')} value={t(`sex.${patient.sex}`)} />
          {patient.abha !== null && <Fact label={t('banner.abha')} value={patient.abha} />}
          {patient.bloodGroup !== null && <Fact label={t('banner.blood')} value={patient.bloodGroup} />}
        </dl>
        {patient.allergies !== null && <Allergies allergies={patient.allergies} />}
      </Card>
      <Preferences />
      <ul class="links card">
        <li>
          <a href={paths.account}>
            <Icon name="person" />
            {t('account.title')}
          </a>
        </li>
        <li>
          <a href={paths.registration(patient.number)}>
            <Icon name="pen" />
            {t('registration.title')}
          </a>
        </li>
        <li>
          <a href={paths.card}>
            <Icon name="qr" />
            {t('card.title')}
          </a>
        </li>
        <li>
          <a href={paths.emergencyCard}>
            <Icon name="warning" />
            {t('emergencyCard.title')}
          </a>
        </li>
        <li>
          <a href={paths.guardians}>
            <Icon name="key" />
            {t('guardians.title')}
          </a>
        </li>
        <li>
          <a href={paths.verify(patient.number)}>
            <Icon name="shield" />
            {t('verify.title')}
          </a>
        </li>
        <li>
          <a href={paths.accessLog}>
            <Icon name="eye" />
            {t('log.title')}
          </a>
        </li>
        <li>
          <a href={paths.copy}>
            <Icon name="records" />
            {t('copy.title')}
          </a>
        </li>
        <li>
          <a href={paths.corrections}>
            <Icon name="pen" />
            {t('corrections.mine')}
          </a>
        </li>
        <li>
          <a href={paths.about}>
            <Icon name="records" />
            {t('frame.about')}
          </a>
        </li>
      </ul>
      <SignOutForm />
    </>
  );
}

function Preferences() {
  const { t, csrf } = usePage();
  return (
    <Card title={t('more.preferences')}>
      <form class="stack" method="post" action={paths.preferences}>
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="returnTo" value={paths.more} />
        <div class="field">
          <label for="more-language">{t('preferences.language')}</label>
          <LanguageSelect id="more-language" />
        </div>
        <div class="field">
          <label for="more-theme">{t('preferences.theme')}</label>
          <ThemeSelect id="more-theme" />
        </div>
        <button class="button quiet" type="submit">
          {t('preferences.save')}
        </button>
      </form>
    </Card>
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
