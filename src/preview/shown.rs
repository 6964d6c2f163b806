//! What is shown: the pages of the last good form of a document, and the messages about the present one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use serde_json::{Value, json};

use crate::approval::record::digest;
use crate::diagnostics::{Language, Message, Sink, say};
use crate::kind::files::display;
use crate::length::Length;
use crate::run::{Places, Proof};
use crate::source::Sources;
use crate::writers::{Format, svg};

/// The folder of the fonts, seen from the page.
pub(super) const FONTS: &str = "fonts";

/// What is shown of a document after one of its saves.
#[derive(Debug)]
pub struct Shown {
    /// How often it was worked on.
    pub version: u64,
    /// The document when it last had no errors; `None` until it had none.
    pub good: Option<Arc<Good>>,
    /// The pages of the good form before that one: somebody may be about to fetch them.
    pub before: Option<Arc<Good>>,
    /// Whether the document has errors now, so that its pages are old ones.
    pub is_stale: bool,
    /// What there is to say about it, as the page reads it.
    pub messages: Vec<Value>,
    /// How many errors, warnings and notes there are, in words; empty if there are none.
    pub summary: String,
    /// How long the work took.
    pub took: Duration,
}

/// A document without errors, and what was made of it.
#[derive(Debug)]
pub struct Good {
    path: PathBuf,
    proof: Proof,
    pages: Vec<Page>,
    /// The files that were asked for.
    files: Mutex<BTreeMap<Format, Result<Bytes, Message>>>,
}

/// A page.
#[derive(Debug)]
pub(super) struct Page {
    /// A digest of its bytes, so that one that stayed as it was is known.
    pub key: String,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// The page as SVG.
    pub svg: Bytes,
}

impl Shown {
    /// The state, as the page reads it.
    pub(super) fn state(&self, path: &Path) -> Value {
        let good = self.good.as_deref();
        let title = good.map(|good| good.proof.checked.document.properties.title.as_str());
        let pages = good.map(|good| good.pages.as_slice()).unwrap_or_default();
        let page =
            |page: &Page| json!({ "key": page.key, "width": page.width, "height": page.height });
        json!({
            "version": self.version,
            "document": { "title": title.unwrap_or_default(), "file": display(path) },
            "pages": pages.iter().map(page).collect::<Vec<_>>(),
            "fonts": good.map(|good| key(good.font_faces().as_bytes())),
            "stale": self.is_stale,
            "messages": self.messages,
            "summary": self.summary,
            "took": u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX),
        })
    }

    /// The page with a key.
    pub(super) fn page(&self, key: &str) -> Option<Bytes> {
        let goods = [&self.good, &self.before].into_iter().flatten();
        let mut pages = goods.flat_map(|good| &good.pages);
        let page = pages.find(|page| page.key == key)?;
        Some(page.svg.clone())
    }
}

impl Good {
    /// Draws the pages of a document.
    pub(super) fn new(path: &Path, proof: Proof, places: Places<'_>) -> Self {
        let drawn = proof.pages(places).into_iter();
        let pages = drawn.zip(&proof.layout.pages).map(|(svg, page)| Page {
            key: key(svg.as_bytes()),
            width: points(page.width),
            height: points(page.height),
            svg: svg.into(),
        });
        Self {
            path: path.to_owned(),
            pages: pages.collect(),
            proof,
            files: Mutex::default(),
        }
    }

    /// The style sheet that names the fonts of the pages.
    pub(super) fn font_faces(&self) -> String {
        svg::font_faces(&self.proof.fonts(), FONTS)
    }

    /// The file of a font of the pages, by the name of its family.
    pub(super) fn font(&self, family: &str) -> Option<Bytes> {
        let fonts = self.proof.fonts();
        let font = fonts.iter().find(|font| font.family == family)?;
        Some(Bytes::copy_from_slice(font.bytes))
    }

    /// The bytes of a file of the document, made when they are first asked for.
    ///
    /// # Errors
    ///
    /// Says why the file cannot be made.
    pub(super) fn file(&self, format: Format, language: Language) -> Result<Bytes, String> {
        // A file that another thread failed to make is not there.
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let file = files.entry(format).or_insert_with(|| self.make(format));
        file.clone().map_err(|why| why.text(language).into_owned())
    }

    fn make(&self, format: Format) -> Result<Bytes, Message> {
        let mut sink = Sink::default();
        let made = self.proof.files(&self.path, &[format], &mut sink);
        let bytes = made.and_then(|made| made.into_iter().next());
        bytes.map(|(_, bytes)| bytes.into()).ok_or_else(|| {
            let mut told = sink.into_sorted(&Sources::default()).into_iter();
            let told = told.next().map(|told| told.message);
            told.unwrap_or_else(|| say!("the file cannot be made"))
        })
    }
}

/// A name for bytes that no others have.
fn key(bytes: &[u8]) -> String {
    digest(bytes).trim_start_matches("sha256:").to_owned()
}

fn points(length: Length) -> f64 {
    length.to_pt()
}
