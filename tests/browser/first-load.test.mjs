// What a participant's phone has to fetch: under 60 kB as sent, nothing from elsewhere, no cookie, and a
// policy that keeps it so.

import assert from "node:assert/strict";
import { twoWines } from "./lib/quizzes.mjs";
import { story } from "./lib/story.mjs";

/** Bytes of a participant's first load, headers not counted. */
const FIRST_LOAD_BYTES_MAX = 60_000;
/** Bytes of a file, headers counted, that compression makes no smaller: a line that only hands on. */
const LINE_BYTES_MAX = 900;

story("a participant's first load is small and from one place", async ({ server, browser }) => {
  const { code } = await server.quiz(twoWines());
  const music = await server.music({ name: "Kitchen party" });
  const doors = { [`/j/${code}`]: "Join the game", [`/m/${music.code}`]: "Join the room", "/": "Join" };
  for (const [path, button] of Object.entries(doors)) {
    const page = await browser.page("phone");
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Network.enable");
    const headers = new Map();
    const fetched = [];
    cdp.on("Network.responseReceived", ({ requestId, response }) => headers.set(requestId, response));
    cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const response = headers.get(requestId);
      fetched.push({ path: new URL(response.url).pathname, bytes: encodedDataLength, encoding: response.headers["content-encoding"] ?? response.headers["Content-Encoding"] });
    });
    const answer = await page.goto(server.origin + path);
    await page.getByRole("button", { name: button, exact: true }).waitFor();
    await page.waitForLoadState("networkidle");

    const total = fetched.reduce((sum, one) => sum + one.bytes, 0);
    console.log(`${path}: ${(total / 1000).toFixed(1)} kB in ${fetched.length} files (${fetched.map((one) => `${one.path} ${one.bytes}`).join(", ")})`);
    assert.ok(total < FIRST_LOAD_BYTES_MAX, `${total} bytes`);
    for (const one of fetched) {
      if (/\.(js|css)$/.test(one.path) && one.bytes > LINE_BYTES_MAX) assert.match(one.encoding ?? "", /^(br|gzip|zstd)$/, `${one.path} is sent compressed`);
    }

    const policy = answer.headers()["content-security-policy"] ?? "";
    assert.match(policy, /default-src 'self'|default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe-eval/);
    assert.equal(answer.headers()["x-content-type-options"], "nosniff");
    assert.equal(answer.headers()["set-cookie"], undefined);
    assert.deepEqual(await page.context().cookies(), []);
  }
});
