// The few icons there are, drawn inline. Decoration: the control that holds one has a text or a label.

const PATHS = {
  check: <path d="M4.5 12.5 10 18 20 6.5" />,
  queue: <path d="M4 6h12M4 12h12M4 18h7M20 8v10m-3-3 3 3 2.5-3" />,
  send: <path d="M4 12 20 4l-5 16-3-7zM12 13l8-9" />,
  music: <path d="M9 18V5l11-2v13M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM20 16a3 3 0 1 1-6 0 3 3 0 0 1 6 0z" />,
  cross: <path d="M6 6l12 12M18 6 6 18" />,
  arrow: <path d="M4 12h15m-6-7 7 7-7 7" />,
  up: <path d="M12 19V6m-6 6 6-6 6 6" />,
  down: <path d="M12 5v13m-6-6 6 6 6-6" />,
  chevronUp: <path d="M5 15l7-7 7 7" />,
  chevronDown: <path d="M5 9l7 7 7-7" />,
  pause: <path d="M8 5v14M16 5v14" />,
  play: <path d="M7 4.5v15L19.5 12z" />,
  lock: <path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3" />,
  unlock: <path d="M6 11h12v9H6zM8.5 11V7a3.5 3.5 0 0 1 6.6-1.6" />,
  people: <path d="M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.2a6.5 6.5 0 0 1 3.5 5.8" />,
  full: <path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />,
  copy: <path d="M9 9h11v11H9zM5 15H4V4h11v1" />,
  link: <path d="M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1.1-1.1" />,
  more: <path d="M5 12h.01M12 12h.01M19 12h.01" />,
  plus: <path d="M12 5v14M5 12h14" />,
  trash: <path d="M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13" />,
  download: <path d="M12 4v11m-5-5 5 5 5-5M4 20h16" />,
  upload: <path d="M12 16V5m-5 5 5-5 5 5M4 20h16" />,
  help: <path d="M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18h.01" />,
  sun: <path d="M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4" />,
  moon: <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />,
  glass: <path d="M7 3h10l.7 6a5.7 5.7 0 0 1-11.4 0zM12 15v6M8 21h8M6.6 9h10.8" />,
  offline: <path d="M4 4l16 16M8.5 16.2a5 5 0 0 1 5.3-1.1M5 12.6a10 10 0 0 1 4-2.3M13.8 10a10 10 0 0 1 5.2 2.6M2 9a15 15 0 0 1 4.2-2.7M11 5a15 15 0 0 1 11 4M12 19.5h.01" />,
  edit: <path d="M4 20h4L19 9l-4-4L4 16zM13 7l4 4" />,
  next: <path d="M5 5v14l10-7zM19 5v14" />,
  volume: <path d="M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />,
  chat: <path d="M4 5h16v11H11l-5 4v-4H4z" />,
  chatOff: <path d="M8 5h12v11h-2M14 16h-3l-5 4v-4H4V6M3 3l18 18" />,
  settings: <path d="M4 7h9M17 7h3M4 17h3M11 17h9M13 4.5v5M17 4.5v5M7 14.5v5M11 14.5v5" />,
} as const;

export type IconName = keyof typeof PATHS;

/** An icon as tall as the text around it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {PATHS[name]}
    </svg>
  );
}
