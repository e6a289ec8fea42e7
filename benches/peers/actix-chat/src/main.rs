//! The chat of actix-web-actors: one actor per websocket, one for the room, one message per delivery.
//! `POST /broadcast?bytes=N&count=M` sends M messages to everybody.

use std::collections::HashMap;

use actix::{Actor, ActorContext, Addr, AsyncContext, Context, Handler, Message, Recipient, StreamHandler};
use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer, web};
use actix_web_actors::ws;

#[derive(Message, Clone)]
#[rtype(result = "()")]
struct Text(String);

#[derive(Message)]
#[rtype(result = "usize")]
struct Connect(Recipient<Text>);

#[derive(Message)]
#[rtype(result = "()")]
struct Disconnect(usize);

#[derive(Default)]
struct Chat {
    sessions: HashMap<usize, Recipient<Text>>,
    last: usize,
}

impl Actor for Chat {
    type Context = Context<Self>;
}

impl Handler<Connect> for Chat {
    type Result = usize;

    fn handle(&mut self, Connect(session): Connect, _: &mut Self::Context) -> usize {
        self.last += 1;
        self.sessions.insert(self.last, session);
        self.last
    }
}

impl Handler<Disconnect> for Chat {
    type Result = ();

    fn handle(&mut self, Disconnect(id): Disconnect, _: &mut Self::Context) {
        self.sessions.remove(&id);
    }
}

impl Handler<Text> for Chat {
    type Result = ();

    fn handle(&mut self, text: Text, _: &mut Self::Context) {
        for session in self.sessions.values() {
            session.do_send(text.clone());
        }
    }
}

struct Session {
    id: usize,
    chat: Addr<Chat>,
}

impl Actor for Session {
    type Context = ws::WebsocketContext<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        use actix::{ActorFutureExt as _, ContextFutureSpawner as _, WrapFuture as _};
        let connecting = self.chat.send(Connect(ctx.address().recipient())).into_actor(self);
        connecting
            .map(|id, session, ctx| match id {
                Ok(id) => session.id = id,
                Err(_) => ctx.stop(),
            })
            .wait(ctx);
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.chat.do_send(Disconnect(self.id));
    }
}

impl Handler<Text> for Session {
    type Result = ();

    fn handle(&mut self, Text(text): Text, ctx: &mut Self::Context) {
        ctx.text(text);
    }
}

impl StreamHandler<Result<ws::Message, ws::ProtocolError>> for Session {
    fn handle(&mut self, message: Result<ws::Message, ws::ProtocolError>, ctx: &mut Self::Context) {
        match message {
            Ok(ws::Message::Ping(payload)) => ctx.pong(&payload),
            Ok(ws::Message::Close(reason)) => {
                ctx.close(reason);
                ctx.stop();
            }
            Ok(_) => {}
            Err(_) => ctx.stop(),
        }
    }
}

async fn enter(request: HttpRequest, body: web::Payload, chat: web::Data<Addr<Chat>>) -> Result<HttpResponse, Error> {
    ws::start(Session { id: 0, chat: chat.get_ref().clone() }, &request, body)
}

async fn broadcast(query: web::Query<HashMap<String, usize>>, chat: web::Data<Addr<Chat>>) -> HttpResponse {
    let number = |name: &str| query.get(name).copied().unwrap_or_default();
    for _ in 0..number("count") {
        chat.do_send(Text("x".repeat(number("bytes"))));
    }
    HttpResponse::Ok().body("ok")
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(9218);
    let chat = Chat::default().start();
    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(chat.clone()))
            .route("/", web::get().to(enter))
            .route("/broadcast", web::post().to(broadcast))
    })
    .workers(1)
    .backlog(4096)
    .max_connections(20_000)
    .bind(("127.0.0.1", port))?
    .run()
    .await
}
