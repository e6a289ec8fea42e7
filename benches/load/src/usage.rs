//! What a server has used, read from /proc: all its processes together.

use std::fs;

/// CPU time, all threads of all processes together.
#[derive(Debug, Default, Clone, Copy)]
pub struct Cpu {
    /// Nanoseconds on a core, from the scheduler.
    pub total_ns: u64,
    /// User time in ticks of 10 ms: only sums over many rounds mean something.
    pub user_ticks: u64,
}

impl Cpu {
    /// What was used since `earlier`.
    pub fn since(self, earlier: Cpu) -> Cpu {
        Cpu {
            total_ns: self.total_ns.saturating_sub(earlier.total_ns),
            user_ticks: self.user_ticks.saturating_sub(earlier.user_ticks),
        }
    }

    /// Two sums together.
    pub fn plus(self, other: Cpu) -> Cpu {
        Cpu { total_ns: self.total_ns + other.total_ns, user_ticks: self.user_ticks + other.user_ticks }
    }

    /// Seconds.
    pub fn seconds(self) -> f64 {
        self.total_ns as f64 / 1e9
    }

    /// Seconds in user space.
    pub fn user_seconds(self) -> f64 {
        self.user_ticks as f64 / 100.0
    }
}

/// A process and all that it has started, as they are now.
pub fn family(pid: u32) -> Vec<u32> {
    let mut all = vec![pid];
    let mut at = 0;
    while let Some(parent) = all.get(at).copied() {
        for task in fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten() {
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            all.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
        at += 1;
    }
    all
}

/// Reads the CPU time of processes; zero for those that are gone.
pub fn cpu(pids: &[u32]) -> Cpu {
    pids.iter().fold(Cpu::default(), |sum, pid| sum.plus(cpu_of(*pid)))
}

fn cpu_of(pid: u32) -> Cpu {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let total_ns = tasks
        .filter_map(|task| fs::read_to_string(task.path().join("schedstat")).ok())
        .filter_map(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .sum();
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let user_ticks =
        stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(11)?.parse().ok()).unwrap_or_default();
    Cpu { total_ns, user_ticks }
}

/// Resident memory in bytes.
pub fn resident(pids: &[u32]) -> u64 {
    let of = |pid: &u32| {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() * 1024
    };
    pids.iter().map(of).sum()
}
