// The fonts of documents: Noto Sans for each script, so that Hindi and Tamil are shaped by the fonts' own rules.

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const folder = '@expo-google-fonts/noto-sans-';
const files = {
  devanagari: [
    `${folder}devanagari/400Regular/NotoSansDevanagari_400Regular.ttf`,
    `${folder}devanagari/600SemiBold/NotoSansDevanagari_600SemiBold.ttf`,
  ],
  tamil: [
    `${folder}tamil/400Regular/NotoSansTamil_400Regular.ttf`,
    `${folder}tamil/600SemiBold/NotoSansTamil_600SemiBold.ttf`,
  ],
} as const;

export type Weight = 'regular' | 'bold';
export type FontName = `${keyof typeof files}-${Weight}`;

/** A text in one font. */
export interface Run {
  readonly font: FontName;
  readonly text: string;
}

/** The file of each font, by the name that documents use. */
export function fontFiles(): [FontName, string][] {
  return Object.entries(files).flatMap(([script, [regular, bold]]): [FontName, string][] => [
    [`${script as keyof typeof files}-regular`, require.resolve(regular)],
    [`${script as keyof typeof files}-bold`, require.resolve(bold)],
  ]);
}

/** The text in runs of one font each: Tamil letters in the Tamil font, all others, Latin too, in the Devanagari one. */
export function runsOf(text: string, weight: Weight): Run[] {
  const pieces = text.match(/[\u0b80-\u0bff](?:[\u0b80-\u0bff ,.]|\u200c|\u200d)*|[^\u0b80-\u0bff]+/g) ?? [];
  return pieces.map((piece) => ({
    font: `${/[\u0b80-\u0bff]/.test(piece) ? 'tamil' : 'devanagari'}-${weight}`,
    text: piece,
  }));
}
