// The `patrec` command: one word chooses what it does.

import { AppError, ConfigError, StartError } from '@patrec/server';
import { importCsv } from './import-csv.ts';
import { importFiles } from './import-files.ts';
import { importMongoFiles } from './import-mongo.ts';
import { changeLogKey } from './log-key.ts';
import { makeAdministrator } from './make-administrator.ts';
import { verify } from './verify.ts';
import { runWitness } from './witness.ts';

const USAGE = `Usage: npx patrec COMMAND

  admin NAME       make an administrator; prints the number and a password for the first sign-in
  import-csv patients|results FILE --as STF1 --mapping MAP [--dry-run]
                   import a table of patients or laboratory results; without --mapping shows one to start from
  import FILE...   import FHIR R4 transaction Bundles (JSON, or gzip of it), each as one patient with
                   records, and document Bundles, each as a record of a patient who is here
  import-mongo DIRECTORY [--administrators] [--dry-run]
                   import the teaching project's collections, as mongoexport writes them
  log-key STEP     change the key that the log is signed with: show, make, begin, finish or undo
  verify           check every block, every record and the log; names what does not hold
  verify FILE... [--policy FILE | --log KEY]
                   check receipts against a policy, or the key of a log, that you trust; needs no store
  witness          look after the checkpoints of logs; says how when it is called without more

The settings are those of the server: PATREC_DATA or DATABASE_URL say which store is meant.
`;

const commands: Readonly<Record<string, (parameters: string[]) => Promise<number>>> = {
  admin: makeAdministrator,
  import: importFiles,
  'import-csv': importCsv,
  'import-mongo': importMongoFiles,
  'log-key': changeLogKey,
  verify,
  witness: runWitness,
};

async function run([name = '', ...parameters]: string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command(parameters);
  const asked = name === '' || name === 'help' || name === '--help';
  (asked ? process.stdout : process.stderr).write(asked ? USAGE : `There is no command ${name}.\n\n${USAGE}`);
  return asked && name !== '' ? 0 : 1;
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const expected = error instanceof ConfigError || error instanceof StartError || error instanceof AppError;
    process.stderr.write(`${expected ? error.message : error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  },
);
