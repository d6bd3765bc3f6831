// A mail server of the tests: what it took, and what it was told to answer.

import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** What a recipient is answered: taken, refused for now, refused for good. */
export type Answer = 250 | 450 | 550;

export interface MailServer {
  readonly url: string;
  readonly taken: readonly { readonly to: readonly string[]; readonly text: string }[];
  /** Sets the answer to every recipient from now on. */
  readonly answer: (code: Answer) => void;
  readonly stop: () => Promise<void>;
}

/** Starts it on a port of loopback. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const taken: { to: string[]; text: string }[] = [];
  let code: Answer = 250;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo(_address, _session, done) {
      if (code === 250) done();
      else done(Object.assign(new Error('Not now.'), { responseCode: code }));
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        taken.push({ to, text: Buffer.concat(parts).toString('utf8') });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined); // clients that go away
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    answer: (next) => {
      code = next;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
