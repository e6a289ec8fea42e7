// Colyseus: one room without state. On PORT + 1, POST /broadcast?bytes=N&count=M broadcasts M messages.
import http from 'node:http';
import { Room, Server } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';

let bench;
class Bench extends Room {
  onCreate() {
    this.autoDispose = false;
    this.maxClients = 20_000;
    bench = this;
  }
}

const port = Number(process.argv[2]);
const game = new Server({ greet: false, transport: new WebSocketTransport({ pingInterval: 0 }) });
game.define('bench', Bench);
await game.listen(port, '127.0.0.1', 4096);
http
  .createServer((request, response) => {
    const query = new URL(request.url, 'http://localhost').searchParams;
    // Colyseus puts six bytes around the text.
    const text = 'x'.repeat(Number(query.get('bytes')) - 6);
    for (let i = 0; i < Number(query.get('count')); i++) bench.broadcast('m', text);
    response.end('ok');
  })
  .listen(port + 1, '127.0.0.1');
