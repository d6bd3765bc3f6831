/**
 * Every setting of the server, read once from the environment into a typed value.
 * Signed-note key names: C2SP signed-note, "Format" (no Unicode spaces, no plus).
 */
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { ConfigError } from './config-error.ts';
import { type FilesConfig, fileSettings, readFilesConfig } from './config-files.ts';
import { isMailAddress } from './mail-address.ts';
import { type SecretSource, secretProblem } from './secret.ts';

export type Mode = 'demo' | 'production';
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Which records their authors have to sign with a key of theirs. */
export type SigningPolicy = 'optional' | 'prescriptions';

export interface Config {
  mode: Mode;
  port: number;
  host: string;
  /** undefined: the embedded PostgreSQL is used. */
  databaseUrl: string | undefined;
  /** Absolute path. */
  dataDirectory: string;
  /** Scheme, host and port that people type; no slash at the end. */
  publicUrl: string;
  /** Addresses and subnets of the proxies whose X-Forwarded-For says who asks. */
  proxies: readonly string[];
  logOrigin: string;
  /** File of the log's policy, which names its witnesses; undefined: there are none. */
  policyFile: string | undefined;
  signing: SigningPolicy;
  /** How many processes answer requests. */
  workers: number;
  secret: SecretSource;
  logLevel: LogLevel;
  /** Whoever presents it may read /metrics; undefined: nobody. */
  metricsToken: string | undefined;
  mail: MailConfig;
  files: FilesConfig;
}

/** Without `smtpUrl`, messages become files in the data directory. */
export interface MailConfig {
  smtpUrl: string | undefined;
  from: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Defaults {
  /** Where data go when PATREC_DATA is not set. */
  dataDirectory: string;
}

/** The settings in the order of the README's table. */
export const settings: readonly { name: string; default: string; description: string }[] = [
  { name: 'NODE_ENV', default: '', description: 'production runs for real people; anything else is a demonstration' },
  { name: 'PORT', default: '3000', description: 'TCP port to listen on' },
  { name: 'HOST', default: '127.0.0.1, in production 0.0.0.0', description: 'address to listen on' },
  {
    name: 'PATREC_URL',
    default: 'http://localhost:PORT',
    description: 'public address; in production required, https',
  },
  {
    name: 'PATREC_PROXIES',
    default: 'none',
    description: 'addresses of the TLS proxy in front, such as 10.0.0.5,10.1.0.0/16',
  },
  { name: 'PATREC_DATA', default: './data', description: 'directory of the database, keys and logs' },
  { name: 'DATABASE_URL', default: 'embedded PostgreSQL', description: 'another PostgreSQL to use, postgres://…' },
  {
    name: 'PATREC_LOG_ORIGIN',
    default: 'demo.patrec.local/log',
    description: 'name of the log; in production required',
  },
  {
    name: 'PATREC_POLICY',
    default: 'no witnesses',
    description: 'file that names the witnesses of the log, as C2SP tlog-policy has it',
  },
  {
    name: 'PATREC_SIGNING',
    default: 'prescriptions, in the demonstration optional',
    description: 'what doctors must sign with a key in their browser: prescriptions, or optional for nothing',
  },
  {
    name: 'PATREC_SECRET',
    default: 'made in the demonstration',
    description: 'signs cookies, seals stored secrets; 32 bytes or more',
  },
  { name: 'PATREC_SECRET_FILE', default: '', description: 'file that holds the secret, instead of PATREC_SECRET' },
  {
    name: 'PATREC_WORKERS',
    default: 'one a processor, at most 8',
    description: 'processes that answer requests, 1 to 16',
  },
  {
    name: 'PATREC_SMTP_URL',
    default: 'files in outbox',
    description: 'mail server, smtps://user:password@host or smtp://…',
  },
  {
    name: 'PATREC_MAIL_FROM',
    default: 'patrec@localhost',
    description: 'sender of messages; required with a mail server',
  },
  ...fileSettings,
  {
    name: 'PATREC_METRICS_TOKEN',
    default: 'nobody',
    description: 'opens /metrics to whoever sends it as a bearer token; 32 characters or more',
  },
  { name: 'LOG_LEVEL', default: 'warn', description: logLevels.join(', ') },
];

/**
 * The configuration that the environment describes. An empty variable counts as not set.
 * Throws ConfigError at the first setting that is wrong. Touches no file.
 */
export function readConfig(env: Environment, defaults: Defaults): Config {
  const mode: Mode = env.NODE_ENV === 'production' ? 'production' : 'demo';
  const port = readPort(env.PORT || '3000');
  const dataDirectory = readDirectory(env.PATREC_DATA || defaults.dataDirectory);
  return {
    mode,
    port,
    host: readHost(env.HOST, mode),
    databaseUrl: readDatabaseUrl(env.DATABASE_URL),
    dataDirectory,
    publicUrl: readPublicUrl(env.PATREC_URL, mode, port),
    proxies: readProxies(env.PATREC_PROXIES),
    logOrigin: readLogOrigin(env.PATREC_LOG_ORIGIN, mode),
    policyFile: env.PATREC_POLICY ? resolve(env.PATREC_POLICY) : undefined,
    signing: readSigning(env.PATREC_SIGNING, mode),
    workers: readWorkers(env.PATREC_WORKERS),
    secret: readSecretSource(env, mode, dataDirectory),
    logLevel: readLogLevel(env.LOG_LEVEL || 'warn'),
    metricsToken: readMetricsToken(env.PATREC_METRICS_TOKEN),
    mail: readMail(env),
    files: readFilesConfig(env, mode === 'demo' ? join(dataDirectory, 'files.key') : undefined),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new ConfigError('PORT', `is "${text}"; set it to a number from 1 to 65535.`);
}

function readHost(text: string | undefined, mode: Mode): string {
  const host = text || (mode === 'demo' ? '127.0.0.1' : '0.0.0.0');
  const loopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (mode === 'demo' && !loopback) {
    throw new ConfigError('HOST', 'must be 127.0.0.1 in a demonstration, which has known passwords; leave it unset.');
  }
  if (!isIP(host) && !/^[a-z0-9.-]+$/i.test(host)) throw new ConfigError('HOST', 'is not an address to listen on.');
  return host;
}

function readDirectory(text: string): string {
  if (text.includes('\0')) throw new ConfigError('PATREC_DATA', 'is not a path.');
  return isAbsolute(text) ? text : resolve(text);
}

// The value may hold a password: no message repeats it.
function readDatabaseUrl(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const url = URL.parse(text);
  if (url?.protocol === 'postgres:' || url?.protocol === 'postgresql:') return text;
  throw new ConfigError(
    'DATABASE_URL',
    'must look like postgres://user:password@host:5432/database; or leave it unset.',
  );
}

function readPublicUrl(text: string | undefined, mode: Mode, port: number): string {
  if (!text && mode === 'demo') return `http://localhost:${port}`;
  if (!text) throw new ConfigError('PATREC_URL', 'is not set; set it to the public address, https://…');
  const url = URL.parse(text);
  const secure = url?.protocol === 'https:' || (mode === 'demo' && url?.protocol === 'http:');
  if (!url || !secure) throw new ConfigError('PATREC_URL', 'must be an address such as https://records.example.org.');
  if (url.href !== `${url.origin}/`) {
    throw new ConfigError('PATREC_URL', `must have no path, query or sign-in; set it to ${url.origin}.`);
  }
  return url.origin;
}

function readProxies(text: string | undefined): string[] {
  const proxies = (text ?? '').split(',').map((part) => part.trim());
  const wrong = proxies.find((proxy) => proxy !== '' && !isSubnet(proxy));
  if (wrong === undefined) return proxies.filter((proxy) => proxy !== '');
  throw new ConfigError('PATREC_PROXIES', `holds "${wrong}"; write addresses such as 10.0.0.5 or 10.1.0.0/16.`);
}

function isSubnet(text: string): boolean {
  const [address = '', bits = '32', ...rest] = text.split('/');
  return (
    isIP(address) !== 0 &&
    /^\d{1,3}$/.test(bits) &&
    Number(bits) <= (isIP(address) === 4 ? 32 : 128) &&
    rest.length === 0
  );
}

function readLogOrigin(text: string | undefined, mode: Mode): string {
  if (!text && mode === 'demo') return 'demo.patrec.local/log';
  if (!text)
    throw new ConfigError('PATREC_LOG_ORIGIN', 'is not set; set it to a name such as records.example.org/log.');
  if (!/[\s\p{Z}\p{C}+]/u.test(text)) return text;
  throw new ConfigError('PATREC_LOG_ORIGIN', 'must hold no space and no plus, as in records.example.org/log.');
}

// Nobody has a key yet when a demonstration begins.
function readSigning(text: string | undefined, mode: Mode): SigningPolicy {
  if (!text) return mode === 'demo' ? 'optional' : 'prescriptions';
  if (text === 'optional' || text === 'prescriptions') return text;
  throw new ConfigError('PATREC_SIGNING', `is "${text}"; set it to optional or to prescriptions.`);
}

function readWorkers(text: string | undefined): number {
  if (!text) return Math.min(availableParallelism(), 8);
  const workers = Number(text);
  if (/^\d+$/.test(text) && workers >= 1 && workers <= 16) return workers;
  throw new ConfigError('PATREC_WORKERS', `is "${text}"; set it to a number from 1 to 16, or leave it unset.`);
}

// The address may hold a password: no message repeats it.
function readMail({ PATREC_SMTP_URL: smtpUrl, PATREC_MAIL_FROM: from }: Environment): MailConfig {
  if (from && !isMailAddress(from))
    throw new ConfigError('PATREC_MAIL_FROM', 'is not an address such as patrec@example.org.');
  if (!smtpUrl) return { smtpUrl: undefined, from: from || 'patrec@localhost' };
  const url = URL.parse(smtpUrl);
  if ((url?.protocol !== 'smtp:' && url?.protocol !== 'smtps:') || !url.hostname)
    throw new ConfigError(
      'PATREC_SMTP_URL',
      'must look like smtps://user:password@mail.example.org; or leave it unset.',
    );
  if (!from) throw new ConfigError('PATREC_MAIL_FROM', 'is not set; set it to the sender, such as patrec@example.org.');
  return { smtpUrl, from };
}

function readLogLevel(text: string): LogLevel {
  const level = logLevels.find((name) => name === text);
  if (level) return level;
  throw new ConfigError('LOG_LEVEL', `is "${text}"; set it to one of ${logLevels.join(', ')}.`);
}

// No message repeats it.
function readMetricsToken(text: string | undefined): string | undefined {
  if (!text || /^[\w.~+/=-]{32,}$/.test(text)) return text || undefined;
  throw new ConfigError(
    'PATREC_METRICS_TOKEN',
    'must be 32 or more letters and digits: openssl rand -hex 32; or leave it unset.',
  );
}

function readSecretSource(env: Environment, mode: Mode, dataDirectory: string): SecretSource {
  const value = env.PATREC_SECRET;
  const file = env.PATREC_SECRET_FILE;
  if (value && file) throw new ConfigError('PATREC_SECRET_FILE', 'and PATREC_SECRET are both set; unset one of them.');
  if (value) {
    const problem = secretProblem(value);
    if (problem) throw new ConfigError('PATREC_SECRET', problem);
    return { from: 'environment', value };
  }
  if (file) return { from: 'file', path: resolve(file), create: false };
  if (mode === 'demo') return { from: 'file', path: join(dataDirectory, 'secret'), create: true };
  throw new ConfigError('PATREC_SECRET', 'is not set; set it to 32 or more random bytes: openssl rand -hex 32.');
}
