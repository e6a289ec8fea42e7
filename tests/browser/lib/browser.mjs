// Debian's Chromium, and what every page in it has to keep to: nothing from another origin, no error in the
// console, no error thrown, no cookie.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { isSlow, lateWire, PATIENCE, slowed } from "./slow.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** The three screens as they are most often: a laptop, a projector, a small phone of five years ago. */
export const SIZES = {
  laptop: { width: 1366, height: 768 },
  projector: { width: 1920, height: 1080 },
  phone: { width: 360, height: 740 },
};

const DEVICES = {
  host: { viewport: SIZES.laptop },
  stage: { viewport: SIZES.projector },
  phone: { viewport: SIZES.phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
};

/** What Chromium itself says when the server is away; everything else that it reports is a fault. */
const NETWORK_NEWS = /net::ERR_|WebSocket connection to .* failed|Failed to load resource: net::/;
/** What it says of an answer that refuses. */
const REFUSED = /the server responded with a status of 4\d\d/;
const CODE_UNKNOWN = /\/api\/v1\/codes\/[^/]+$/;
/** Milliseconds that such news may take until they are heard here. */
const NEWS_MS = 3_000 * PATIENCE;

export class Browser {
  static async launch() {
    const browser = new Browser();
    browser.faults = [];
    browser.origins = new Set();
    browser.requests = [];
    browser.contexts = [];
    browser.serverMayBeAway = 0;
    browser.mayBeRefused = 0;
    browser.profile = await mkdtemp(path.join(tmpdir(), "soiree-chromium-"));
    browser.chromium = await chromium.launch({
      executablePath,
      headless: true,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
      env: { ...process.env, XDG_CONFIG_HOME: browser.profile, XDG_CACHE_HOME: browser.profile },
    });
    return browser;
  }

  /** Pages may talk to this origin. */
  allow(origin) {
    this.origins.add(origin);
  }

  /**
   * A device of its own, with its own storage: `kind` is "host", "stage" or "phone"; `isCrowd`: its one page is hundreds
   * of people, more than go through a slow wire.
   */
  async device(kind, { isCrowd = false, ...options } = {}) {
    const wire = isSlow && !isCrowd ? await lateWire() : null;
    const context = await this.chromium.newContext({
      ...(wire && { proxy: { server: wire.address } }),
      ...DEVICES[kind],
      locale: "en-GB",
      colorScheme: "light",
      acceptDownloads: true,
      ...options,
    });
    context.setDefaultTimeout(15_000 * PATIENCE);
    this.contexts.push(context);
    if (wire) slowed(context, wire);
    // What is closed cannot be asked any more.
    context.on("close", () => (this.contexts = this.contexts.filter((other) => other !== context)));
    context.on("request", (request) => this.see(request.url(), request));
    context.on("page", (page) => this.watch(page, kind));
    return context;
  }

  /** A page on a device of its own. */
  async page(kind, options = {}) {
    const context = await this.device(kind, options);
    return context.newPage();
  }

  see(address, request) {
    const url = new URL(address);
    if (["data:", "blob:", "about:"].includes(url.protocol)) return;
    this.requests.push({ url: address, method: request?.method() ?? "GET" });
    const origin = url.origin.replace(/^ws/, "http");
    if (!this.origins.has(origin)) this.faults.push(`a request to another origin: ${address}`);
  }

  watch(page, kind) {
    page.on("websocket", (socket) => this.see(socket.url().replace(/^ws/, "http")));
    page.on("pageerror", (error) => this.faults.push(`${kind}: ${error.stack ?? error}`));
    page.on("crash", () => this.faults.push(`${kind}: the page crashed`));
    page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      if (this.serverMayBeAway > 0 && NETWORK_NEWS.test(message.text())) return;
      if (this.mayBeRefused > 0 && REFUSED.test(message.text())) return;
      // That a code leads nowhere is an answer; Chromium writes it down all the same.
      if (CODE_UNKNOWN.test(message.location().url) && message.text().includes("404")) return;
      this.faults.push(`${kind}: console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
  }

  /** Chromium's own news about an absent server are no fault from here to the end of `act` and a moment on. */
  async whileAway(act) {
    this.serverMayBeAway += 1;
    try {
      return await act();
    } finally {
      setTimeout(() => (this.serverMayBeAway -= 1), NEWS_MS);
    }
  }

  /** A refusal of the server's, which Chromium writes down, is no fault from here to the end of `act` and a moment on. */
  async whileRefused(act) {
    this.mayBeRefused += 1;
    try {
      return await act();
    } finally {
      setTimeout(() => (this.mayBeRefused -= 1), NEWS_MS);
    }
  }

  /** Fails where a page has done what no page may. */
  async check() {
    for (const context of this.contexts) {
      for (const cookie of await context.cookies()) this.faults.push(`a cookie: ${cookie.name}`);
    }
    const faults = this.faults.splice(0);
    assert.deepEqual(faults, [], "pages keep to the rules");
  }

  async close() {
    await this.chromium.close();
    await rm(this.profile, { recursive: true, force: true });
  }
}
