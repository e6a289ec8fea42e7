//! The same broadcasts by others, each beside the bare loop.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Instant;

use crate::bare::Bare;
use crate::broadcast::Pairs;
use crate::http::Http;
use crate::servers::Server;
use crate::sums::{PATIENCE, Sum, hear, whole};
use crate::swarm::{Manners, Swarm};
use crate::table::Table;

/// A peer: how it is started, entered and told to speak.
struct Peer {
    name: &'static str,
    folder: &'static str,
    /// What has to be there once it is installed; otherwise the row says that it is missing.
    needs: &'static str,
    program: &'static [&'static str],
    port: u16,
    control: u16,
    path: &'static str,
    publish: &'static str,
    manners: Manners,
}

const PEERS: &[Peer] = &[
    Peer {
        name: "Bun",
        folder: "bun",
        needs: "bun/node_modules/bun/bin/bun.exe",
        program: &["node_modules/bun/bin/bun.exe", "server.mjs", "9211"],
        port: 9211,
        control: 9211,
        path: "/",
        publish: "/broadcast",
        manners: Manners::Plain,
    },
    Peer {
        name: "Node ws",
        folder: "ws",
        needs: "ws/node_modules/ws/package.json",
        program: &["node", "server.mjs", "9212"],
        port: 9212,
        control: 9212,
        path: "/",
        publish: "/broadcast",
        manners: Manners::Plain,
    },
    Peer {
        name: "Colyseus",
        folder: "colyseus",
        needs: "colyseus/node_modules/@colyseus/core/package.json",
        program: &["node", "server.mjs", "9213"],
        port: 9213,
        control: 9214,
        path: "",
        publish: "/broadcast",
        manners: Manners::Colyseus,
    },
    Peer {
        name: "socket.io",
        folder: "socketio",
        needs: "socketio/node_modules/socket.io/package.json",
        program: &["node", "server.mjs", "9216"],
        port: 9216,
        control: 9216,
        path: "/socket.io/?EIO=4&transport=websocket",
        publish: "/broadcast",
        manners: Manners::SocketIo,
    },
    Peer {
        name: "PartyKit's runtime",
        folder: "partykit",
        needs: "partykit/node_modules/.bin/partykit",
        program: &["node_modules/.bin/partykit", "dev", "--port", "9215", "--no-hotkeys", "--disable-request-cf-fetch"],
        port: 9215,
        control: 9215,
        path: "/parties/main/bench",
        publish: "/parties/main/bench",
        manners: Manners::Plain,
    },
    Peer {
        name: "nginx with nchan",
        folder: "nchan",
        needs: "/usr/lib/nginx/modules/ngx_nchan_module.so",
        program: &["nginx", "-p", "/tmp", "-c", ""],
        port: 9217,
        control: 9217,
        path: "/sub",
        publish: "/pub",
        manners: Manners::Plain,
    },
    Peer {
        name: "actix-web-actors chat",
        folder: "actix-chat",
        needs: "actix-chat/target/release/actix-chat",
        program: &["target/release/actix-chat", "9218"],
        port: 9218,
        control: 9218,
        path: "/",
        publish: "/broadcast",
        manners: Manners::Plain,
    },
];

struct Running {
    server: Server,
    control: Http,
    swarm: Swarm,
    peer: &'static Peer,
}

/// All peers, or the one that is named.
pub fn run(table: &mut Table, folder: &str, only: Option<&str>, size: (usize, usize), pairs: usize) -> io::Result<()> {
    let (sockets, messages) = size;
    let mut bare = Bare::start(sockets)?;
    for peer in PEERS.iter().filter(|peer| only.is_none_or(|only| peer.folder == only)) {
        let figure = format!("{}: broadcast of 200 bytes / burst of 20, {sockets} sockets", peer.name);
        if !Path::new(folder).join(peer.needs).exists() {
            table.add(figure, "more than Soirée", "not installed", format!("{} is missing", peer.needs));
            continue;
        }
        match compare(peer, folder, &mut bare, messages, pairs) {
            Ok((single, burst, bytes)) => table.add(
                figure,
                "more than Soirée",
                format!("{:.3} / {:.3}", single.ratio(), burst.ratio()),
                format!("{} bytes per connection; {}", bytes, single.more()),
            ),
            Err(error) => table.add(figure, "more than Soirée", "not measured", error.to_string()),
        }
    }
    Ok(())
}

fn compare(
    peer: &'static Peer,
    folder: &str,
    bare: &mut Bare,
    messages: usize,
    pairs: usize,
) -> io::Result<(Pairs, Pairs, u64)> {
    let (mut running, bytes) = Running::start(peer, folder, bare.swarm.clients.len())?;
    running.send(1)?;
    let single = Pairs::measure(pairs, messages, || bare.send(200), || running.send(1))?;
    let burst = Pairs::measure(pairs, (messages / 6).max(2), || bare.send(200), || running.send(20))?;
    Ok((single, burst, bytes))
}

impl Running {
    fn start(peer: &'static Peer, folder: &str, sockets: usize) -> io::Result<(Running, u64)> {
        let home = Path::new(folder).join(peer.folder).canonicalize()?;
        let home = home.to_string_lossy().into_owned();
        let conf = format!("{home}/nginx.conf");
        let args: Vec<&str> =
            peer.program[1..].iter().map(|word| if word.is_empty() { &conf } else { *word }).collect();
        let env = [("UV_USE_IO_URING", "0"), ("CI", "1")];
        let mut server = Server::start(peer.program[0], &args, &env, &home, peer.port)?;
        drop(server.wait()?);
        std::thread::sleep(std::time::Duration::from_millis(1_500));
        drop(server.wait()?);
        let empty = server.resident();
        let address = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
        let mut swarm = Swarm::new()?;
        swarm.manners = peer.manners;
        let paths = reservations(peer, sockets)?;
        swarm.open(
            server.address,
            sockets,
            |place| paths.get(place).cloned().unwrap_or(peer.path.to_owned()),
            |_, _| Ok(()),
        )?;
        swarm.rest(std::time::Duration::from_millis(1_500), |_, _| {})?;
        let bytes = server.resident().saturating_sub(empty) / sockets as u64;
        let control = Http::connect(address(peer.control))?;
        Ok((Running { server, control, swarm, peer }, bytes))
    }

    fn send(&mut self, count: usize) -> io::Result<Sum> {
        let (before, start) = (self.server.cpu(), Instant::now());
        let mut answers = 1;
        if self.peer.folder == "nchan" {
            answers = count;
            let body = "x".repeat(200);
            for _ in 0..count {
                self.control.post(self.peer.publish, &body)?;
            }
        } else {
            self.control.post(&format!("{}?bytes=200&count={count}", self.peer.publish), "")?;
        }
        let expected = self.swarm.clients.len() * count;
        let heard = hear(&mut self.swarm, start, expected, PATIENCE, |text| text.len() >= 150)?;
        whole(&heard, expected)?;
        let wall = start.elapsed();
        for _ in 0..answers {
            self.control.answer()?;
        }
        let cpu = self.server.cpu().since(before);
        Ok(Sum { cpu, deliveries: heard.receipts.len() as u64, wall, receipts: heard.receipts })
    }
}

/// Colyseus wants each seat reserved over HTTP before its websocket.
fn reservations(peer: &Peer, sockets: usize) -> io::Result<Vec<String>> {
    let mut paths = Vec::new();
    if peer.manners != Manners::Colyseus {
        return Ok(paths);
    }
    let mut http = Http::connect(SocketAddr::from(([127, 0, 0, 1], peer.port)))?;
    for _ in 0..sockets {
        http.post("/matchmake/joinOrCreate/bench", "{}")?;
        let answer: serde_json::Value = serde_json::from_str(&http.answer()?)?;
        let field = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        paths.push(format!("/{}/{}?sessionId={}", field("processId"), field("roomId"), field("sessionId")));
    }
    Ok(paths)
}
