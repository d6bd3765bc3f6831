// What a file is, by its content: never by its name, nor by what the browser says. A library that knows a hundred types
// guesses; here a file is one of four, from its first byte on, and nothing else at the same time.

export const fileTypes = ['application/pdf', 'image/jpeg', 'image/png', 'application/dicom'] as const;

export type FileType = (typeof fileTypes)[number];

/** What has to be seen of a file's beginning to know its type, in bytes. */
export const TYPE_HEAD = 132;
/** What has to be seen of its end to know that it is whole, in bytes. */
export const TYPE_TAIL = 2048;

const EXTENSIONS: Record<FileType, string> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/dicom': 'dcm',
};
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'); // signature and the head of IHDR (PNG 3rd ed., 5.2)
const PNG_END = Buffer.from('0000000049454e44ae426082', 'hex');
const JPEG = Buffer.from('ffd8ff', 'hex'); // SOI and the next marker (ITU-T T.81, B.1.1)
const PREAMBLE = 128; // DICOM PS3.10, 7.1
const TIFF = [Buffer.from('49492a00', 'hex'), Buffer.from('4d4d002a', 'hex')]; // what DICOM's preamble may be used for

/** The type that the first bytes are of; undefined for any other, and for a file that could be read as two. */
export function typeOf(head: Buffer): FileType | undefined {
  if (head.subarray(0, 5).toString('latin1') === '%PDF-') return isDicom(head) ? undefined : 'application/pdf';
  if (head.subarray(0, JPEG.length).equals(JPEG)) return isDicom(head) ? undefined : 'image/jpeg';
  if (head.subarray(0, PNG.length).equals(PNG)) return isDicom(head) ? undefined : 'image/png';
  return isDicom(head) && hasPlainPreamble(head) ? 'application/dicom' : undefined;
}

/** False where the end of the file says that some of it is missing; types whose end says nothing count as whole. */
export function endsWell(type: FileType, tail: Buffer): boolean {
  if (type === 'application/pdf') return tail.includes('%%EOF');
  return type !== 'image/png' || tail.includes(PNG_END);
}

/** The ending of names of that type, without the dot. */
export function extensionOf(type: FileType): string {
  return EXTENSIONS[type];
}

function isDicom(head: Buffer): boolean {
  return head.subarray(PREAMBLE, PREAMBLE + 4).toString('latin1') === 'DICM';
}

// A preamble may hold anything: a program, a page. Ours holds nothing, or what makes it a TIFF picture too.
function hasPlainPreamble(head: Buffer): boolean {
  const preamble = head.subarray(0, PREAMBLE);
  return preamble.every((byte) => byte === 0) || TIFF.some((magic) => preamble.subarray(0, 4).equals(magic));
}
