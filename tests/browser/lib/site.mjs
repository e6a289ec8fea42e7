// Somebody's own website: a page on an origin of its own with a line of ours in it.

import { once } from "node:events";
import { createServer } from "node:http";

export class Site {
  /** Serves one page whose body ends with this line; `policy`: its content security policy. */
  static async with(line, policy) {
    const site = new Site();
    const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>The wine bar</title><link rel="icon" href="data:,">
      <style>* { font-family: serif; letter-spacing: 2px } button { display: none; background: lime } p { color: #333 } [role=dialog] { opacity: 0 }</style></head>
      <body><main><h1>The wine bar</h1><p>Forty wines by the glass.</p></main>${line}</body></html>`;
    site.server = createServer((request, response) => {
      if (request.url !== "/") return response.writeHead(204).end();
      const guard = policy === undefined ? {} : { "content-security-policy": policy };
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...guard }).end(page);
    }).listen(0, "127.0.0.1");
    await once(site.server, "listening");
    site.origin = `http://127.0.0.1:${site.server.address().port}`;
    return site;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
