//! A full disk and a read-only folder, on the real binary, with a small tmpfs where the system permits one.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::kit::{Client, Guest, Host, Server, Setup, free_port, guests, http, ms, option, quiz};

/// Said past the test runner, which keeps the output of tests that pass to itself.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED, NOTHING WAS TESTED: {why}");
}

/// A mounted tmpfs; unmounted when this is dropped.
struct SmallDisk {
    dir: tempfile::TempDir,
}

impl SmallDisk {
    /// `None`, said loudly, where mounting is not permitted.
    fn mount() -> Option<SmallDisk> {
        let dir = tempfile::Builder::new().prefix("soiree-disk-").tempdir().expect("a temporary folder");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "none"]).arg(dir.path()).output();
        match mount {
            Ok(output) if output.status.success() => Some(SmallDisk { dir }),
            refused => {
                skipped(&format!("NO SMALL DISK CAN BE MOUNTED HERE: {refused:?}"));
                None
            }
        }
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn filler(&self) -> PathBuf {
        self.dir.path().join("filler")
    }

    /// Fills the disk to the last byte.
    fn fill(&self) {
        let mut file = File::options().create(true).append(true).open(self.filler()).expect("the filler");
        for chunk in [64 * 1024, 4096, 512, 1] {
            while file.write_all(&vec![7u8; chunk]).is_ok() {}
        }
    }

    fn free(&self) {
        std::fs::remove_file(self.filler()).expect("the filler goes");
    }

    fn remount(&self, how: &str) -> bool {
        let remount = Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(self.dir.path()).status();
        remount.is_ok_and(|status| status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.dir.path()).status();
    }
}

/// Waits for `/readyz` to answer so.
async fn ready(server: &Server, status: u16) {
    let until = Instant::now() + Duration::from_secs(8);
    while server.status("/readyz").await != Some(status) {
        assert!(Instant::now() < until, "/readyz does not become {status}:\n{}", server.logged());
        ms(50).await;
    }
}

fn answer(question: &Value, text: &str) -> Value {
    json!({"type": "submit_answer", "questionId": question["questionId"], "optionId": option(question, text)})
}

/// A client that comes back by itself, as browsers do: a store that fails may end the room's actor.
async fn settled(server: &Server, guest: &mut Guest) -> Value {
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        if let Ok(mut client) = Client::dial(server, &format!("/party/{}", guest.code), &[]).await {
            client.send(json!({"type": "rejoin_session", "rejoinToken": guest.token})).await;
            let told = client
                .wait("a snapshot or an error", Duration::from_secs(5), |told| {
                    told["type"] == "participant:state_snapshot" || told["type"] == "error"
                })
                .await;
            if told["type"] == "participant:state_snapshot" {
                client.name = format!("{} back", guest.pseudonym);
                guest.client = client;
                return told;
            }
        }
        assert!(Instant::now() < until, "{} cannot come back", guest.pseudonym);
        ms(100).await;
    }
}

#[tokio::test]
async fn a_full_disk_refuses_new_work_and_loses_nothing() {
    let Some(disk) = SmallDisk::mount() else { return };
    let mut server = Setup::default().data(&disk.data()).start().await;
    let mut host = Host::create(&server, "FULL", quiz(1, 2)).await;
    let mut three = guests(&server, "FULL", 3).await;
    host.say("host:start").await;
    let question = host.expect("game:question").await;
    // What each guest was last told to be accepted.
    let mut accepted: Vec<Value> = vec![Value::Null; 3];
    // What was under way when a connection ended without a word: it may be either way.
    let mut under_way: Vec<Value> = vec![Value::Null; 3];
    for (at, guest) in three.iter_mut().enumerate() {
        guest.answer(&question, "Pear 0.0").await;
        accepted[at] = option(&question, "Pear 0.0").into();
    }
    ready(&server, 200).await;
    disk.fill();

    // The journal may have room left in its file: write until it is used up.
    let mut refusals = 0;
    let until = Instant::now() + Duration::from_secs(25);
    'fill: loop {
        for (at, guest) in three.iter_mut().enumerate() {
            let text = ["Apple 0.0", "Pear 0.0", "Quince 0.0", "Grape 0.0"][rand::random_range(0..4)];
            guest.mark();
            guest.send(answer(&question, text)).await;
            // An acknowledgement, a named refusal, or an end of the connection: never silence.
            let mut told = Value::Null;
            let patience = Instant::now() + Duration::from_secs(6);
            while told.is_null() && guest.is_open() && Instant::now() < patience {
                ms(5).await;
                if guest.has("answer:accepted") {
                    told = guest.expect("answer:accepted").await;
                } else if guest.has("error") {
                    told = guest.expect("error").await;
                }
            }
            match told["type"].as_str() {
                Some("answer:accepted") => accepted[at] = told["optionId"].clone(),
                Some(_) => {
                    assert_eq!(told["code"], "STORAGE_UNAVAILABLE", "{told}");
                    refusals += 1;
                }
                None => {
                    assert!(!guest.is_open(), "{}: an answer met with silence", guest.name);
                    under_way[at] = option(&question, text).into();
                }
            }
            if !guest.is_open() {
                break 'fill;
            }
            if refusals >= 2 {
                break 'fill;
            }
        }
        assert!(Instant::now() < until, "the disk is full and nothing is refused");
        ms(20).await;
    }
    ready(&server, 503).await;
    assert_eq!(server.status("/healthz").await, Some(200), "alive, though not ready");
    let mut body = quiz(1, 1);
    body.as_object_mut().unwrap().remove("type");
    let refused = http().post(server.url("/api/v1/quiz/sessions")).json(&body).send().await.unwrap();
    assert_eq!(refused.status(), 503, "new work is refused");
    let log = server.logged().to_lowercase();
    assert!(log.contains("storage") || log.contains("full"), "a clear error in the log:\n{log}");
    assert!(!log.contains("panicked"), "{log}");

    disk.free();
    ready(&server, 200).await;
    // What was refused may not have happened, and what was acknowledged has.
    let check = async |server: &Server, three: &mut Vec<Guest>, accepted: &mut [Value], under_way: &[Value]| {
        for (at, guest) in three.iter_mut().enumerate() {
            let snapshot = settled(server, guest).await;
            assert_eq!(snapshot["phase"], "question_open");
            let found = snapshot["selectedOptionId"].clone();
            let either = !under_way[at].is_null() && found == under_way[at];
            assert!(found == accepted[at] || either, "{found} where {} was accepted", accepted[at]);
            accepted[at] = found;
        }
    };
    check(&server, &mut three, &mut accepted, &under_way).await;
    for (at, guest) in three.iter_mut().enumerate() {
        guest.answer(&question, "Grape 0.0").await;
        accepted[at] = option(&question, "Grape 0.0").into();
    }
    server.kill9();
    server.restart().await;
    let nothing = vec![Value::Null; 3];
    check(&server, &mut three, &mut accepted, &nothing).await;
    let (mut host, _) = host.again(&server).await;
    host.say("host:reveal").await;
    let revealed = host.expect("game:answer_revealed").await;
    assert!(revealed["results"].as_array().unwrap().iter().all(|row| row["points"] == 100), "{revealed}");
}

#[tokio::test]
async fn a_read_only_folder_is_a_clear_error() {
    let Some(disk) = SmallDisk::mount() else { return };
    let mut server = Setup::default().data(&disk.data()).start().await;
    let host = Host::create(&server, "RO", quiz(1, 1)).await;
    assert!(server.sigterm().await.success());
    if !disk.remount("ro") {
        skipped("THE DISK CANNOT BE MADE READ-ONLY HERE");
        return;
    }
    for data in [disk.data(), disk.dir.path().join("new")] {
        let mut refused = Setup::default().data(&data).spawn(free_port());
        check_refused(&mut refused, &data).await;
    }
    assert!(disk.remount("rw"));
    server.restart().await;
    host.again(&server).await;
}

/// It either refuses to start with a clear error, or serves and says that it is not ready.
async fn check_refused(server: &mut Server, data: &Path) {
    let until = Instant::now() + Duration::from_secs(8);
    loop {
        let log = server.logged();
        assert!(!log.contains("panicked"), "{log}");
        if !server.running() {
            assert!(!server.exit().await.success());
            let named = log.contains(&*data.to_string_lossy()) || log.to_lowercase().contains("read-only");
            assert!(named, "the error names the folder or the reason: {log}");
            return;
        }
        if server.status("/readyz").await == Some(503) {
            return;
        }
        assert!(Instant::now() < until, "neither refused nor unready: {log}");
        ms(50).await;
    }
}
