// A QR code as inline SVG, black on white in every theme.

/** The path draws the dark modules in a square of `size`. */
export interface QrCode {
  size: number;
  path: string;
}

const QUIET = 4; // modules of margin, ISO/IEC 18004

/** Where anybody checks a paper, and the code that leads there. */
export interface PaperCheck {
  address: string;
  qr: QrCode;
}

/** The picture; `label` says what it is for. */
export function QrPicture({ size, path, label }: QrCode & { label: string }) {
  const side = size + 2 * QUIET;
  return (
    <svg
      class="qr"
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      width="220"
      height="220"
      role="img"
      aria-label={label}
    >
      <rect x={-QUIET} y={-QUIET} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
