// Stands before a server that speaks S3 but does not look at signatures: lets through what is signed as AWS Signature
// Version 4 says (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html), and nothing else.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** Starts the gate before that port of this machine; gives its own port. */
export async function startSignatureGate(port: number, { keyId, key }: { keyId: string; key: string }) {
  const gate = createServer((asked, answer) => {
    if (!isSigned(asked, keyId, key)) return answer.writeHead(403).end();
    const { method, url: path, headers } = asked;
    const onward = request({ port, host: '127.0.0.1', method, path, headers }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    asked.pipe(onward);
  });
  await once(gate.listen(0, '127.0.0.1'), 'listening');
  const stop = () => {
    gate.closeAllConnections();
    gate.close();
  };
  return { port: (gate.address() as AddressInfo).port, stop };
}

function isSigned({ method = '', url = '', headers }: IncomingMessage, keyId: string, key: string): boolean {
  const [, id, day = '', region = '', names = '', signature = ''] =
    AUTHORIZATION.exec(headers.authorization ?? '') ?? [];
  if (id !== keyId || !['host', 'x-amz-date', 'x-amz-content-sha256'].every((name) => names.split(';').includes(name)))
    return false;
  const { pathname, searchParams } = new URL(url, 'http://gate');
  const query = [...searchParams].map((pair) => pair.map(escaped).join('=')).sort();
  const canonical = [
    method,
    pathname,
    query.join('&'),
    ...names.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    names,
    headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const signing = [day, region, 's3', 'aws4_request'].reduce<Uint8Array | string>(hmac, `AWS4${key}`);
  return timingSafeEqual(hmac(signing, text), Buffer.from(signature, 'hex'));
}

function hmac(key: Uint8Array | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
