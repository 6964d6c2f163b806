//! What a process needs to measure itself, as Linux tells it.

#![allow(dead_code, reason = "every bench takes what it needs")]

use std::fs;

/// The most memory that the process had at once since [`forget_peak`], in megabytes; not a number
/// where nothing tells it.
pub(crate) fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.map_or(f64::NAN, |kilobytes| kilobytes / 1024.0)
}

/// Has the peak counted anew (proc(5), `clear_refs`).
pub(crate) fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The seconds that a processor worked for this thread (proc(5), `schedstat`): unlike those of a
/// clock, they do not count the work of others on the machine.
pub(crate) fn processor() -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told
        .split_whitespace()
        .next()
        .and_then(|word| word.parse::<f64>().ok());
    nanoseconds.map_or(f64::NAN, |nanoseconds| nanoseconds / 1e9)
}
