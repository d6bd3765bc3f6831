// A patient invites a guardian: the form, who the person is, and only then the invitation.

import { type InvitationValues, renderInviteConfirm, renderInviteGuardian } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, patientNumberOf } from '../../access/actor.ts';
import { type Candidate, candidateByNumber } from '../../access/candidate-store.ts';
import { comesOfAge, isChild } from '../../access/guardianship.ts';
import { inviteGuardian } from '../../access/invite-guardian.ts';
import { AppError } from '../../errors.ts';
import { beginAttempt, endGuess, guessKeys } from '../../identity/attempts.ts';
import { now, randomHex } from '../../ledger/ledger.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf } from '../route-access.ts';
import { parseInvitation, type ReadInvitation } from './guardian-forms.ts';

const ADDRESS = '/guardians/invite';
const NOTHING: InvitationValues = { number: '', birthDate: '', relation: 'PRN', level: '', until: '' };

type Shown = Omit<Parameters<typeof renderInviteGuardian>[1], 'ofAgeOn'>;

export function inviteGuardianRoutes(server: FastifyInstance, app: App): void {
  server.get(ADDRESS, { config: { access: ['patient'] } }, (request, reply) =>
    invitePage(app, request, reply, { values: NOTHING }),
  );

  server.post(ADDRESS, { config: { access: ['patient'], form: true } }, async (request, reply) => {
    const actor = actorOf(request);
    const { step, nonce = '' } = formOf(request);
    const read = parseInvitation(request, actor, now(app.ledger));
    const { values } = read;
    if (step === 'edit') return invitePage(app, request, reply, { values });
    if (read.errors.length > 0 || !read.complete) return invitePage(app, request, reply, read, 422);
    const person = await lookUp(app, actor, read);
    if ('waitSeconds' in person) {
      reply.header('retry-after', person.waitSeconds);
      return invitePage(app, request, reply, { values, throttled: true }, 429);
    }
    if ('code' in person) {
      const errors = [{ field: 'number', code: person.code }];
      return invitePage(app, request, reply, { values, errors }, 422);
    }
    if (step !== 'confirm') return confirmPage(app, request, reply, values, person);
    if (!/^[0-9a-f]{32}$/.test(nonce))
      throw new AppError('incorrect', 'The form is not complete. Open it again and send it once more.');
    const { level, relation: relationship, until } = read.complete;
    const invitation = { chain: actor.chain ?? '', guardian: person.account, level, relationship, until, nonce };
    const answer = await inviteGuardian(app, actor, invitation);
    if (answer.done) return reply.redirect('/guardians?notice=guardian-invited', 303);
    const errors = [{ field: 'number', code: 'guardian-twice' }];
    return invitePage(app, request, reply, { values, errors }, 422);
  });
}

// A number alone would tell who is a patient here; with the date of birth it is somebody whom the patient knows. Wrong
// pairs are counted like wrong passwords, so nobody tries them out.
async function lookUp(app: App, actor: Actor, { values: { number, birthDate } }: ReadInvitation) {
  const keys = guessKeys(app.secret, 'guardian', actor.account);
  const attempt = await beginAttempt(app.db, app.ledger, keys);
  if (!attempt.allowed) return attempt;
  const person = await candidateByNumber(app.db, number, birthDate);
  if (!person) return { code: 'no-such-guardian' };
  await endGuess(app.db, keys);
  return isChild(person.birthDate, now(app.ledger)) ? { code: 'guardian-child' } : person;
}

async function confirmPage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  values: InvitationValues,
  { login, name }: Candidate,
) {
  const props = { guardian: { login, name }, values, nonce: randomHex(app.ledger, 16) };
  const ofAgeOn = await ofAge(app, request);
  return sendPage(reply, renderInviteConfirm(pageContext(app, request, reply), { ...props, ofAgeOn }));
}

async function invitePage(app: App, request: FastifyRequest, reply: FastifyReply, shown: Shown, status = 200) {
  const { values, errors, throttled } = shown;
  const props = { values, ...(errors && { errors }), ...(throttled && { throttled }) };
  const ofAgeOn = await ofAge(app, request);
  return sendPage(reply, renderInviteGuardian(pageContext(app, request, reply), { ...props, ofAgeOn }), status);
}

// The day on which the reader comes of age, where they are not.
async function ofAge(app: App, request: FastifyRequest): Promise<string | null> {
  const birthDate = (await app.patientByNumber(patientNumberOf(actorOf(request))))?.birthDate ?? null;
  return birthDate !== null && isChild(birthDate, now(app.ledger)) ? comesOfAge(birthDate) : null;
}
