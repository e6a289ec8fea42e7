// socket.io, websocket transport only. POST /broadcast?bytes=N&count=M emits M events to everybody.
import http from 'node:http';
import { Server } from 'socket.io';

const server = http.createServer((request, response) => {
  if (!request.url.startsWith('/broadcast')) return;
  const query = new URL(request.url, 'http://localhost').searchParams;
  // The packet around the text is `42["m",""]`.
  const text = 'x'.repeat(Number(query.get('bytes')) - 10);
  for (let i = 0; i < Number(query.get('count')); i++) io.emit('m', text);
  response.end('ok');
});
const io = new Server(server, { transports: ['websocket'], serveClient: false, pingTimeout: 60_000 });
server.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 });
