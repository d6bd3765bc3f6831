// The `patrec` command: one word chooses what it does.

import { AppError, ConfigError, StartError } from '@patrec/server';
import { CSV_USAGE, importCsv } from './import-csv.ts';
import { importFiles } from './import-files.ts';
import { importMongoFiles, MONGO_USAGE } from './import-mongo.ts';
import { changeLogKey, LOG_KEY_USAGE } from './log-key.ts';
import { makeAdministrator } from './make-administrator.ts';
import { verify } from './verify.ts';
import { VERIFY_USAGE } from './verify-receipts.ts';
import { runWitness, WITNESS_USAGE } from './witness.ts';

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

interface Command {
  readonly run: (parameters: string[]) => Promise<number>;
  /** What `--help` says; without it the list of all. */
  readonly usage?: string;
}

const commands: Readonly<Record<string, Command>> = {
  admin: { run: makeAdministrator },
  import: { run: importFiles },
  'import-csv': { run: importCsv, usage: CSV_USAGE },
  'import-mongo': { run: importMongoFiles, usage: MONGO_USAGE },
  'log-key': { run: changeLogKey, usage: LOG_KEY_USAGE },
  verify: { run: verify, usage: VERIFY_USAGE },
  witness: { run: runWitness, usage: WITNESS_USAGE },
};

const HELP = ['--help', '-h'];

async function run([name = '', ...parameters]: string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command && !parameters.some((word) => HELP.includes(word))) return command.run(parameters);
  if (command || ['', 'help', ...HELP].includes(name)) {
    process.stdout.write(command?.usage ?? USAGE);
    return name === '' ? 1 : 0;
  }
  process.stderr.write(`There is no command ${name}.\n\n${USAGE}`);
  return 1;
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
