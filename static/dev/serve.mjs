// Serves the gallery: node dev/serve.mjs [port]. Development only, never embedded.
import http from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import esbuild from "esbuild";
import { common, here } from "../esbuild.shared.mjs";

const QR = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><rect width="29" height="29" fill="#fff"/><path d="M4 4h7v7H4zM18 4h7v7h-7zM4 18h7v7H4zM13 5h2v3h-2zM14 10h3v2h-3zM18 14h3v2h-3zM13 16h2v6h-2zM20 19h5v2h-5zM17 22h3v3h-3z"/></svg>`;

/** Builds the gallery and serves it; returns the server once it listens. */
export async function serveGallery(port) {
  const css = { phone: "src/quiz/participant/participant.css", stage: "src/quiz/stage/stage.css", home: "src/home/home.css" };
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
    } else if (pathname.startsWith("/api/v1/qr/")) {
      response.setHeader("content-type", "image/svg+xml");
      response.end(QR);
    } else {
      const surface = pathname.split("/")[1] || "home";
      const script = surface === "home" ? "home" : "gallery";
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.setHeader("content-security-policy", "default-src 'self'; style-src 'self'");
      response.end(`<!doctype html><html lang="en"${surface === "stage" ? ' data-theme="dark"' : ""}><head><meta charset="utf-8"><title>Gallery</title>
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
