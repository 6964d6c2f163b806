//! Official documents from YAML content.
//!
//! Data flows one way. Each module below takes what the ones before it made:
//!
//! ```text
//! content/*.yaml ─► source ─► yaml ─► content ─► data ─► figures ─► approval ─► template ─► document
//!                                                                                               │
//!                        out/*.docx, *.pdf, *.html ◄─ writers ◄──────── layout ◄────────────────┘
//! ```
//!
//! What is approved is the document as a draft, so [`sign_off`] has the template write it twice where
//! something happened to it: first the draft that the record is taken of, then what the marks say.
//!
//! A report names its plan: [`shelf`] finds the document, which is read like any other, and [`plan`]
//! puts what was planned and what was achieved side by side.
//!
//! Files come back: [`readers`] says what others wrote in them, [`signing`] signs them, [`verify`]
//! says what one is. [`history`] has the documents as they were, and [`compare`] tells two forms of
//! one from each other; [`import`] makes content of a document that was written elsewhere, and
//! [`rollover`] next year's of this year's.
//!
//! [`project`] has the first form of a document, and what stands beside it.
//!
//! [`run`] joins the stages: [`check`] goes as far as the document, [`proof`] to its pages, [`build`] to
//! the bytes of the files. While somebody writes, [`watch`] tells of what was saved, and [`preview`] shows
//! the pages in a browser. None of it prints, exits or writes: that is the work of [`cli`].

pub mod source;

pub mod diagnostics;

pub mod length;

pub mod likeness;

pub mod yaml;

// The model of a document stands before the stages that make it: a style names its roles.
pub mod document;

pub mod kind;

pub mod content;

pub mod data;

pub mod figures;

pub mod approval;

pub mod shelf;

pub mod plan;

pub mod template;

pub mod sign_off;

pub mod layout;

pub mod writers;

pub mod readers;

pub mod signing;

pub mod verify;

pub mod history;

pub mod compare;

pub mod import;

pub mod rollover;

pub mod run;

pub mod watch;

pub mod project;

pub mod preview;

pub mod cli;

pub use run::{Run, build, check, proof};
