//! What came back from Word: `aktas diff DOCUMENT RETURNED.docx`.
//!
//! The files are our own, edited here as programs edit them: with tracked changes and without.

mod support;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::{aktas, run};
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{ZipArchive, ZipWriter as _};
