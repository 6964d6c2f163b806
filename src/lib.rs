//! Official documents from YAML content.
//!
//! Data flows one way. Each module below takes what the ones before it made.

pub mod source;

pub mod diagnostics;

pub mod length;

pub mod yaml;

pub mod kind;

pub mod content;

pub mod figures;

pub mod approval;

pub mod document;

pub mod template;

pub mod layout;

pub mod writers;
