// Where messages go: an SMTP server (RFC 5321, RFC 3207), or files (RFC 5322) for whoever has none.

import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { isMailAddress } from '../mail-address.ts';

/** A message as it is sent: text alone. `id` names it the same at every attempt. */
export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly lang: string;
}

/** Sends a message, or throws: with `responseCode` and `command` where a server refused it. */
export type SendMail = (mail: Mail) => Promise<void>;

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** Sends through the server of that address; `encrypted` refuses a server without STARTTLS. */
export function smtpTransport(url: string, from: string, encrypted: boolean): SendMail {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: encrypted && !secure,
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async (mail) => {
    await transport.sendMail(messageOf(mail, from));
  };
}

/** Writes each message to a file of its own, `<id>.eml`, that only this user reads. */
export function fileTransport(directory: string, from: string): SendMail {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return async (mail) => {
    const { message } = await transport.sendMail(messageOf(mail, from));
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await chmod(directory, 0o700);
    const path = join(directory, `${mail.id}.eml`);
    // Written aside: whoever sends these files finds whole ones only.
    await writeFile(`${path}.part`, message as Buffer, { mode: 0o600 });
    await rename(`${path}.part`, path);
  };
}

// Nothing that anybody typed stands in a header but the address, and that is held against its form once more.
function messageOf({ id, to, subject, text, lang }: Mail, from: string) {
  if (!isMailAddress(to))
    throw Object.assign(new Error('This is not an address.'), { responseCode: 553, command: 'RCPT TO' });
  const headers = { 'Auto-Submitted': 'auto-generated', 'Content-Language': lang };
  const messageId = `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`;
  return { from: { name: 'Patrec', address: from }, to: { name: '', address: to }, subject, text, headers, messageId };
}
