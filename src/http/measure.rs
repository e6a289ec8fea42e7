//! The metrics: the recorder, and what each of them means.

use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// Bounds of durations, in seconds: a commit takes a millisecond on a good disk and tens on a bad one.
const SECONDS: [f64; 12] = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0];
/// Bounds of sizes of batches.
const SIZES: [f64; 9] = [1.0, 2.0, 5.0, 10.0, 50.0, 100.0, 500.0, 1_000.0, 10_000.0];

/// Installs the recorder for the whole process.
///
/// # Errors
/// A recorder is installed already.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .set_buckets_for_metric(Matcher::Suffix("_batch_events".to_owned()), &SIZES)?
        .install_recorder()?;
    describe();
    Ok(handle)
}

/// Says what each metric means; rooms are never named in them.
fn describe() {
    describe_counter!("soiree_http_requests_total", "HTTP requests by class of status");
    describe_counter!("soiree_sessions_founded_total", "Sessions founded over HTTP, by kind");
    describe_gauge!("soiree_sessions", "Sessions that are stored, by kind and status");
    describe_gauge!("soiree_rooms", "Rooms that are awake, by kind");
    describe_gauge!("soiree_sockets", "Websockets that are open");
    describe_counter!("soiree_sockets_dropped_total", "Websockets that the server has closed, by reason");
    describe_counter!("soiree_messages_received_total", "Messages from websockets");
    describe_counter!("soiree_messages_sent_total", "Messages to websockets");
    describe_counter!("soiree_messages_skipped_total", "Messages that were not sent because others still waited");
    describe_counter!("soiree_live_batches_written_total", "Batches of live events, each for one socket or many");
    describe_counter!("soiree_live_events_lost_total", "Live events that came while too many waited for a hub");
    describe_counter!("soiree_bytes_sent_total", "Bytes to websockets");
    describe_gauge!("soiree_music_songs", "Songs in the catalogue");
    describe_gauge!("soiree_music_scanning", "Whether the folder of songs is being looked through");
    describe_gauge!("soiree_music_files_found", "Files that the present or last scan has found");
    describe_gauge!("soiree_music_files_scanned", "Files that it has dealt with");
    describe_gauge!("soiree_music_files_unreadable", "Files and folders among them that cannot be read");
    describe_counter!("soiree_webhook_requests_total", "Turns that bots elsewhere were asked for, by outcome");
    describe_gauge!("soiree_conversation_files_bytes", "Bytes of all files in conversations");
    describe_gauge!("soiree_store_queue_depth", "Appends that wait for the disk");
    describe_histogram!("soiree_store_commit_seconds", "Seconds that one commit took, its fsync included");
    describe_histogram!("soiree_store_batch_events", "Events in one commit");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Names of metrics in source files, but this one.
    fn used(folder: &Path, names: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                used(&entry, names);
            } else if !entry.ends_with("measure.rs") {
                let text = std::fs::read_to_string(&entry).unwrap_or_default();
                let said = text.split("!(\"soiree_").skip(1).filter_map(|rest| rest.split('"').next());
                names.extend(said.map(|name| format!("soiree_{name}")));
            }
        }
    }

    #[test]
    fn every_metric_is_described() {
        let mut names = BTreeSet::new();
        used(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
        assert!(names.len() > 15, "{names:?}");
        let here = include_str!("measure.rs");
        let silent: Vec<_> = names.iter().filter(|name| !here.contains(&format!("!(\"{name}\""))).collect();
        assert!(silent.is_empty(), "{silent:?}");
    }
}
