//! What day it is, for defaults that a person sees. Nothing that is printed comes from here.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

/// By this a run is told another time than that of the machine (reproducible-builds.org).
const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The year that it is.
pub(super) fn year() -> i32 {
    let told = env::var(SOURCE_DATE_EPOCH).ok();
    let seconds = told.and_then(|text| text.parse::<u64>().ok());
    let seconds = seconds.unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.map_or(0, |past| past.as_secs())
    });
    // Years of 365.2425 days: wrong by hours at most, and the author is asked to look.
    1970 + (seconds / 31_556_952) as i32
}
