// A machine and a network that are slow, and on which pages are slow by different measures: with SOIREE_SLOW=<seed>
// every device gets a late wire, and every page a processor that is some times slower than it is. What waits for the
// wrong page, or reads where it should wait, fails then; mere slowness does not.

import { createServer, request as ask } from "node:http";
import { connect } from "node:net";

const SEED = process.env.SOIREE_SLOW;
/** How many times slower a page is at most. */
const RATE_MAX = 6;

export const isSlow = SEED !== undefined;

/** Milliseconds that what is sent takes on its way at most. */
export const LATE_MS_MAX = isSlow ? 200 : 0;

if (isSlow) console.log(`pages are slow, by the seed SOIREE_SLOW=${SEED}`);

/** By how much more is waited than on a machine at rest. */
export const PATIENCE = isSlow ? 4 : 1;

// Mulberry32: the same numbers for the same seed.
let state = Number(SEED ?? 0) >>> 0;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** A proxy on which everything takes its time both ways: `{address, close}`. */
export async function lateWire() {
  const lateMs = Math.round(random() * LATE_MS_MAX);
  const later = (act) => setTimeout(act, lateMs);
  const sockets = new Set();
  const keep = (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true).on("error", () => {}).on("close", () => sockets.delete(socket));
  };
  const server = createServer((near, answer) => {
    const url = new URL(near.url);
    const far = ask({ host: url.hostname, port: url.port, path: url.pathname + url.search, method: near.method, headers: near.headers, agent: false }, (got) => {
      later(() => answer.writeHead(got.statusCode, got.rawHeaders));
      got.on("data", (chunk) => later(() => answer.write(chunk)));
      got.on("end", () => later(() => answer.end()));
      got.on("close", () => got.complete || later(() => answer.destroy()));
    });
    far.on("error", () => later(() => answer.destroy()));
    near.on("data", (chunk) => later(() => far.write(chunk)));
    near.on("end", () => later(() => far.end()));
    answer.on("close", () => answer.writableFinished || far.destroy());
  });
  server.on("connection", keep);
  server.on("connect", ({ url }, near) => {
    const [host, port] = url.split(":");
    const far = connect(Number(port), host, () => near.write("HTTP/1.1 200 OK\r\n\r\n"));
    keep(far);
    near.on("data", (chunk) => later(() => far.destroyed || far.write(chunk)));
    far.on("data", (chunk) => later(() => near.destroyed || near.write(chunk)));
    far.on("error", () => near.destroy());
    near.on("close", () => later(() => far.destroy()));
    far.on("close", () => later(() => near.destroy()));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Slows each page of a device, each by a measure of its own. */
export function slowed(context, wire) {
  context.on("close", () => wire.close());
  const newPage = context.newPage.bind(context);
  context.newPage = async () => {
    const page = await newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 + random() * (RATE_MAX - 1) });
    return page;
  };
}
