// The real server, as a process of its own: started on a free port with a data folder of its own, killed as
// a pulled plug kills, started again on the same port.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "./until.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const binary = path.resolve(root, process.env.SOIREE_BIN ?? "target/release/soiree");

/** Ports that are tried. */
const PORT_TRIES = 3;

/** A port that nobody listens on. */
async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

export class Server {
  /** Starts one; `env` adds to its environment. */
  static async start(env = {}) {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: cargo build --release, or set SOIREE_BIN`);
    const server = new Server();
    server.data = await mkdtemp(path.join(tmpdir(), "soiree-browser-"));
    server.env = env;
    for (let tries = 1; ; tries += 1) {
      server.port = await freePort();
      server.origin = `http://127.0.0.1:${server.port}`;
      server.log = "";
      try {
        await server.run();
        return server;
      } catch (error) {
        // Between our look and the server's somebody else may have taken the port.
        if (tries === PORT_TRIES || !/in use/.test(server.log)) throw error;
      }
    }
  }

  /** Starts the process and waits until it serves. */
  async run() {
    this.process = spawn(binary, ["serve", "--listen", `127.0.0.1:${this.port}`, "--data", this.data], {
      env: { ...process.env, SOIREE_ADDRESS_LIMITS: "off", RUST_LOG: "warn", ...this.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on("data", (chunk) => (this.log = (this.log + chunk).slice(-20_000)));
    }
    this.exited = once(this.process, "exit");
    await until("the server is ready", async () => {
      if (this.process.exitCode !== null) throw new Error(`the server ended:\n${this.log}`);
      return fetch(`${this.origin}/readyz`).then((response) => response.ok, () => false);
    });
  }

  /** As if the plug were pulled. */
  async kill() {
    this.process.kill("SIGKILL");
    await this.exited;
  }

  /** Ends it as an operator would, and removes its data. */
  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill("SIGTERM");
      const patience = setTimeout(() => this.process.kill("SIGKILL"), 10_000);
      await this.exited;
      clearTimeout(patience);
    }
    await rm(this.data, { recursive: true, force: true });
  }

  /** Makes a music room over HTTP: `{room_id, code, host_token}`. */
  music(body) {
    return this.make("/api/v1/music/rooms", body);
  }

  /** Makes a quiz over HTTP: `{code, hostId, joinUrl, hostUrl, stageUrl}`. */
  quiz(body, origin = this.origin) {
    return this.make("/api/v1/quiz/sessions", body, origin);
  }

  async make(path, body, origin = this.origin) {
    const response = await fetch(`${origin}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.status !== 201) throw new Error(`${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }
}
