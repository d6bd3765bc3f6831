// Blocking somebody, and the end of a session, in every state that looks different.
import { type PageContext, renderAccess, renderAccessLog, renderBlock } from '@patrec/web';
import { events } from './histories.ts';
import { contextFor, grant, lakshmi, newcomer, now, openRequest, request, users } from './people.ts';

export function livePages(more: Partial<PageContext>): Record<string, string> {
  const at = (path: string) => contextFor(users.patient, path, more);
  const people = [request.requester, openRequest.requester, { ...grant.grantee, login: 'STF1', speciality: null }];
  return {
    'block-find': renderBlock(at('/access/blocks/new'), { patient: lakshmi, number: '', person: null }),
    'block-wrong': renderBlock(at('/access/blocks/new'), {
      patient: lakshmi,
      number: 'DOC999',
      person: null,
      errors: [{ field: 'number', code: 'no-such-person' }],
    }),
    block: renderBlock(at('/access/blocks/new'), {
      patient: lakshmi,
      number: 'DOC2',
      person: request.requester,
      permissions: 2,
    }),
    'block-nothing': renderBlock(at('/access/blocks/new'), {
      patient: lakshmi,
      number: 'DOC9',
      person: openRequest.requester,
      permissions: 0,
    }),
    'access-blocked': renderAccess(at('/access'), {
      patient: newcomer,
      waiting: [],
      active: [grant],
      past: [],
      blocked: people.map((who) => ({ id: who.login, who, since: now })),
    }),
    'log-blocked': renderAccessLog(at('/access/log'), {
      patient: lakshmi,
      events: events.slice(0, 2).map((event, i) => ({
        ...event,
        actor: users.patient,
        action: i === 0 ? ('unblock-person' as const) : ('block-person' as const),
        record: null,
        basis: 'own-record' as const,
      })),
      total: 2,
      kinds: {},
      people: [],
      next: null,
    }),
  };
}
