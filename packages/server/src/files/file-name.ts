// The name under which somebody sent a file, fit to be shown: it decides nothing, and no path is made of it.

const LONGEST = 100; // characters
// Controls, and marks that turn the direction of a line: `gpj.exe` reads as `exe.jpg` after one. The joiners of Hindi and
// Tamil are of the same class, and stay.
const UNSEEN = /(?![\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/gu;

/** The name without folders and without what cannot be seen; `file` where nothing is left. */
export function shownName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(UNSEEN, '').trim();
  return Array.from(plain).slice(0, LONGEST).join('') || 'file';
}
