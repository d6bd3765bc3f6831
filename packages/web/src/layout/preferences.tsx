// Language and theme: plain forms that work without a script; the script sends them on change.
import type { ComponentChildren } from 'preact';
import { paths } from '../paths.ts';
import type { Language, Theme } from '../view-types.ts';
import { usePage } from './page.tsx';

/** Every language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', hi: 'हिन्दी', ta: 'தமிழ்' };
const languages = Object.keys(languageNames) as Language[];
const themes: readonly Theme[] = ['auto', 'light', 'dark'];

/** The language, in the header. */
export function LanguageForm() {
  const { t, theme } = usePage();
  return (
    <PreferenceForm label={t('preferences.language')}>
      <input type="hidden" name="theme" value={theme} />
      <LanguageSelect id="header-language" />
      <noscript>
        <button class="button small" type="submit">
          {t('preferences.change')}
        </button>
      </noscript>
    </PreferenceForm>
  );
}

/** The theme, in the account menu. */
export function ThemeForm() {
  const { t, lang } = usePage();
  return (
    <PreferenceForm label={t('preferences.theme')}>
      <input type="hidden" name="lang" value={lang} />
      <label for="menu-theme">{t('preferences.theme')}</label>
      <ThemeSelect id="menu-theme" />
      <noscript>
        <button class="button small" type="submit">
          {t('preferences.change')}
        </button>
      </noscript>
    </PreferenceForm>
  );
}

/** The select itself; its label is for those who do not see the flagless list. */
export function LanguageSelect({ id }: { id: string }) {
  const { t, lang } = usePage();
  return (
    <select id={id} name="lang" aria-label={t('preferences.language')}>
      {languages.map((one) => (
        <option key={one} value={one} lang={one} selected={one === lang}>
          {languageNames[one]}
        </option>
      ))}
    </select>
  );
}

/** As the device has it, light, or dark. */
export function ThemeSelect({ id }: { id: string }) {
  const { t, theme } = usePage();
  return (
    <select id={id} name="theme">
      {themes.map((one) => (
        <option key={one} value={one} selected={one === theme}>
          {t(`preferences.${one}`)}
        </option>
      ))}
    </select>
  );
}

function PreferenceForm({ label, children }: { label: string; children: ComponentChildren }) {
  const { csrf, path } = usePage();
  return (
    <form class="preference" method="post" action={paths.preferences} aria-label={label} data-send-on-change>
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="returnTo" value={path} />
      {children}
    </form>
  );
}
