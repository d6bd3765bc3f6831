// Random codes that people read from paper: 32 characters of which nobody takes one for another, in groups of five.

// No l and no o, no 0 and no 1.
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP = 5;

/** A code of 25 random bits a group, 100 where nothing is said, such as `k7mqd-x3wfa-…`. */
export function newReadableCode({ random }: { random: (length: number) => Uint8Array }, groups = GROUPS): string {
  const characters = [...random(groups * GROUP)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return Array.from({ length: groups }, (_, i) => characters.slice(i * GROUP, (i + 1) * GROUP).join('')).join('-');
}

/** The code as it was made, however it was typed: in capitals, with spaces, without hyphens. */
export function readableCodeOf(typed: string): string {
  const letters = typed.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return letters.match(/.{1,5}/g)?.join('-') ?? '';
}
