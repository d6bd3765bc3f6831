import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { type Environment, readConfig, settings } from './config.ts';
import { ConfigError } from './config-error.ts';

const defaults = { dataDirectory: '/srv/patrec' };
const secret = 'b3f1c07d5a924e68b3f1c07d5a924e68';
const production: Environment = {
  NODE_ENV: 'production',
  PATREC_URL: 'https://records.example.org',
  PATREC_LOG_ORIGIN: 'records.example.org/log',
  PATREC_SECRET: secret,
  PATREC_FILES_KEY: 'f1c07d5a924e68b3f1c07d5a924e68b3',
};

function problem(env: Environment): string {
  try {
    readConfig(env, defaults);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('readConfig', () => {
  it('runs a demonstration on loopback when nothing is set', () => {
    expect(readConfig({}, defaults)).toEqual({
      mode: 'demo',
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDirectory: '/srv/patrec',
      publicUrl: 'http://localhost:3000',
      proxies: [],
      logOrigin: 'demo.patrec.local/log',
      signing: 'optional',
      workers: Math.min(availableParallelism(), 8),
      secret: { from: 'file', path: '/srv/patrec/secret', create: true },
      logLevel: 'warn',
      mail: { smtpUrl: undefined, from: 'patrec@localhost' },
      files: {
        limit: 50 * 1024 * 1024,
        key: { from: 'file', path: '/srv/patrec/files.key', create: true },
        bucket: undefined,
      },
    });
  });

  it('takes a bucket for files, a limit and a key', () => {
    const env = {
      PATREC_S3_URL: 'https://s3.example.org/files/',
      PATREC_S3_KEY_ID: 'id',
      PATREC_S3_KEY: 'key',
      PATREC_FILE_LIMIT: '200',
    };
    const { bucket, limit } = readConfig({ ...production, ...env }, defaults).files;
    expect(limit).toBe(200 * 1024 * 1024);
    expect(bucket).toEqual({ url: 'https://s3.example.org/files', region: 'us-east-1', keyId: 'id', key: 'key' });
  });

  it.each<[Environment, string]>([
    [{ PATREC_FILES_KEY: '' }, 'PATREC_FILES_KEY is not set'],
    [{ PATREC_FILES_KEY: 'short' }, 'PATREC_FILES_KEY is shorter'],
    [{ PATREC_FILES_KEY: 'changeme-changeme-changeme-changeme' }, 'PATREC_FILES_KEY is a well-known value'],
    [{ PATREC_FILES_KEY_FILE: '/run/key' }, 'PATREC_FILES_KEY_FILE and PATREC_FILES_KEY are both set'],
    [{ PATREC_FILE_LIMIT: '0' }, 'PATREC_FILE_LIMIT is "0"'],
    [{ PATREC_FILE_LIMIT: '5000' }, 'PATREC_FILE_LIMIT is "5000"'],
    [{ PATREC_S3_URL: 'http://s3.example.org/files' }, 'PATREC_S3_URL must be'],
    [{ PATREC_S3_URL: 'https://s3.example.org' }, 'PATREC_S3_URL must be'],
    [{ PATREC_S3_URL: 'https://s3.example.org/files' }, 'PATREC_S3_KEY_ID is not set'],
    [{ PATREC_S3_URL: 'https://s3.example.org/files', PATREC_S3_KEY_ID: 'id' }, 'PATREC_S3_KEY is not set'],
  ])('refuses %j of files in production', (env, message) => {
    expect(problem({ ...production, ...env })).toMatch(new RegExp(`^${message}`));
  });

  it('takes a mail server with its sender', () => {
    const env = { PATREC_SMTP_URL: 'smtps://me:secret@mail.example.org', PATREC_MAIL_FROM: 'patrec@example.org' };
    expect(readConfig(env, defaults).mail).toEqual({ smtpUrl: env.PATREC_SMTP_URL, from: 'patrec@example.org' });
  });

  it.each([
    [
      { PATREC_SMTP_URL: 'http://me:hush@mail.example.org', PATREC_MAIL_FROM: 'a@example.org' },
      /^PATREC_SMTP_URL must/,
    ],
    [{ PATREC_SMTP_URL: 'smtp://me:hush@mail.example.org' }, /^PATREC_MAIL_FROM is not set/],
    [{ PATREC_MAIL_FROM: 'Patrec <a@example.org>' }, /^PATREC_MAIL_FROM is not an address/],
    [{ PATREC_MAIL_FROM: 'a@example.org\r\nBcc: b@example.org' }, /^PATREC_MAIL_FROM is not an address/],
  ])('refuses a mail server that is not one, and repeats no password: %j', (env, says) => {
    expect(problem(env)).toMatch(says);
    expect(problem(env)).not.toContain('hush');
  });

  it('reads a production configuration', () => {
    const config = readConfig({ ...production, PORT: '8080', LOG_LEVEL: 'warn' }, defaults);
    expect(config).toMatchObject({ mode: 'production', port: 8080, host: '0.0.0.0', logLevel: 'warn' });
    expect(config.secret).toEqual({ from: 'environment', value: secret });
  });

  it('takes an empty variable as not set', () => {
    expect(readConfig({ PORT: '', HOST: '', PATREC_DATA: '', DATABASE_URL: '' }, defaults)).toEqual(
      readConfig({}, defaults),
    );
  });

  it('takes the address without its slash, and a secret from a file', () => {
    const env = { ...production, PATREC_URL: 'https://a.example/', PATREC_SECRET: '', PATREC_SECRET_FILE: '/run/key' };
    const config = readConfig(env, defaults);
    expect(config.publicUrl).toBe('https://a.example');
    expect(config.secret).toEqual({ from: 'file', path: '/run/key', create: false });
  });

  it.each(['0', '65536', '-1', '3000x', '1e3', ' 3000', '3.5'])('refuses the port %j', (PORT) => {
    expect(problem({ PORT })).toMatch(/^PORT /);
  });

  it.each(['0.0.0.0', '::', '192.168.1.4', '127.example.org', 'records.example.org'])(
    'refuses to show a demonstration on %s',
    (HOST) => {
      expect(problem({ HOST })).toMatch(/^HOST must be 127\.0\.0\.1/);
    },
  );

  it.each(['localhost', '::1', '127.0.0.2'])('shows a demonstration on %s', (HOST) => {
    expect(readConfig({ HOST }, defaults).host).toBe(HOST);
  });

  it.each(['PATREC_URL', 'PATREC_LOG_ORIGIN', 'PATREC_SECRET'])('demands %s in production', (name) => {
    expect(problem({ ...production, [name]: undefined })).toMatch(new RegExp(`^${name} is not set; set it to `));
  });

  it.each(['http://records.example.org', 'records.example.org', 'https://a.example/x', 'https://u:p@a.example'])(
    'refuses the public address %s in production',
    (PATREC_URL) => {
      expect(problem({ ...production, PATREC_URL })).toMatch(/^PATREC_URL must /);
    },
  );

  it.each(['a b', 'a+b', 'a\u2003b', 'a\nb', 'a\u00a0b'])('refuses the log origin %j', (PATREC_LOG_ORIGIN) => {
    expect(problem({ PATREC_LOG_ORIGIN })).toMatch(/^PATREC_LOG_ORIGIN must hold no space/);
  });

  it.each([
    '4f1c',
    'a'.repeat(64),
    'change-me-change-me-change-me-change-me',
    'my-password-is-very-long-indeed-yes-sir',
  ])('refuses the secret %s and does not repeat it', (PATREC_SECRET) => {
    expect(problem({ PATREC_SECRET })).toMatch(/^PATREC_SECRET is .*openssl rand -hex 32\.$/);
    expect(problem({ PATREC_SECRET })).not.toContain(PATREC_SECRET);
  });

  it('refuses a database address of another kind without repeating its password', () => {
    expect(problem({ DATABASE_URL: 'mysql://root:hunter2@db/patrec' })).toMatch(
      /^DATABASE_URL must look like postgres:/,
    );
    expect(problem({ DATABASE_URL: 'mysql://root:hunter2@db/patrec' })).not.toContain('hunter2');
  });

  it('refuses two secrets at once and an unknown log level', () => {
    expect(problem({ PATREC_SECRET: secret, PATREC_SECRET_FILE: '/run/key' })).toMatch(/^PATREC_SECRET_FILE and /);
    expect(problem({ PATREC_WORKERS: '0' })).toMatch(/^PATREC_WORKERS is "0"/);
    expect(problem({ PATREC_WORKERS: 'many' })).toMatch(/^PATREC_WORKERS is "many"/);
    expect(problem({ LOG_LEVEL: 'loud' })).toMatch(/^LOG_LEVEL is "loud"/);
  });

  it('says everything in one line', () => {
    for (const env of [{ PORT: 'x' }, { HOST: '0.0.0.0' }, { ...production, PATREC_SECRET: '' }]) {
      expect(problem(env)).toMatch(/^[^\n]+\.$/);
    }
  });
});

describe('settings', () => {
  it('lists exactly the variables that readConfig looks at', () => {
    const seen = new Set<string>();
    const watched = new Proxy<Record<string, string | undefined>>(
      {},
      { get: (_, name) => void seen.add(String(name)) },
    );
    readConfig(watched, defaults);
    expect([...seen].sort()).toEqual(settings.map(({ name }) => name).sort());
  });
});

describe('PATREC_PROXIES', () => {
  it('is a list of addresses and subnets', () => {
    expect(readConfig({ PATREC_PROXIES: '10.0.0.5, 10.1.0.0/16,::1' }, defaults).proxies).toEqual([
      '10.0.0.5',
      '10.1.0.0/16',
      '::1',
    ]);
    expect(readConfig({}, defaults).proxies).toEqual([]);
  });

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0'])('refuses %s', (text) => {
    expect(problem({ PATREC_PROXIES: text })).toMatch(/^PATREC_PROXIES .*10\.0\.0\.5/);
  });
});
