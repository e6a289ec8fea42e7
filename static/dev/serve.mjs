// Serves the gallery: node dev/serve.mjs [port]. Development only, never embedded.
import http from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import esbuild from "esbuild";
import { common, here } from "../esbuild.shared.mjs";

const QR = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><rect width="29" height="29" fill="#fff"/><path d="M4 4h7v7H4zM18 4h7v7h-7zM4 18h7v7H4zM13 5h2v3h-2zM14 10h3v2h-3zM18 14h3v2h-3zM13 16h2v6h-2zM20 19h5v2h-5zM17 22h3v3h-3z"/></svg>`;

const COVER = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#274b6d"/><circle cx="6" cy="4" r="3" fill="#e8b04a"/><path d="M0 8l4-3 3 2 3-3v6H0z" fill="#12202f"/></svg>`;

/** Songs for the search: none for "zzz". */
function songsFor(query) {
  if (query.includes("zzz")) return { songs: [], next: null };
  const titles = ["Feeling Good", "Song 0", "Ne me quitte pas", "Song 2", "A Very Long Title That Goes On and On, Live at the Opera House (Remastered 2011)", "Die Gedanken sind frei", "Águas de Março"];
  const songs = titles.map((title, i) => ({
    song_id: `s${i}`, title, artist: i === 3 ? "" : "Nina Simone and Her Friends", album: i % 2 ? "Pastel Blues" : "", duration_ms: 177_000 + i * 20_000,
    cover_url: i % 2 ? null : `/api/v1/music/songs/s${i}/cover`, stream_url: null,
  }));
  return { songs, next: "more" };
}

/** Builds the gallery and serves it; returns the server once it listens. */
export async function serveGallery(port) {
  const css = {
    guest: "src/music/participant/guest.css",
    evening: "src/music/stage/stage.css",
    phone: "src/quiz/participant/participant.css", stage: "src/quiz/stage/stage.css", home: "src/home/home.css" };
  const built = await esbuild.build({
    ...common,
    entryPoints: {
      gallery: "dev/gallery.tsx",
      home: "src/home/main.tsx",
      base: "src/shared/base.css",
      ...Object.fromEntries(Object.entries(css).map(([name, file]) => [`${name}-own`, file])),
    },
    outdir: path.join(here, "dev-out"),
    write: false,
  });
  const files = new Map(built.outputFiles.map((file) => [`/${path.basename(file.path)}`, file.contents]));
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://gallery");
    const file = files.get(pathname);
    if (file) {
      response.setHeader("content-type", pathname.endsWith(".css") ? "text/css" : "text/javascript");
      response.end(file);
    } else if (pathname === "/api/v1/music/songs") {
      const query = new URL(request.url, "http://gallery").searchParams.get("q") ?? "";
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(songsFor(query)));
    } else if (pathname === "/api/v1/music/catalogue") {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ folder: false }));
    } else if (pathname.endsWith("/cover")) {
      response.setHeader("content-type", "image/svg+xml");
      response.end(COVER);
    } else if (pathname.startsWith("/api/v1/qr/")) {
      response.setHeader("content-type", "image/svg+xml");
      response.end(QR);
    } else {
      const surface = pathname.split("/")[1] || "home";
      const script = surface === "home" ? "home" : "gallery";
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.setHeader("content-security-policy", "default-src 'self'; style-src 'self'");
      response.end(`<!doctype html><html lang="en"${surface === "stage" || surface === "evening" ? ' data-theme="dark"' : ""}><head><meta charset="utf-8"><title>Gallery</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/base.css">
<link rel="stylesheet" href="/${surface}-own.css"><script type="module" src="/${script}.js"></script></head><body><div id="app"></div></body></html>`);
    }
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = await serveGallery(Number(process.argv[2] ?? 4173));
  console.log(`http://127.0.0.1:${server.address().port}/gallery`);
}
