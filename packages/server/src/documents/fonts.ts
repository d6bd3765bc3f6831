// The fonts of documents: Noto Sans for each script, so that Hindi and Tamil are shaped by the fonts' own rules, and signs
// such as µ are there, which the fonts of these scripts have not.

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const folder = '@expo-google-fonts/noto-sans';
const files = {
  latin: [`${folder}/400Regular/NotoSans_400Regular.ttf`, `${folder}/600SemiBold/NotoSans_600SemiBold.ttf`],
  devanagari: [
    `${folder}-devanagari/400Regular/NotoSansDevanagari_400Regular.ttf`,
    `${folder}-devanagari/600SemiBold/NotoSansDevanagari_600SemiBold.ttf`,
  ],
  tamil: [
    `${folder}-tamil/400Regular/NotoSansTamil_400Regular.ttf`,
    `${folder}-tamil/600SemiBold/NotoSansTamil_600SemiBold.ttf`,
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

// A run goes on over spaces and simple stops, which every font has, and over joiners inside a word.
const RUNS =
  /[\u0900-\u097f](?:[\u0900-\u097f ,.()-]|\u200c|\u200d)*|[\u0b80-\u0bff](?:[\u0b80-\u0bff ,.()-]|\u200c|\u200d)*|[^\u0900-\u097f\u0b80-\u0bff]+/g;

/** The text in runs of one font each, by script. */
export function runsOf(text: string, weight: Weight): Run[] {
  const printed = text.replaceAll(/[≤≥→]/g, (sign) => written[sign] ?? sign);
  return (printed.match(RUNS) ?? []).map((piece) => ({ font: `${scriptOf(piece)}-${weight}`, text: piece }));
}

// Signs that none of the fonts has, as they are written without them: a box in place of ≤ would be a danger.
const written: Readonly<Record<string, string>> = { '≤': '<=', '≥': '>=', '→': '->' };

function scriptOf(piece: string): keyof typeof files {
  if (/^[\u0900-\u097f]/.test(piece)) return 'devanagari';
  return /^[\u0b80-\u0bff]/.test(piece) ? 'tamil' : 'latin';
}
