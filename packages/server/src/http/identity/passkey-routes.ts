// Sign-in and security: adding and removing passkeys.

import { type NewPasskeyProps, renderNewPasskey } from '@patrec/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addPasskey, newPasskeyRequest, removePasskey } from '../../identity/change-passkeys.ts';
import { readFields } from '../../identity/person-fields.ts';
import { passkeySite } from '../../identity/prove-passkey.ts';
import { BY_FACTOR } from '../../identity/session-proof.ts';
import type { App } from '../app.ts';
import { formOf } from '../form.ts';
import { pageContext, sendPage } from '../page-context.ts';
import { actorOf, EVERY_ROLE } from '../route-access.ts';
import { browserOf, sessionToken } from '../session-cookie.ts';

const LONGEST_NAME = 60;

export function passkeyRoutes(server: FastifyInstance, app: App): void {
  const site = passkeySite(app.publicUrl);
  const page = { config: { access: EVERY_ROLE, confirm: BY_FACTOR } } as const;
  const form = { config: { access: EVERY_ROLE, confirm: BY_FACTOR, form: true } } as const;

  server.get('/account/passkeys/new', page, (request, reply) =>
    newPasskeyPage(app, request, reply, { name: '', errors: [] }),
  );

  // What it gives is worth nothing without the form below, which asks for the proof.
  server.post('/account/passkeys/options', { config: { access: EVERY_ROLE, form: true } }, (request, reply) => {
    reply.header('cache-control', 'no-store');
    return newPasskeyRequest(app, actorOf(request), site, browserOf(request, app.publicUrl));
  });

  server.post('/account/passkeys', form, async (request, reply) => {
    const values = formOf(request);
    const fields = readFields(values);
    const name = fields.line('name', LONGEST_NAME);
    const { errors } = fields;
    if (errors.length > 0) return newPasskeyPage(app, request, reply, { name, errors });
    const made = { name, answer: values.passkey ?? '', owner: browserOf(request, app.publicUrl) };
    if (await addPasskey(app, actorOf(request), site, made))
      return reply.redirect('/account?notice=passkey-added', 303);
    return newPasskeyPage(app, request, reply, { name, errors: [{ field: 'passkey', code: 'passkey-not-made' }] });
  });

  // The id is in the form: it may be longer than an address should be.
  server.post('/account/passkeys/remove', form, async (request, reply) => {
    const token = sessionToken(request, app.publicUrl) ?? '';
    const removed = await removePasskey(app, actorOf(request), formOf(request).id ?? '', token);
    return reply.redirect(`/account?notice=${removed ? 'passkey-removed' : 'passkey-gone'}`, 303);
  });
}

function newPasskeyPage(app: App, request: FastifyRequest, reply: FastifyReply, props: NewPasskeyProps): FastifyReply {
  const html = renderNewPasskey(pageContext(app, request, reply), props);
  return sendPage(reply, html, props.errors.length > 0 ? 422 : 200);
}
