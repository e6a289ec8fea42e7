// Node ws: the broadcast of its README. POST /broadcast?bytes=N&count=M sends M messages to everybody.
import http from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';

const server = http.createServer((request, response) => {
  const query = new URL(request.url, 'http://localhost').searchParams;
  const message = Buffer.from('x'.repeat(Number(query.get('bytes'))));
  for (let i = 0; i < Number(query.get('count')); i++) {
    for (const client of wss.clients) {
      if (client.readyState === WebSocket.OPEN) client.send(message, { binary: false });
    }
  }
  response.end('ok');
});
const wss = new WebSocketServer({ server, perMessageDeflate: false });
server.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 });
