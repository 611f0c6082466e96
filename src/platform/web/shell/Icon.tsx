import type { ReactElement } from 'react';

/** Drawings on a 24 × 24 field, stroked with the colour of the text. They stand beside words, never alone. */
const drawings = {
  today: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M9 15l2 2 4-4',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2.1.9 3.5 2.8 3.5 5.5',
  house: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  building: 'M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3',
  organisation: 'M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4',
  matrix: 'M4 4h16v16H4zM4 9.3h16M4 14.7h16M9.3 4v16M14.7 4v16',
  clipboard: 'M7 5H5v16h14V5h-2M9 3h6v4H9zM8.5 12h7M8.5 16h5',
  warning: 'M12 3.5L22 20.5H2zM12 10v5M12 17.5v.5',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4',
  plan: 'M5 3h10l4 4v14H5zM15 3v4h4M8 12h8M8 16h8',
  box: 'M3 8l9-5 9 5v9l-9 5-9-5zM3 8l9 5 9-5M12 13v9',
  siren: 'M7 18v-6a5 5 0 0 1 10 0v6M4 21h16v-3H4zM12 2v2M4.5 5l1.5 1.5M19.5 5L18 6.5',
  recovery: 'M20 12a8 8 0 1 1-2.5-5.8M20 3v4.5h-4.5',
  together: 'M8 12l3 3 6-6M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  heart: 'M12 20S4 15 4 9.3A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.3C20 15 12 20 12 20z',
  book: 'M4 5c3-1.5 6-1.5 8 0 2-1.5 5-1.5 8 0v14c-3-1.5-6-1.5-8 0-2-1.5-5-1.5-8 0zM12 5v14',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  doors: 'M6 21V3h12v18M3 21h18M14.5 12v.5',
  tasks: 'M4 6l1.5 1.5L8 5M4 12l1.5 1.5L8 11M4 18l1.5 1.5L8 17M11 6.5h9M11 12.5h9M11 18.5h9',
  map: 'M3 6l6-2.5 6 2.5 6-2.5v14.5l-6 2.5-6-2.5-6 2.5zM9 3.5v14.5M15 6v14.5',
  more: 'M5 12h.5M12 12h.5M19 12h.5',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L21 21',
  close: 'M5 5l14 14M19 5L5 19',
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  down: 'M5 9l7 7 7-7',
  plus: 'M12 4v16M4 12h16',
  check: 'M4 12.5l5.5 5.5L20 6.5',
  phone: 'M6 3h4l1.5 5L9 10c1 2.3 2.7 4 5 5l2-2.5 5 1.5v4c0 1.5-1.2 2.6-2.7 2.4C10.7 19.5 4.5 13.3 3.6 5.7 3.4 4.2 4.5 3 6 3z',
  camera: 'M3 7h4l2-3h6l2 3h4v13H3zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
  print: 'M7 8V3h10v5M5 17H3V8h18v9h-2M7 14h10v7H7z',
  download: 'M12 4v11M7 10.5l5 5 5-5M4 20h16',
  upload: 'M12 16V5M7 9.5l5-5 5 5M4 20h16',
  filter: 'M3 5h18l-7 8v6l-4 2v-8z',
  network: 'M2.5 9a14 14 0 0 1 19 0M6 13a9 9 0 0 1 12 0M9.5 16.5a4 4 0 0 1 5 0M12 20v.3',
  offline: 'M3 3l18 18M2.5 9a14 14 0 0 1 4-2.6M10 5.5a14 14 0 0 1 11.5 3.5M6 13a9 9 0 0 1 4-2.3M9.5 16.5a4 4 0 0 1 5 0M12 20v.3',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5',
  language: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  theme: 'M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M19 5l-1.5 1.5M6.5 17.5L5 19',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2',
  edit: 'M4 20h4L20 8l-4-4L4 16zM13.5 6.5l4 4',
  undo: 'M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3',
  shelter: 'M3 20L12 4l9 16M9 20l3-6 3 6M2 20h20',
  volunteer: 'M8 13V6a1.5 1.5 0 0 1 3 0v5-7a1.5 1.5 0 0 1 3 0v7-5a1.5 1.5 0 0 1 3 0v9a6 6 0 0 1-6 6c-3 0-4.5-1.5-6-4l-2-4c1-1.3 2.5-.7 3.5.5z',
} as const;
export type IconName = keyof typeof drawings;

/** Drawings that point along the line of text turn round where it runs right to left. */
const mirrored: ReadonlySet<IconName> = new Set(['back', 'forward', 'undo']);

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }): ReactElement {
  return (
    <svg
      className={mirrored.has(name) ? 'b-icon b-mirrored' : 'b-icon'}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 3 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
