//! A crowd at the door: the lobby is told seldom enough, within its budget, and right.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::kit::{Client, Guest, Host, Server, Stage, ms, quiz};

#[tokio::test]
async fn three_hundred_people_at_the_door() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "CROWD", quiz(1, 1)).await;
    let mut stage = Stage::watch(&server, "CROWD").await;
    host.mark();
    let began = Instant::now();
    let mut clients = Vec::new();
    for _ in 0..300 {
        let mut client = Client::open(&server, "CROWD").await;
        client.send(json!({"type": "join_session", "code": ""})).await;
        clients.push(client);
    }
    let mut guests: Vec<Guest> = Vec::new();
    for mut client in clients {
        let joined = client.expect("participant:joined").await;
        let text = |name: &str| joined[name].as_str().unwrap().to_owned();
        guests.push(Guest { pseudonym: text("pseudonym"), token: text("rejoinToken"), code: "CROWD".into(), client });
    }
    let took = began.elapsed();
    let names: HashSet<&str> = guests.iter().map(|guest| guest.pseudonym.as_str()).collect();
    assert_eq!(names.len(), 300, "pseudonyms are unique");
    let tokens: HashSet<&str> = guests.iter().map(|guest| guest.token.as_str()).collect();
    assert_eq!(tokens.len(), 300);
    assert!(guests.iter().all(|guest| guest.token.len() >= 22), "128 random bits");

    let whole = host.expect_where("lobby:updated", |lobby| lobby["count"] == 300).await;
    assert_eq!(whole["participants"].as_array().unwrap().len(), 300, "hosts receive all");
    let cut = guests[0].expect_where("lobby:updated", |lobby| lobby["count"] == 300).await;
    assert!(cut["participants"].as_array().unwrap().len() <= 100, "participants get the newest");
    let newest = guests[299].pseudonym.as_str();
    assert!(cut["participants"].as_array().unwrap().iter().any(|name| name == newest), "the newest is among them");
    stage.expect_where("lobby:updated", |lobby| lobby["count"] == 300).await;

    for client in [&host.client, &guests[0].client, &stage.client] {
        let times: Vec<Instant> = client.all("lobby:updated").iter().map(|frame| frame.at).collect();
        let allowed = took.as_millis() / 250 + 3;
        assert!(times.len() as u128 <= allowed, "{} lobbies in {took:?} for {}", times.len(), client.name);
        // None comes sooner than four a second allow. What comes late says nothing: several may then come at once.
        for (place, at) in times.iter().enumerate() {
            let soonest = Duration::from_millis(250 * (place as u64).saturating_sub(3));
            assert!(*at - began >= soonest, "more than 4 a second: {} of them after {:?}", place + 1, *at - began);
        }
    }

    // A start in the crowd reaches everybody; answers are told to the host at most 4 times a second.
    host.say("host:start").await;
    let mut question = json!(null);
    for guest in &mut guests {
        question = guest.expect("game:question").await;
    }
    host.mark();
    let began = Instant::now();
    for (at, guest) in guests.iter_mut().enumerate() {
        let option = question["options"][at % 4]["id"].clone();
        guest.send(json!({"type": "submit_answer", "questionId": question["questionId"], "optionId": option})).await;
    }
    host.expect_where("game:participant_answered", |told| told["answeredCount"] == 300).await;
    let took = began.elapsed();
    let told = host.all("game:participant_answered").len() as u128;
    assert!(told <= took.as_millis() / 250 + 3, "{told} in {took:?}");
    host.say("host:reveal").await;
    let revealed = host.expect("game:answer_revealed").await;
    assert_eq!(revealed["results"].as_array().unwrap().len(), 300);
    host.say("host:next").await;
    let board = host.expect("game:round_leaderboard").await;
    assert_eq!(board["rankings"].as_array().unwrap().len(), 300);
    let theirs = guests[7].expect("game:round_leaderboard").await;
    assert_eq!((theirs["rankings"].as_array().unwrap().len(), theirs["totalCount"].as_u64()), (100, Some(300)));
    let own = guests[7].expect("game:own_rank").await;
    assert!(own["rank"].as_u64().is_some() && own["totalCount"] == 300, "{own}");
}

#[tokio::test]
async fn the_host_sees_who_is_here() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "LINKS", quiz(1, 1)).await;
    let guest = Guest::join(&server, "LINKS").await;
    host.expect_where("host:links", |told| told["links"][0]["connected"] == true).await;
    let (token, name) = (guest.token.clone(), guest.pseudonym.clone());
    guest.client.close().await;
    let gone = host.expect_where("host:links", |told| told["links"][0]["connected"] == false).await;
    assert_eq!(gone["links"][0]["pseudonym"], name.as_str());
    ms(100).await;
    let mut back = Client::open(&server, "LINKS").await;
    back.send(json!({"type": "rejoin_session", "rejoinToken": token})).await;
    back.expect("participant:state_snapshot").await;
    host.expect_where("host:links", |told| told["links"][0]["connected"] == true).await;
    // Somebody who is away in the lobby keeps the seat.
    let (_, snapshot) = host.again(&server).await;
    assert_eq!(snapshot["participants"], json!([name]));
}
