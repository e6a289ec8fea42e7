// A wire that can be cut: a TCP relay between the browser and the server. `setOffline` of the browser leaves
// open sockets alone; this does not.

import { once } from "node:events";
import { connect, createServer } from "node:net";

export class Wire {
  /** A relay to a port of this machine; pages use `origin` in place of the server's. */
  static async to(port) {
    const wire = new Wire();
    wire.pairs = new Set();
    wire.isCut = false;
    wire.server = createServer((near) => wire.join(near, port)).listen(0, "127.0.0.1");
    await once(wire.server, "listening");
    wire.origin = `http://127.0.0.1:${wire.server.address().port}`;
    return wire;
  }

  join(near, port) {
    // A cut wire swallows what is sent and answers nothing, as a Wi-Fi that has gone does.
    if (this.isCut) {
      this.pairs.add([near]);
      near.on("error", () => {}).on("data", () => {});
      return;
    }
    const far = connect(port, "127.0.0.1");
    const pair = [near, far];
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.setNoDelay(true).on("error", end).on("close", end);
    near.on("data", (chunk) => this.isCut || far.destroyed || far.write(chunk));
    far.on("data", (chunk) => this.isCut || near.destroyed || near.write(chunk));
  }

  /** Nothing passes any more, in silence; `loud` resets the open connections besides. */
  cut({ loud = false } = {}) {
    this.isCut = true;
    if (loud) this.drop();
  }

  /** New connections pass again; those of before are gone. */
  mend() {
    this.isCut = false;
    this.drop();
  }

  drop() {
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
    this.pairs.clear();
  }

  close() {
    this.drop();
    this.server.close();
  }
}
