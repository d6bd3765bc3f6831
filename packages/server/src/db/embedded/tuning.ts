/** PostgreSQL's settings for this machine, for durability, and for a log without a word of what people entered. */

const MiB = 1024 * 1024;

/** The machine as PostgreSQL should see it: memory in bytes. */
export interface Machine {
  memory: number;
  cpus: number;
}

/**
 * The settings for PostgreSQL's command line. It shares the machine with the server, so it takes an eighth of the
 * memory for its buffers where common advice is a quarter (PostgreSQL 18 manual, 19.4.1).
 */
export function tune({ memory, cpus }: Machine): Record<string, string> {
  return {
    ...memorySettings(memory),
    ...concurrencySettings(cpus),
    ...planning,
    ...durability,
    ...discretion,
    ...isolation,
  };
}

function memorySettings(memory: number): Record<string, string> {
  return {
    shared_buffers: megabytes(memory / 8, 64, 8192),
    effective_cache_size: megabytes(memory / 2, 256, 65536),
    work_mem: megabytes(memory / 1024, 4, 64),
    maintenance_work_mem: megabytes(memory / 32, 32, 1024),
    max_wal_size: megabytes(memory / 8, 512, 4096),
  };
}

function concurrencySettings(cpus: number): Record<string, string> {
  return {
    max_connections: String(Math.min(200, 60 + 20 * cpus)),
    max_parallel_workers_per_gather: String(Math.min(4, Math.floor(cpus / 2))),
    jit: 'off', // compiling costs more than these short queries take
  };
}

function megabytes(bytes: number, least: number, most: number): string {
  return `${Math.round(Math.min(Math.max(bytes / MiB, least), most))}MB`;
}

// The planner's own 4 is for turning disks: by it, reading all rows of a patient seems cheaper than one look-up by key.
const planning = { random_page_cost: '1.1' };

// A session's crash ends the whole server, which is started again by us: PostgreSQL 18 that is asked to stop while it
// starts itself again after such a crash never does.
const durability = {
  restart_after_crash: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
};

// Errors go to whoever asked, not to the log: an error's text and its detail may quote a row. Terse keeps the query
// of a crashed session out as well.
const discretion = {
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
};

const isolation = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  lc_messages: 'C',
  ssl: 'off',
};
