// Records opened in an emergency, as the pages take them.

import type { EmergencyView } from '@patrec/web';
import { lasts, reviewDue } from '../../access/emergency.ts';
import type { StoredEmergency } from '../../access/emergency-store.ts';

/** An access as everybody concerned sees it at `now`. */
export function emergencyView(one: StoredEmergency, now: string): EmergencyView {
  const { id, reason, note, since, until, patientNumber, patientName, login, name, speciality, workplace } = one;
  return {
    ...{ id, reason, note, since, until },
    patient: { number: patientNumber, name: patientName },
    doctor: { login, name, speciality, workplace },
    ended: lasts(one, now) ? null : endOf(one),
    review: reviewOf(one),
    overdue: one.outcome === null && reviewDue(since) <= now,
  };
}

function endOf({ endedAt, until, endedByRole }: StoredEmergency): NonNullable<EmergencyView['ended']> {
  if (endedAt === null) return { at: until, by: 'time' };
  return { at: endedAt, by: endedByRole === 'patient' || endedByRole === 'doctor' ? endedByRole : 'administrator' };
}

function reviewOf({ outcome, reviewNote: note, reviewedAt, reviewerName }: StoredEmergency): EmergencyView['review'] {
  return outcome === null ? null : { outcome, note, at: reviewedAt ?? '', by: reviewerName ?? '' };
}
