// PartyKit's room.broadcast. POST /parties/main/bench?bytes=N&count=M sends M messages to everybody.
export default class Bench {
  constructor(room) {
    this.room = room;
  }

  onRequest(request) {
    const query = new URL(request.url).searchParams;
    const text = 'x'.repeat(Number(query.get('bytes')));
    for (let i = 0; i < Number(query.get('count')); i++) this.room.broadcast(text);
    return new Response('ok');
  }
}
