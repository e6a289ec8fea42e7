// Covers of records that do not exist, drawn for the pictures: each a few shapes.

const SIZE = 600;

const hills = (colours) =>
  colours.map((colour, i) => {
    const y = 300 + i * 75;
    return `<path fill="${colour}" d="M0 ${y} C150 ${y - 90 + i * 30} 240 ${y + 60} 360 ${y - 10} S540 ${y - 60} 600 ${y + 10} V600 H0z"/>`;
  }).join("");

const spiral = () => {
  const points = Array.from({ length: 220 }, (_, i) => [300 + 120 * Math.sin(i / 9) * (1 - i / 300), 60 + i * 2.2]);
  return `<polyline fill="none" stroke="#F4E9CD" stroke-width="22" stroke-linecap="round" stroke-linejoin="round" points="${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}"/>`;
};

const windows = () =>
  [0, 1, 2, 3, 4].map((i) => `<rect x="${78 + i * 92}" y="292" width="68" height="74" rx="10" fill="${i === 3 ? "#F2994A" : "#F6D77A"}"/>`).join("");

const COVERS = {
  moon: `<rect width="600" height="600" fill="#2B1B3D"/><rect width="600" height="420" fill="url(#dusk)"/><circle cx="390" cy="230" r="120" fill="#F9D77E"/>${hills(["#6B2B4B", "#4A1E3D", "#2A1230"])}`,
  cork: `<rect width="600" height="600" fill="#0E4D4A"/><circle cx="300" cy="300" r="235" fill="#14706A"/><rect x="150" y="36" width="300" height="46" rx="23" fill="#C9803B"/>${spiral()}`,
  fog: `<rect width="600" height="600" fill="#DDE3EA"/><circle cx="170" cy="170" r="64" fill="#F3B9A0"/>${hills(["#B4BFCF", "#8E9DB5", "#66779A", "#3F5178"])}`,
  bus: `<rect width="600" height="600" fill="#101A3A"/><path d="M0 470h600v130H0z" fill="#0A1027"/><path d="M40 470V290a50 50 0 0 1 50-50h420a50 50 0 0 1 50 50v180z" fill="#B5322F"/>${windows()}<circle cx="160" cy="470" r="52" fill="#0A1027"/><circle cx="440" cy="470" r="52" fill="#0A1027"/><circle cx="160" cy="470" r="20" fill="#8E97B5"/><circle cx="440" cy="470" r="20" fill="#8E97B5"/><circle cx="500" cy="110" r="42" fill="#F4E9CD"/>`,
  house: `<rect width="600" height="600" fill="#F4E9CD"/><path d="M180 90h240l24 150a144 144 0 0 1-288 0z" fill="#FFFDF5" stroke="#7A1632" stroke-width="16"/><path d="M166 190h268l10 50a144 144 0 0 1-288 0z" fill="#9B1F3F"/><path d="M300 384v130M210 520h180" stroke="#7A1632" stroke-width="20" stroke-linecap="round"/>`,
};

/** The named covers as JPEG files: `{moon: Buffer, …}`. */
export async function drawCovers(browser) {
  const page = await browser.page("host", { viewport: { width: SIZE, height: SIZE } });
  const drawn = {};
  for (const [name, shapes] of Object.entries(COVERS)) {
    await page.setContent(`<style>body{margin:0}</style><svg width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}"><defs><linearGradient id="dusk" x2="0" y2="1"><stop stop-color="#3A2158"/><stop offset="1" stop-color="#D96C5A"/></linearGradient></defs>${shapes}</svg>`);
    drawn[name] = await page.screenshot({ type: "jpeg", quality: 88 });
  }
  await page.context().close();
  return drawn;
}
