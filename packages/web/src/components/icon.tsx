// Line icons on a 24-unit grid, drawn for this product. They only accompany words, so they are hidden from screen readers.

import { type DefinedType, definitionOf } from '@patrec/fhir';

const shapes = {
  home: 'M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z',
  records: 'M7 3h7l4 4v13a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM14 3v5h4M9 13h6M9 17h6',
  key: 'M14.5 9.5a4 4 0 1 0-3 3.9L13 15h2v2h2v2h3v-3zM9 8.5h.01',
  more: 'M5 7h14M5 12h14M5 17h14',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16.2 16.2L21 21',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  warning: 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.3v.01',
  cross: 'M6 6l12 12M18 6L6 18',
  leave: 'M10 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h4M15 8l4 4-4 4M19 12H10',
  visit: 'M6 3v6a5 5 0 0 0 10 0V3M11 14v2a5 5 0 0 0 10 0v-2M19 12a2 2 0 1 0 4 0 2 2 0 0 0-4 0',
  document:
    'M16.5 7.5l-6.6 6.6a2.2 2.2 0 0 0 3.1 3.1l6.6-6.6a4.3 4.3 0 0 0-6.1-6.1l-6.6 6.6a6.4 6.4 0 0 0 9.1 9.1l4.5-4.5',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  history: 'M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.5l3 2',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  pen: 'M4 20l1-4.5L16 4.5a2 2 0 0 1 3 0l.5.5a2 2 0 0 1 0 3L8.5 19z',
  link: 'M10 14a4.5 4.5 0 0 0 6.5.3l3-3a4.5 4.5 0 0 0-6.4-6.4l-1 1M14 10a4.5 4.5 0 0 0-6.5-.3l-3 3a4.5 4.5 0 0 0 6.4 6.4l1-1',
  shield: 'M12 3l8 3v6c0 4.5-3.2 7.7-8 9-4.8-1.3-8-4.5-8-9V6zM8.5 12l2.5 2.5 4.5-5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.5l3.5 2',
  arrow: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  chart: 'M4 4v16h16M7 15l4-5 3 3 5-7',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  plus: 'M12 5v14M5 12h14',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v3M14 20h3M20 20h.01',
} as const;

/** An icon of the interface, or that of a record type, which its definition draws. */
export type IconName = keyof typeof shapes | DefinedType;

/** A 20 px icon in the colour of the text around it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={name in shapes ? shapes[name as keyof typeof shapes] : definitionOf(name)?.icon} />
    </svg>
  );
}
