//! A long part, deflated while it is written.
//!
//! The text of a table with thousands of rows is longer in XML than in memory, and it is said over
//! and over: deflated it is a fiftieth of that, and nobody ever needs it whole.

use std::fmt::Display;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::seal::Passed;

/// A part that is written into a zip file of its own, from which it moves to the package as it is.
pub(super) struct Deflated {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    passed: Passed,
    /// Why it cannot be written.
    fault: Option<String>,
}

impl Deflated {
    /// Starts the part that stands at this path of the package.
    pub(super) fn new(path: &str) -> Self {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let fault = zip.start_file(path, options()).err().map(told);
        Self {
            zip,
            passed: Passed::default(),
            fault,
        }
    }

    /// Adds bytes, which end where an element does.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        if self.fault.is_none() {
            let written = self.zip.write_all(bytes).map_err(told);
            self.fault = written.and_then(|()| self.passed.add(bytes)).err();
        }
    }

    /// Moves the part to the package, and tells what the seal must know of it.
    pub(super) fn move_to(
        self,
        package: &mut ZipWriter<Cursor<Vec<u8>>>,
    ) -> Result<Passed, String> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let mut own = self.zip.finish_into_readable().map_err(told)?;
        let part = own.by_index_raw(0).map_err(told)?;
        package.raw_copy_file(part).map_err(told)?;
        Ok(self.passed)
    }
}

/// How every part is packed: the time is the first that a zip file can tell, the system is the same on every machine.
#[must_use]
pub fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .system(System::Unix)
}

fn told(fault: impl Display) -> String {
    fault.to_string()
}
