// Forms with a file as a browser sends them (multipart/form-data, RFC 7578).

/** A file with the name that its sender gives it. */
export interface SentFile {
  readonly name?: string;
  readonly bytes: Uint8Array;
  readonly type?: string;
}

const BOUNDARY = 'patrec-test-boundary-5f2c';
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

/** The body of a form, its fields first and its file last. */
export function multipartBody(fields: Record<string, string>, file?: SentFile): Buffer {
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  const { name = 'scan.pdf', bytes, type = 'application/octet-stream' } = file ?? { name: '', bytes: Buffer.alloc(0) };
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  return Buffer.concat([...parts, Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}
