// How long something took, short enough for a figure.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `45 s`, `3 min`, `1 h 20 min`, `2 d 3 h`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole} s`;
  const minutes = Math.round(whole / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  if (whole < DAY) return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(whole / HOUR);
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

const pair = (most: number, large: string, rest: number, small: string): string => (rest === 0 ? `${most} ${large}` : `${most} ${large} ${rest} ${small}`);
