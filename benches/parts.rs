//! How long each part of the work takes on the example plans.
//!
//! `cargo bench` prints the mean of many runs of each part, in time of a processor, and each as a
//! share of the whole. Shares are what to compare: absolute times hold only beside each other, on
//! one machine, in one run. *DOCX alone* is what a DOCX takes from a checked document to its bytes
//! when nobody asks for a PDF: the measures, and the writing.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and has nobody to tell a fault"
)]

mod measure;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use aktas::diagnostics::Sink;
use aktas::document::Document;
use aktas::figures::targets::Targets;
use aktas::kind::Kind;
use aktas::kind::files::Files;
use aktas::layout::{self, Fonts, lay_out};
use aktas::sign_off::Checked;
use aktas::source::Sources;
use aktas::writers::{self, Format};
use aktas::{Run, approval, content, data, figures, kind, template, yaml};

use measure::processor;

/// Runs of each part; the first few are not counted.
const RUNS: usize = 60;
const WARM_UP: usize = 5;

fn main() {
    for path in [
        "content/library-plan-2027.yaml",
        "content/methodical-plan-2026.yaml",
    ] {
        measure(Path::new(path));
    }
}

fn measure(path: &Path) {
    let files = Files::new(None);
    let text = std::fs::read_to_string(path).unwrap();
    let Checked { kind, document, .. } = aktas::check(path, &files, &mut Run::default()).unwrap();
    let fonts = Fonts::new(&kind.style.typeface).unwrap();
    let layout = lay_out(&document, &kind.style, &fonts, &mut Sink::default());

    let parts = [
        (
            "read and check",
            mean(|| drop(black_box(read(&text, &files)))),
        ),
        ("template", {
            let read = read(&text, &files);
            mean(|| drop(black_box(render(&read))))
        }),
        (
            "layout",
            mean(|| {
                let fonts = Fonts::new(&kind.style.typeface).unwrap();
                drop(black_box(lay_out(
                    &document,
                    &kind.style,
                    &fonts,
                    &mut Sink::default(),
                )));
            }),
        ),
        (
            "DOCX",
            mean(|| {
                drop(black_box(writers::write(
                    Format::Docx,
                    &document,
                    &layout,
                    &kind,
                )));
            }),
        ),
        (
            "PDF",
            mean(|| {
                drop(black_box(writers::write(
                    Format::Pdf,
                    &document,
                    &layout,
                    &kind,
                )));
            }),
        ),
    ];
    let html = mean(|| {
        drop(black_box(writers::write(
            Format::Html,
            &document,
            &layout,
            &kind,
        )));
    });
    let docx_alone = mean(|| {
        let fonts = Fonts::new(&kind.style.typeface).unwrap();
        let measures = layout::measure(&document, &kind.style, &fonts, &mut Sink::default());
        drop(black_box(writers::write(
            Format::Docx,
            &document,
            &measures,
            &kind,
        )));
    });
    let whole: Duration = parts.iter().map(|(_, time)| *time).sum();

    println!("{} ({} pages)", path.display(), layout.pages.len());
    for (name, time) in parts {
        line(name, time, whole);
    }
    line("all of these", whole, whole);
    line("HTML", html, whole);
    line("DOCX alone", docx_alone, whole);
    println!();
}

fn line(name: &str, time: Duration, whole: Duration) {
    let share = 100.0 * time.as_secs_f64() / whole.as_secs_f64();
    println!(
        "  {name:<16} {:>8.2} ms {share:>6.1} %",
        time.as_secs_f64() * 1000.0
    );
}

/// What the stages before the template make of a text.
struct Read {
    sources: Sources,
    kind: Kind,
    content: content::Content,
    attachments: data::Attachments,
    figures: figures::Figures,
    approvals: approval::Approvals,
}

fn read(text: &str, files: &Files) -> Read {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = sources.add("plan.yaml", text);
    let tree = yaml::parse(file, &sources, &mut sink).unwrap();
    let kind = kind::load(&tree, files, &mut sources, &mut sink).unwrap();
    let content = content::read(&tree, &kind, &sources, &mut sink).unwrap();
    let attachments = data::load(
        &content,
        Path::new(""),
        &kind.style.typeface,
        &mut sources,
        &mut sink,
    );
    let figures = figures::compute(
        &content,
        &attachments,
        &kind,
        &Targets::default(),
        &sources,
        &mut sink,
    );
    let approvals = approval::Approvals::draft(&content);
    Read {
        sources,
        kind,
        content,
        attachments,
        figures,
        approvals,
    }
}

fn render(read: &Read) -> Document {
    let Read {
        sources,
        kind,
        content,
        attachments,
        figures,
        approvals,
    } = read;
    let stated = template::Stated {
        content,
        attachments,
        figures,
        plan: None,
        approvals,
    };
    template::render(&stated, kind, sources, &mut Sink::default()).unwrap()
}

/// The mean of many runs: Linux counts the time of a processor in steps longer than some parts
/// take, and the work of others on the machine is not in it.
fn mean(mut work: impl FnMut()) -> Duration {
    (0..WARM_UP).for_each(|_| work());
    let start = processor();
    (0..RUNS).for_each(|_| work());
    Duration::from_secs_f64((processor() - start) / RUNS as f64)
}
