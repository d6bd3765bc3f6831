// What stands around the content of every page: demonstration notice, header, navigation, main, footer.
import type { ComponentChildren } from 'preact';
import { Icon } from '../components/icon.tsx';
import { paths } from '../paths.ts';
import { GuardianBar } from './guardian-bar.tsx';
import { Header } from './header.tsx';
import { Navigation } from './navigation.tsx';
import { Notice } from './notice.tsx';
import { usePage } from './page.tsx';
import { SessionEnd } from './session-end.tsx';

interface FrameProps {
  children: ComponentChildren;
  banner: ComponentChildren;
  width: 'narrow' | 'wide';
}

/** The frame around a page's content. */
export function Frame({ children, banner, width }: FrameProps) {
  const page = usePage();
  return (
    <>
      <a class="skip" href="#main">
        {page.t('frame.skip')}
      </a>
      {page.demo && <Demonstration />}
      {page.inPlaceOf !== undefined && <GuardianBar patient={page.inPlaceOf} />}
      <Header />
      {banner}
      <div class="frame">
        {page.user !== null && <Navigation role={page.user.role} />}
        <main id="main" tabIndex={-1} class={width}>
          {page.findings !== undefined && page.findings > 0 && <Alarm />}
          <Notice />
          {children}
        </main>
      </div>
      <Footer />
      {page.user !== null && page.session !== undefined && <SessionEnd />}
    </>
  );
}

function Demonstration() {
  const { t } = usePage();
  return (
    <aside class="demo" aria-label={t('frame.demoLabel')}>
      <p>{t('frame.demo')}</p>
    </aside>
  );
}

function Alarm() {
  const { t } = usePage();
  return (
    <p class="notice critical">
      <Icon name="warning" />
      <a href={paths.integrity}>{t('integrity.alarm')}</a>
    </p>
  );
}

function Footer() {
  const { t } = usePage();
  return (
    <footer class="foot">
      <p>
        {t('frame.footer')} <a href={paths.about}>{t('frame.about')}</a> ·{' '}
        <a href={paths.checkPaper}>{t('receipt.pageTitle')}</a>
      </p>
    </footer>
  );
}
