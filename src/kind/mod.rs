//! A document kind: a folder of templates.
pub mod style;
