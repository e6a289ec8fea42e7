// The site's colour: what can be read on it, and where it can be read itself.

const COLOR = /^#[0-9a-f]{6}$/i;
/** The contrast that text needs. */
const CONTRAST_MIN = 4.5;
const [WHITE, INK, NIGHT, PALE] = ["#ffffff", "#14161c", "#16181f", "#f5f6f8"] as const;

/** Custom properties for the widget's styles; none for what is no colour. */
export function paint(color: string | undefined): Record<string, string> {
  if (color === undefined || !COLOR.test(color)) return {};
  return {
    "--soiree-accent": color,
    "--soiree-on": contrast(color, WHITE) >= CONTRAST_MIN ? WHITE : INK,
    "--soiree-link": contrast(color, WHITE) >= CONTRAST_MIN ? color : INK,
    "--soiree-link-dark": contrast(color, NIGHT) >= CONTRAST_MIN ? color : PALE,
  };
}

/** As WCAG 2 reckons it, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const part = (at: number): number => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}
