//! The process: start, stop, and one data folder for one server.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::kit::{End, Guest, Host, PATIENCE, Server, Setup, exit_within, free_port, ms, quiz};

#[tokio::test]
async fn sigterm_tells_everybody_and_ends_with_success() {
    let mut server = Server::start().await;
    let mut host = Host::create(&server, "TERM", quiz(1, 1)).await;
    let mut guest = Guest::join(&server, "TERM").await;
    host.say("host:start").await;
    let question = guest.expect("game:question").await;
    guest.answer(&question, "Grape 0.0").await;
    let began = Instant::now();
    let status = server.sigterm().await;
    assert!(status.success(), "{status}");
    assert!(began.elapsed() < Duration::from_secs(6), "it took {:?}", began.elapsed());
    assert_eq!(host.end(PATIENCE).await.1, End::Closed(1012));
    assert_eq!(guest.end(PATIENCE).await.1, End::Closed(1012));
    server.restart().await;
    let (_, snapshot) = guest.again(&server).await;
    assert_eq!(snapshot["phase"], "question_open");
    assert!(snapshot["selectedOptionId"].is_string());
    // Ctrl-C is the same.
    server.signal(libc::SIGINT);
    assert!(server.exit().await.success());
}

#[tokio::test]
async fn a_second_process_on_the_folder_is_refused() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "FIRST", quiz(1, 1)).await;
    let mut second = Setup::default().data(&server.data).spawn(free_port());
    let status = second.exit().await;
    assert!(!status.success());
    let log = second.logged();
    assert!(
        log.to_lowercase().contains("another") || log.contains("in use") || log.contains("already"),
        "a clear error: {log}"
    );
    assert!(!log.contains("panicked"), "{log}");
    host.sync().await;
    Guest::join(&server, "FIRST").await;
    let taken = Setup::default().spawn(server.port).exit().await;
    assert!(!taken.success(), "the port is taken");
}

#[tokio::test]
async fn help_explains_every_option_with_its_default() {
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_soiree")).args(args).output().expect("the binary runs");
        (
            output.status,
            String::from_utf8_lossy(&output.stdout).into_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (status, help, _) = run(&["serve", "--help"]);
    assert!(status.success());
    for part in
        ["--listen", "--data", "--music", "SOIREE_LISTEN", "SOIREE_DATA", "SOIREE_MUSIC", "127.0.0.1:8080", "./data"]
    {
        assert!(help.contains(part), "{part} in:\n{help}");
    }
    assert!(run(&["--help"]).0.success());
    assert!(run(&["--version"]).1.contains("soiree"));
    let (status, _, error) = run(&["serve", "--listen", "nonsense"]);
    assert!(!status.success() && error.contains("--listen"), "{error}");
    let (status, _, error) = run(&["serve", "--no-such-option"]);
    assert!(!status.success() && error.contains("--no-such-option"), "{error}");
}

#[tokio::test]
async fn it_prints_where_it_listens() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_soiree"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(dir.path().join("deep/data"))
        .env_remove("RUST_LOG")
        .stdout(Stdio::from(std::fs::File::create(dir.path().join("out")).unwrap()))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let until = Instant::now() + PATIENCE;
    let port: u16 = loop {
        let out = std::fs::read_to_string(dir.path().join("out")).unwrap_or_default();
        if let Some(rest) = out.split("http://127.0.0.1:").nth(1).filter(|rest| rest.contains(char::is_whitespace)) {
            break rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap();
        }
        assert!(Instant::now() < until, "no address printed: {out}");
        ms(20).await;
    };
    assert_ne!(port, 0);
    assert!(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok());
    // SAFETY: the child is not reaped yet.
    unsafe { libc::kill(child.id() as i32, libc::SIGTERM) };
    assert!(exit_within(&mut child, PATIENCE).await.expect("it ends").success());
    for entry in std::fs::read_dir(dir.path().join("deep/data")).unwrap().flatten() {
        use std::os::unix::fs::PermissionsExt;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.contains("key") || name.contains("token") || name.contains("secret") {
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        }
    }
}

#[tokio::test]
async fn settings_come_from_the_environment_too() {
    let dir = tempfile::tempdir().unwrap();
    let port = free_port();
    let mut child = Command::new(env!("CARGO_BIN_EXE_soiree"))
        .arg("serve")
        .env("SOIREE_LISTEN", format!("127.0.0.1:{port}"))
        .env("SOIREE_DATA", dir.path().join("elsewhere"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let until = Instant::now() + PATIENCE;
    let listens = async || tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok();
    while !(dir.path().join("elsewhere").is_dir() && listens().await) {
        assert!(Instant::now() < until, "it does not keep and listen where it was told");
        ms(20).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

/// A stop and a start on the same folder, again and again, with nothing lost in between.
#[tokio::test]
async fn orderly_restarts_lose_nothing() {
    let mut server = Server::start().await;
    let mut host = Host::create(&server, "AGAIN", quiz(1, 1)).await;
    let mut names = Vec::new();
    for _ in 0..4 {
        let guest = Guest::join(&server, "AGAIN").await;
        names.push(guest.pseudonym.clone());
        server.sigterm().await;
        server.restart().await;
        let (client, snapshot) = host.again(&server).await;
        host.client = client;
        assert_eq!(snapshot["participants"], json!(names));
    }
}
