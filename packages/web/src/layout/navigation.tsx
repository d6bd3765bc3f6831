// Where one can go: tabs at the bottom of a phone, a rail at the side of a desktop.
import { Icon, type IconName } from '../components/icon.tsx';
import type { MessageKey } from '../i18n/translate.ts';
import { paths } from '../paths.ts';
import type { Role } from '../view-types.ts';
import { type Page, usePage } from './page.tsx';

interface Tab {
  key: MessageKey;
  icon: IconName;
  href: string;
  /** Whether a path belongs to this tab. */
  owns: (path: string) => boolean;
}

/** The tabs of a role. */
export function Navigation({ role }: { role: Role }) {
  const page = usePage();
  const tabs = tabsOf(role, page);
  if (tabs.length < 2) return null;
  const path = ((page.sentTo ?? page.path).split('?')[0] ?? '/').replace(/\/$/, '') || '/';
  return (
    <nav class="tabs" aria-label={page.t('nav.label')}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.key}>
            <a href={tab.href} aria-current={tab.owns(path) ? 'page' : undefined}>
              <Icon name={tab.icon} />
              <span>{page.t(tab.key)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function tabsOf(role: Role, page: Page): Tab[] {
  if (role !== 'patient') return [];
  const { inPlaceOf, user } = page;
  const own = paths.patient(inPlaceOf?.number ?? user?.login ?? '');
  const home = paths.home.replace(/\/$/, '') || '/';
  const access = inPlaceOf === undefined ? [paths.access] : [paths.access, paths.copy];
  const record: Tab[] = [
    { key: 'nav.home', icon: 'home', href: paths.home, owns: (path) => path === home },
    { key: 'nav.records', icon: 'records', href: `${own}/records`, owns: (path) => path.startsWith(own) },
    { key: 'nav.access', icon: 'key', href: paths.access, owns: (path) => access.some((one) => path.startsWith(one)) },
  ];
  if (inPlaceOf !== undefined) return record;
  const more = [paths.account, paths.guardians, paths.corrections, paths.copy, paths.card];
  return [
    ...record,
    {
      key: 'nav.more',
      icon: 'more',
      href: paths.more,
      owns: (path) => [paths.more, paths.about].includes(path) || more.some((one) => path.startsWith(one)),
    },
  ];
}
