//! Writers: they translate a document or its pages into a format, and decide nothing.

pub mod docx;
