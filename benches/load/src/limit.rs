//! The bare loop with its sockets in a process of its own: beside a room of 19,000 one process's open files do
//! not suffice for both. It works when it is asked to, and sleeps otherwise.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::bare::Bare;
use crate::sums::Sum;
use crate::usage::Cpu;

/// The process. Each line that it reads is a number of bytes and of messages; it answers with their sum.
pub fn serve(sockets: usize) -> io::Result<()> {
    let mut bare = Bare::start(sockets)?;
    println!("ready");
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut numbers = line.split_whitespace().filter_map(|word| word.parse::<usize>().ok());
        let (bytes, count) = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
        let mut sum = Sum::default();
        for _ in 0..count {
            sum.add(&bare.send(bytes)?);
        }
        println!("{} {} {} {}", sum.cpu.total_ns, sum.cpu.user_ticks, sum.deliveries, sum.wall.as_nanos());
    }
    Ok(())
}

/// The other end.
pub struct Limit {
    child: Child,
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Limit {
    /// Starts it with so many sockets.
    pub fn start(sockets: usize) -> io::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["limit", &sockets.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let asks = child.stdin.take();
        let answers = child.stdout.take().ok_or_else(|| io::Error::other("the bare loop's process has no output"))?;
        let mut limit = Limit { child, asks, answers: BufReader::new(answers) };
        limit.line()?;
        Ok(limit)
    }

    /// What `count` messages of so many bytes cost it.
    pub fn send(&mut self, bytes: usize, count: usize) -> io::Result<Sum> {
        if let Some(asks) = &mut self.asks {
            writeln!(asks, "{bytes} {count}")?;
        }
        let line = self.line()?;
        let numbers: Vec<u64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [total_ns, user_ticks, deliveries, wall_ns] = numbers[..] else {
            return Err(io::Error::other(format!("the bare loop's process said {line:?}")));
        };
        let cpu = Cpu { total_ns, user_ticks };
        Ok(Sum { cpu, deliveries, wall: Duration::from_nanos(wall_ns), receipts: Vec::new() })
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        match self.answers.read_line(&mut line)? {
            0 => Err(io::Error::other("the bare loop's process has ended")),
            _ => Ok(line),
        }
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        // It ends with its input; a process that is gone already needs no more.
        self.asks = None;
        let _ = self.child.wait();
    }
}
