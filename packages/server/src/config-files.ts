/** The settings of files: how large one may be, the key that seals them, and the bucket that keeps them. */
import { resolve } from 'node:path';
import { ConfigError } from './config-error.ts';
import { type SecretSource, secretProblem } from './secret.ts';

/** A bucket that speaks S3. `url` is its address, such as https://s3.example.org/bucket. */
export interface Bucket {
  readonly url: string;
  readonly region: string;
  readonly keyId: string;
  readonly key: string;
}

/** Without `bucket`, files are kept in the data directory. `limit` is in bytes. */
export interface FilesConfig {
  limit: number;
  key: SecretSource;
  bucket: Bucket | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const MEGABYTE = 1024 * 1024;

/** The settings in the order of the README's table. */
export const fileSettings: readonly { name: string; default: string; description: string }[] = [
  { name: 'PATREC_FILE_LIMIT', default: '50', description: 'the largest file that is taken, in MB, 1 to 1000' },
  {
    name: 'PATREC_FILES_KEY',
    default: 'made in the demonstration',
    description: 'seals files; 32 bytes or more; without it they cannot be opened',
  },
  {
    name: 'PATREC_FILES_KEY_FILE',
    default: '',
    description: 'file that holds that key, for its owner only, instead of PATREC_FILES_KEY',
  },
  {
    name: 'PATREC_S3_URL',
    default: 'files in PATREC_DATA',
    description: 'bucket that keeps the files, https://host/bucket',
  },
  { name: 'PATREC_S3_REGION', default: 'us-east-1', description: 'region of the bucket' },
  { name: 'PATREC_S3_KEY_ID', default: '', description: 'access key of the bucket; required with a bucket' },
  { name: 'PATREC_S3_KEY', default: '', description: 'secret of that access key; required with a bucket' },
];

/** What the environment says of files; `made` is the key's file in a demonstration, undefined in production. */
export function readFilesConfig(env: Environment, made: string | undefined): FilesConfig {
  return {
    limit: readLimit(env.PATREC_FILE_LIMIT || '50'),
    key: readKeySource(env, made),
    bucket: readBucket(env, made !== undefined),
  };
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= 1000) return limit * MEGABYTE;
  throw new ConfigError('PATREC_FILE_LIMIT', `is "${text}"; set it to a number of MB from 1 to 1000.`);
}

function readKeySource(
  { PATREC_FILES_KEY: value, PATREC_FILES_KEY_FILE: file }: Environment,
  made: string | undefined,
) {
  if (value && file)
    throw new ConfigError('PATREC_FILES_KEY_FILE', 'and PATREC_FILES_KEY are both set; unset one of them.');
  if (value) {
    const problem = secretProblem(value);
    if (problem) throw new ConfigError('PATREC_FILES_KEY', problem);
    return { from: 'environment', value } as const;
  }
  if (file) return { from: 'file', path: resolve(file), create: false } as const;
  if (made !== undefined) return { from: 'file', path: made, create: true } as const;
  throw new ConfigError('PATREC_FILES_KEY', 'is not set; set it to 32 or more random bytes: openssl rand -hex 32.');
}

// The address may be wrong in many ways; no message repeats a secret.
function readBucket(env: Environment, demo: boolean): Bucket | undefined {
  const { PATREC_S3_URL: text, PATREC_S3_REGION: region, PATREC_S3_KEY_ID: keyId, PATREC_S3_KEY: key } = env;
  if (!text) return undefined;
  const url = URL.parse(text);
  const secure = url?.protocol === 'https:' || (demo && url?.protocol === 'http:');
  const bare = url && !url.username && !url.search && !url.hash && url.pathname.length > 1;
  if (!url || !secure || !bare)
    throw new ConfigError('PATREC_S3_URL', 'must be the address of a bucket, such as https://s3.example.org/bucket.');
  if (!keyId) throw new ConfigError('PATREC_S3_KEY_ID', 'is not set; set it to the access key of the bucket.');
  if (!key) throw new ConfigError('PATREC_S3_KEY', 'is not set; set it to the secret of the access key.');
  return { url: url.href.replace(/\/$/, ''), region: region || 'us-east-1', keyId, key };
}
