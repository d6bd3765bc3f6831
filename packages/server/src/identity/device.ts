// The device of a session in two words, browser and system: all that is kept of the User-Agent (RFC 9110, 10.1.5).

export const BROWSERS = ['edge', 'opera', 'samsung', 'firefox', 'chrome', 'safari', 'unknown'] as const;
export const SYSTEMS = ['android', 'ios', 'windows', 'chromeos', 'macos', 'linux', 'unknown'] as const;

/** What somebody signed in with, as far as the browser says it. */
export interface Device {
  readonly browser: (typeof BROWSERS)[number];
  readonly system: (typeof SYSTEMS)[number];
}

export const UNKNOWN_DEVICE: Device = { browser: 'unknown', system: 'unknown' };

/** Longer names are cut: nobody's browser needs more to say who it is. */
const READ = 200;

// The first that is found counts: browsers name those that they are like after themselves.
const browserMarks: readonly [string, Device['browser']][] = [
  ['Edg', 'edge'],
  ['OPR/', 'opera'],
  ['SamsungBrowser/', 'samsung'],
  ['Firefox/', 'firefox'],
  ['FxiOS/', 'firefox'],
  ['CriOS/', 'chrome'],
  ['Chrome/', 'chrome'],
  ['Safari/', 'safari'],
];
const systemMarks: readonly [string, Device['system']][] = [
  ['Android', 'android'],
  ['iPhone', 'ios'],
  ['iPad', 'ios'],
  ['Windows', 'windows'],
  ['CrOS', 'chromeos'],
  ['Macintosh', 'macos'],
  ['Linux', 'linux'],
];

/** The browser and the system that a User-Agent names. */
export function deviceOf(userAgent: string | undefined): Device {
  const text = (userAgent ?? '').slice(0, READ);
  const named = <Name>(marks: readonly [string, Name][]) => marks.find(([mark]) => text.includes(mark))?.[1];
  return { browser: named(browserMarks) ?? 'unknown', system: named(systemMarks) ?? 'unknown' };
}
