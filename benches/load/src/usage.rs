//! What a server has used, read from /proc.

use std::fs;

/// CPU time, all threads together.
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
        Cpu { total_ns: self.total_ns - earlier.total_ns, user_ticks: self.user_ticks - earlier.user_ticks }
    }

    /// Two sums together.
    pub fn plus(self, other: Cpu) -> Cpu {
        Cpu { total_ns: self.total_ns + other.total_ns, user_ticks: self.user_ticks + other.user_ticks }
    }
}

/// Reads a process's CPU time; zero if it is gone.
pub fn cpu(pid: u32) -> Cpu {
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
pub fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() * 1024
}
