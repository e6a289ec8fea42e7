// Builds the pages into static/dist: hashed scripts and styles under assets/, one HTML file for each
// page, and beside every file its brotli and gzip form. The server embeds the folder as it is.
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";
import esbuild from "esbuild";
import { common, here } from "./esbuild.shared.mjs";

const dist = path.join(here, "dist");
/** Bytes of the chat widget as it is sent, whichever compression a browser takes. */
const WIDGET_BYTES_MAX = 25_000;

/** The pages: HTML file, entry, title, and what stands in it until the script runs. */
const pages = [
  { name: "index", entry: "src/home/main.tsx", title: "Soirée" },
  { name: "play", entry: "src/quiz/participant/main.tsx", title: "Soirée" },
  { name: "stage", entry: "src/quiz/stage/main.tsx", title: "Soirée – Stage", theme: "dark" },
  { name: "host", entry: "src/quiz/host/main.tsx", title: "Soirée – Host" },
  { name: "results", entry: "src/quiz/host/results.tsx", title: "Soirée – Results" },
  { name: "prompt", entry: "src/prompt/participant/main.tsx", title: "Soirée" },
  { name: "prompt-stage", entry: "src/prompt/stage/main.tsx", title: "Soirée – Stage", theme: "dark" },
  { name: "console", entry: "src/conversation/console/main.tsx", title: "Soirée" },
  { name: "chat-demo", entry: "src/conversation/demo/main.tsx", title: "Soirée – Chat" },
  { name: "talks", entry: "src/conversation/host/main.tsx", title: "Soirée – Chat" },
  { name: "prompt-host", entry: "src/prompt/host/main.tsx", title: "Soirée – Prompts" },
  { name: "music-host", entry: "src/music/host/main.tsx", title: "Soirée – Music host" },
  // With a keyboard on the screen the line that one writes stays in sight.
  { name: "music", entry: "src/music/participant/main.tsx", title: "Soirée – Music", viewport: "interactive-widget=resizes-content" },
  { name: "music-stage", entry: "src/music/stage/main.tsx", title: "Soirée – Stage", theme: "dark" },
].filter((page) => existsSync(path.join(here, page.entry)));

await rm(dist, { recursive: true, force: true });
await mkdir(path.join(dist, "assets"), { recursive: true });

const result = await esbuild.build({
  ...common,
  entryPoints: Object.fromEntries(pages.map((page) => [page.name, page.entry])),
  outdir: path.join(dist, "assets"),
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  splitting: true,
  minify: true,
  metafile: true,
  define: { "process.env.NODE_ENV": '"production"' },
});

// The chat widget is one script for other people's pages: under one name for ever, so without a hash.
await esbuild.build({ ...common, entryPoints: ["src/conversation/widget/main.tsx"], outfile: path.join(dist, "widget.js"), format: "iife", minify: true });

/** The bundles that a page needs at once, its own first: so the browser need not find them one by one. */
function chunksOf(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const used of result.metafile.outputs[file].imports) {
    if (used.kind === "import-statement" && !used.external) chunksOf(used.path, seen);
  }
  return seen;
}

const url = (file) => `/assets/${path.basename(file)}`;

function html(page) {
  const [file, output] = Object.entries(result.metafile.outputs).find(([, o]) => o.entryPoint === page.entry);
  const [main, ...chunks] = chunksOf(file);
  const preloads = chunks.map((chunk) => `<link rel="modulepreload" href="${url(chunk)}">`).join("\n");
  const style = output.cssBundle ? `<link rel="stylesheet" href="${url(output.cssBundle)}">` : "";
  return `<!doctype html>
<html lang="en"${page.theme ? ` data-theme="${page.theme}"` : ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover${page.viewport ? `, ${page.viewport}` : ""}">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${page.title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${style}
${preloads}
<script type="module" src="${url(main)}"></script>
</head>
<body>
<div id="app"></div>
<noscript><p class="noscript">Soirée needs JavaScript.</p></noscript>
</body>
</html>
`;
}

for (const page of pages) await writeFile(path.join(dist, `${page.name}.html`), html(page));
await writeFile(path.join(dist, "assets", "icon.svg"), await readFile(path.join(here, "icon.svg")));

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

/** Writes FILE.br and FILE.gz for everything that gets smaller by it. Returns the brotli size of each. */
async function compress(folder) {
  const sizes = new Map();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      for (const [name, size] of await compress(file)) sizes.set(name, size);
      continue;
    }
    const raw = await readFile(file);
    const [br, gz] = await Promise.all([
      brotli(raw, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: raw.length } }),
      gzip(raw, { level: 9 }),
    ]);
    if (br.length < raw.length) await writeFile(`${file}.br`, br);
    if (gz.length < raw.length) await writeFile(`${file}.gz`, gz);
    sizes.set(entry.name, { br: Math.min(br.length, raw.length), gz: Math.min(gz.length, raw.length) });
  }
  return sizes;
}

const sizes = await compress(dist);
for (const page of pages) {
  const [file, output] = Object.entries(result.metafile.outputs).find(([, o]) => o.entryPoint === page.entry);
  const names = [...chunksOf(file)].map((f) => path.basename(f));
  if (output.cssBundle) names.push(path.basename(output.cssBundle));
  names.push(`${page.name}.html`);
  const sum = (kind) => names.reduce((total, name) => total + sizes.get(name)[kind], 0);
  console.log(`${page.name.padEnd(8)} ${(sum("br") / 1000).toFixed(1)} kB brotli, ${(sum("gz") / 1000).toFixed(1)} kB gzip`);
}
// It stands on other people's pages: what it may weigh is promised to them.
const widgetBytes = Math.max(sizes.get("widget.js").br, sizes.get("widget.js").gz);
if (widgetBytes > WIDGET_BYTES_MAX) throw new Error(`widget.js has ${widgetBytes} bytes compressed; ${WIDGET_BYTES_MAX} is the most.`);
console.log(`widget   ${(sizes.get("widget.js").br / 1000).toFixed(1)} kB brotli, ${(sizes.get("widget.js").gz / 1000).toFixed(1)} kB gzip`);
