// QR codes (ISO/IEC 18004) as a path in a square of modules: inline SVG, which the Content-Security-Policy allows.

import QRCode from 'qrcode';

/** A code of `size` by `size` modules; `path` draws the dark ones, each one unit wide. */
export interface QrCode {
  readonly size: number;
  readonly path: string;
}

/** The code of a text, with medium error correction. Throws where the text is longer than a code holds. */
export function qrCode(text: string): QrCode {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const dark = [...data].flatMap((module, i) => (module ? [`M${i % size} ${Math.floor(i / size)}h1v1h-1z`] : []));
  return { size, path: dark.join('') };
}
