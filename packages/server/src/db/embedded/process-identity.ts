/**
 * Telling processes apart although their numbers are used again: number plus start time (proc(5): stat, field 22).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

const onLinux = process.platform === 'linux';

/**
 * When the process started, as an opaque text that no other process with this number has; undefined when there is
 * none (a zombie counts as none); 'unknown' when it lives but the system hides it.
 */
export function processStart(pid: number): string | undefined {
  if (!isSignalable(pid)) return undefined;
  return (onLinux ? startFromProc(pid) : startFromPs(pid)) ?? (isSignalable(pid) === 'hidden' ? 'unknown' : undefined);
}

/** Whether this process is the PostgreSQL server of the cluster in this directory (a real path). */
export function isPostmasterOf(pid: number, cluster: string): boolean {
  if (processStart(pid) === undefined) return false;
  const words = onLinux ? wordsFromProc(pid) : (ps(pid, 'command') ?? '').split(' ');
  if (!basename(words[0] ?? '').startsWith('postgres')) return false;
  return `${words.join(' ')} `.includes(` ${cluster} `) || workingDirectory(pid) === cluster;
}

/** Sends a signal to a process that may have ended already. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether the system has a process of this number, a zombie included; 'hidden': it has, and it is another user's. */
export function isSignalable(pid: number): boolean | 'hidden' {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'hidden' : false;
  }
}

// The name in parentheses may hold spaces and parentheses: fields are counted after the last one.
function startFromProc(pid: number): string | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${readProc('/proc/sys/kernel/random/boot_id')?.trim()}/${fields[19]}`;
}

function startFromPs(pid: number): string | undefined {
  const state = ps(pid, 'state');
  return state && !state.startsWith('Z') ? ps(pid, 'lstart') : undefined;
}

function wordsFromProc(pid: number): string[] {
  return (readProc(`/proc/${pid}/cmdline`) ?? '').split('\0');
}

function workingDirectory(pid: number): string | undefined {
  try {
    return onLinux ? readlinkSync(`/proc/${pid}/cwd`) : undefined;
  } catch {
    return undefined;
  }
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: 'state' | 'lstart' | 'command'): string | undefined {
  try {
    const output = execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
    return output.trim() || undefined;
  } catch {
    return undefined;
  }
}
