// Doctors who wait for verification, for the administrator's start page.
import { usePage } from '../../layout/page.tsx';
import { paths } from '../../paths.ts';
import type { ApplicantView } from '../../view-types.ts';
import { Card, Empty } from '../card.tsx';

interface ApplicantListProps {
  count: number;
  doctors: readonly ApplicantView[];
}

/** The longest waiting first, each with the way to the check. */
export function ApplicantList({ count, doctors }: ApplicantListProps) {
  const { t } = usePage();
  return (
    <Card title={t('admin.waiting', { count })} tone={count > 0 ? 'attention' : 'plain'}>
      {doctors.length === 0 ? (
        <Empty>{t('admin.noneWaiting')}</Empty>
      ) : (
        <ul class="applicants">
          {doctors.map((doctor) => (
            <Applicant key={doctor.login} doctor={doctor} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Applicant({ doctor }: { doctor: ApplicantView }) {
  const { t, date } = usePage();
  const { login, name, speciality, registration, council, workplace, city, since } = doctor;
  return (
    <li>
      <div>
        <strong>{name}</strong> <span class="code">{login}</span>
        <p class="muted">
          {speciality} · {council} {registration} · {workplace}, {city} · {t('admin.since', { date: date(since) })}
        </p>
      </div>
      <a class="button quiet" href={paths.verification(login)} aria-label={t('admin.lookWho', { who: name })}>
        {t('admin.look')}
      </a>
    </li>
  );
}
