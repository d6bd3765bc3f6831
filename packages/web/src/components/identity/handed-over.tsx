// What is handed over on paper: a number and its one-time password, shown once.
import { usePage } from '../../layout/page.tsx';

export interface HandedOver {
  login: string;
  name: string;
  password: string;
  until: string;
}

/** The number and the password; `once` says that they are not shown again, `next` leads on. */
export function HandedOverCard({
  login,
  password,
  until,
  once,
  next,
}: HandedOver & { once: string; next: { href: string; text: string } }) {
  const { t, dateTime } = usePage();
  return (
    <section class="card own-number">
      <h2>{t('newStaff.number')}</h2>
      <p class="code number">{login}</p>
      <h2>{t('newStaff.password')}</h2>
      <p class="code number">{password}</p>
      <p>
        <strong>{once}</strong>
      </p>
      <p class="muted">
        {t('newStaff.until')}: {dateTime(until)}
      </p>
      <div class="actions">
        <a class="button" href={next.href}>
          {next.text}
        </a>
      </div>
    </section>
  );
}
