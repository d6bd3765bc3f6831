// The headers that every response carries (OWASP HTTP Headers), made once: they are the same for all.

import { styleSha256 } from '@patrec/web';
import type { FastifyReply } from 'fastify';
import helmet from 'helmet';

/** Gives the headers; `secure` where people come over https. */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    removeHeader: () => undefined,
  };
  const setHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        workerSrc: ["'self'"],
        styleSrc: [`'sha256-${styleSha256}'`],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure && { maxAge: 31_536_000, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
  });
  setHeaders(
    {} as Parameters<typeof setHeaders>[0],
    response as unknown as Parameters<typeof setHeaders>[1],
    (error) => {
      if (error) throw error;
    },
  );
  return headers;
}

/** Lets a page show files of ours in frames: a PDF in the browser's own viewer. */
export function framingOwnFiles(reply: FastifyReply): void {
  const policy = String(reply.getHeader('content-security-policy'));
  reply.header('content-security-policy', `${policy};frame-src 'self'`);
}

/** A page whose scripts may ask nobody for anything, nor their workers, which are made of the script itself. */
export function withoutNetwork(reply: FastifyReply): void {
  const policy = String(reply.getHeader('content-security-policy'));
  const closed = policy
    .replace("connect-src 'self'", "connect-src 'none'")
    .replace("worker-src 'self'", 'worker-src blob:');
  reply.header('content-security-policy', closed);
}
