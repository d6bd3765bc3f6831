import { describe, expect, it } from 'vitest';
import { explainFileError, explainOutput, StartError } from './start-error.ts';

describe('explainFileError', () => {
  it.each([
    ['ENOSPC', /^The disk that holds \/srv\/patrec is full\./],
    ['EDQUOT', /^The disk that holds \/srv\/patrec is full\./],
    ['EROFS', /^Patrec cannot write to \/srv\/patrec \(EROFS\)\. Make it writable or set PATREC_DATA to another\.$/],
    ['EACCES', /^Patrec cannot write to \/srv\/patrec \(EACCES\)/],
    ['ENOTDIR', /^\/srv\/patrec is not a directory\. Set PATREC_DATA /],
  ])('explains %s in one line', (code, line) => {
    const explained = explainFileError(Object.assign(new Error('no'), { code }), '/srv/patrec');
    expect(explained).toBeInstanceOf(StartError);
    expect((explained as Error).message).toMatch(line);
  });

  it('leaves an error that it does not know as it is', () => {
    const error = new TypeError('a fault of ours');
    expect(explainFileError(error, '/srv/patrec')).toBe(error);
  });
});

describe('explainOutput', () => {
  it('takes the last fatal line of many', () => {
    const output = 'LOG:  starting\nFATAL:  could not map memory\nLOG:  database system is shut down\n';
    expect(explainOutput(output, '/srv/p').message).toBe(
      'PostgreSQL did not start in /srv/p: FATAL:  could not map memory',
    );
  });

  it('knows a full disk, in the words of the server and of initdb', () => {
    const server = 'PANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device';
    const initdb = 'initdb: error: could not write file "/srv/p/PG_VERSION": No space left on device';
    for (const output of [server, initdb]) expect(explainOutput(output, '/srv/p').message).toMatch(/is full\./);
  });

  it('has an answer when nothing was said', () => {
    expect(explainOutput('', '/srv/p').message).toBe('PostgreSQL did not start in /srv/p: it said nothing');
  });
});
