//! Layout: a document becomes pages.

pub mod page;
