// Bun's server with its own publish. POST /broadcast?bytes=N&count=M publishes M messages to everybody.
Bun.serve({
  port: Number(process.argv[2]),
  hostname: '127.0.0.1',
  fetch(request, server) {
    if (request.method !== 'POST') return server.upgrade(request) ? undefined : new Response('no', { status: 400 });
    const query = new URL(request.url).searchParams;
    const text = 'x'.repeat(Number(query.get('bytes')));
    for (let i = 0; i < Number(query.get('count')); i++) server.publish('room', text);
    return new Response('ok');
  },
  websocket: {
    open(socket) {
      socket.subscribe('room');
    },
    message() {},
  },
});
