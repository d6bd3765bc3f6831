// What a witness has cosigned: one file for each log, with the newest checkpoint as a note. A file that is damaged stops the
// witness: it is never guessed what was cosigned.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  logNameAtWitness,
  type NoteVerifier,
  noteText,
  openNote,
  ProofError,
  parseCheckpoint,
  UNSEEN,
  type WitnessState,
} from '@patrec/ledger';
import { AppError, replaceFile } from '@patrec/server';

const FILE = /^([0-9a-f]{64})\.checkpoint$/;

export interface WitnessStates {
  /** True where something was cosigned. */
  readonly used: boolean;
  readonly stateOf: (origin: string) => WitnessState;
  /** The newest cosigned checkpoint of the log whose origin has this SHA-256, in hexadecimal. */
  readonly noteOf: (hash: string) => string | undefined;
  /** On return it is on the disk. */
  readonly save: (origin: string, note: string) => Promise<void>;
}

/** Reads all files. Throws where one does not hold what its name says. */
export async function openStates(directory: string): Promise<WitnessStates> {
  const notes = new Map<string, { state: WitnessState; note: string }>();
  for (const file of await readdir(directory)) {
    const name = FILE.exec(file)?.[1];
    if (name !== undefined) notes.set(name, await readState(join(directory, file), name));
  }
  return {
    used: notes.size > 0,
    stateOf: (origin) => notes.get(logNameAtWitness(origin))?.state ?? UNSEEN,
    noteOf: (hash) => notes.get(hash)?.note,
    async save(origin, note) {
      const name = logNameAtWitness(origin);
      await replaceFile(join(directory, `${name}.checkpoint`), note);
      notes.set(name, { state: stateIn(note), note });
    },
  };
}

/** Checks that this witness has cosigned each note that it keeps. Throws where one was put there by somebody else. */
export function checkStates({ noteOf }: WitnessStates, origins: readonly string[], own: NoteVerifier): void {
  for (const origin of origins) {
    const note = noteOf(logNameAtWitness(origin));
    if (note !== undefined) unlessDamaged(`what was cosigned of ${origin}`, () => openNote(note, [own]));
  }
}

async function readState(file: string, name: string): Promise<{ state: WitnessState; note: string }> {
  const note = await readFile(file, 'utf8');
  return unlessDamaged(file, () => {
    const { origin } = parseCheckpoint(noteText(note));
    if (logNameAtWitness(origin) === name) return { state: stateIn(note), note };
    throw new AppError('fault', `${file} holds the checkpoint of another log, ${origin}.`);
  });
}

function unlessDamaged<Result>(what: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    throw new AppError('fault', `Damaged: ${what}. Put it back from a copy. ${error.message}`);
  }
}

function stateIn(note: string): WitnessState {
  const { size, root } = parseCheckpoint(noteText(note));
  return { size, root };
}
