//! What layout and PDF take, and whether it grows in step with the pages.
//!
//! `cargo bench --bench pages` lays out and writes a plan of 7 pages, and reports of about 75, 150
//! and 300 pages: the example report (text, headings, tables, charts) over and over, each time with
//! other words, so that nothing is gained by having shaped a word before. It prints the time of a
//! processor and the peak of memory, and how both grow from the second report to the third: what
//! is linear shows about 2. `-- 300` makes one report only.
//!
//! Every size is measured in processes of its own, since a peak of memory is one of a process.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and has nobody to tell a fault"
)]

mod measure;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;

use aktas::Run;
use aktas::diagnostics::Sink;
use aktas::document::{Block, Cell, Document, Inline, Row, Section, Table, Target};
use aktas::kind::Kind;
use aktas::kind::files::Files;
use aktas::layout::{Fonts, lay_out};
use aktas::sign_off::Checked;
use aktas::writers::{self, Format};

use measure::{forget_peak, peak, processor};

/// A document with text, headings, tables and charts, and one whose length is that of plans.
const REPORT: &str = "content/library-report-2026.yaml";
const PLAN: &str = "content/library-plan-2027.yaml";

/// The pages of the plan.
const SHORT: usize = 7;

/// The pages of the reports, which are made of whole copies and so a little longer.
const LONG: [usize; 3] = [75, 150, 300];

/// How often each is made: the least is what others' work on the machine disturbed least.
const RUNS: usize = 5;

/// The argument by which a process is asked to make one document: `--pages=300`.
const CHILD: &str = "--pages=";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(pages) = arguments.iter().find_map(|word| word.strip_prefix(CHILD)) {
        return make(pages.parse().unwrap());
    }
    let asked: Vec<usize> = arguments
        .iter()
        .filter_map(|word| word.parse().ok())
        .collect();
    if !asked.is_empty() {
        asked.iter().for_each(|pages| print(&best(*pages)));
        return;
    }
    print(&best(SHORT));
    let long: Vec<Measured> = LONG.iter().map(|pages| best(*pages)).collect();
    long.iter().for_each(print);
    let (half, whole) = (&long[1], &long[2]);
    println!(
        "growth of the last: pages {:.2}, layout {:.2}, PDF {:.2}, memory {:.2}",
        whole.pages / half.pages,
        whole.layout / half.layout,
        whole.pdf / half.pdf,
        whole.memory / half.memory,
    );
}

/// What one document took.
#[derive(Clone, Copy)]
struct Measured {
    pages: f64,
    /// Seconds of a processor.
    layout: f64,
    pdf: f64,
    /// Megabytes at the peak, with the document itself and the program.
    memory: f64,
    /// Kilobytes of the file.
    size: f64,
}

fn print(measured: &Measured) {
    let Measured {
        pages,
        layout,
        pdf,
        memory,
        size,
    } = measured;
    println!(
        "{pages:>4} pages  layout {:>7.1} ms  PDF {:>7.1} ms  both {:>7.1} ms  {memory:>5.0} MB at the peak  {size:>6.0} KB",
        layout * 1e3,
        pdf * 1e3,
        (layout + pdf) * 1e3,
    );
}

/// The least of several runs.
fn best(pages: usize) -> Measured {
    let runs: Vec<Measured> = (0..RUNS).map(|_| in_a_process(pages)).collect();
    let least = |of: fn(&Measured) -> f64| runs.iter().map(of).fold(f64::INFINITY, f64::min);
    Measured {
        pages: runs[0].pages,
        layout: least(|run| run.layout),
        pdf: least(|run| run.pdf),
        memory: least(|run| run.memory),
        size: runs[0].size,
    }
}

fn in_a_process(pages: usize) -> Measured {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.arg(format!("{CHILD}{pages}")).output().unwrap();
    let (said, faults) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{pages} pages: {said}{faults}");
    let told: Vec<f64> = said
        .split_whitespace()
        .map(|word| word.parse().unwrap())
        .collect();
    let [pages, layout, pdf, memory, size] = told[..] else {
        panic!("{said}")
    };
    Measured {
        pages,
        layout,
        pdf,
        memory,
        size,
    }
}

/// Makes a document of so many pages and says what it took.
fn make(pages: usize) {
    let is_short = pages <= SHORT;
    let example = Path::new(if is_short { PLAN } else { REPORT });
    let Checked {
        kind,
        document: example,
        ..
    } = aktas::check(example, &Files::new(None), &mut Run::default()).unwrap();
    let document = if is_short {
        shortened(example, &kind, pages)
    } else {
        let copies = pages.div_ceil(pages_of(&example, &kind));
        repeated(&example, copies)
    };
    forget_peak();
    let start = processor();
    let fonts = Fonts::new(&kind.style.typeface).unwrap();
    let layout = lay_out(&document, &kind.style, &fonts, &mut Sink::default());
    let laid_out = processor() - start;
    // In a thread of its own, as `writers::write_all` does it.
    let (pdf, written) = thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let start = processor();
            let file = writers::write(Format::Pdf, &document, &layout, &kind).unwrap();
            (file.len(), processor() - start)
        });
        writer.join().unwrap()
    });
    let (pages, memory, size) = (layout.pages.len(), peak(), pdf as f64 / 1024.0);
    println!("{pages} {laid_out} {written} {memory} {size}");
}

fn pages_of(document: &Document, kind: &Kind) -> usize {
    let fonts = Fonts::new(&kind.style.typeface).unwrap();
    lay_out(document, &kind.style, &fonts, &mut Sink::default())
        .pages
        .len()
}

/// The beginning of a document, so much of it as fills these pages.
fn shortened(mut document: Document, kind: &Kind, pages: usize) -> Document {
    while pages_of(&document, kind) > pages {
        let section = document.sections.last_mut().unwrap();
        match section.blocks.last_mut() {
            Some(Block::Table(table)) if table.body.len() > 1 => drop(table.body.pop()),
            Some(_) => drop(section.blocks.pop()),
            None => drop(document.sections.pop()),
        }
    }
    document
}

/// A document with its sections over and over, each time with other words.
fn repeated(document: &Document, copies: usize) -> Document {
    let copy = |number| {
        document.sections.iter().map(move |section| Section {
            orientation: section.orientation,
            blocks: Copied(number).blocks(&section.blocks),
        })
    };
    Document {
        sections: (0..copies).flat_map(copy).collect(),
        ..document.clone()
    }
}

/// The copy of this number: other vowels in its words, other anchors.
struct Copied(usize);

impl Copied {
    fn blocks(&self, blocks: &[Block]) -> Vec<Block> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> Block {
        let mut block = block.clone();
        match &mut block {
            Block::Heading(heading) => {
                heading.id = self.anchor(&heading.id);
                self.inlines(&mut heading.content);
            }
            Block::Paragraph(paragraph) => self.inlines(&mut paragraph.content),
            Block::List(list) => {
                for item in &mut list.items {
                    item.blocks = self.blocks(&item.blocks);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => {
                figure.id = figure.id.as_ref().map(|id| self.anchor(id));
                figure
                    .caption
                    .iter_mut()
                    .for_each(|text| self.inlines(text));
            }
            Block::Chart(chart) => {
                chart.id = chart.id.as_ref().map(|id| self.anchor(id));
                chart.caption.iter_mut().for_each(|text| self.inlines(text));
            }
            Block::Mark(mark) => mark.lines.iter_mut().for_each(|line| self.inlines(line)),
            Block::Revised(_, inner) => **inner = self.block(inner),
            Block::Signature(_) | Block::ClosingRule(_) | Block::Contents(_) => {}
        }
        block
    }

    fn table(&self, table: &mut Table) {
        table.id = table.id.as_ref().map(|id| self.anchor(id));
        table.caption.iter_mut().for_each(|text| self.inlines(text));
        let row = |row: &mut Row| row.cells.iter_mut().for_each(|cell| self.cell(cell));
        [&mut table.head, &mut table.body, &mut table.foot]
            .into_iter()
            .flatten()
            .for_each(row);
    }

    fn cell(&self, cell: &mut Cell) {
        cell.blocks = self.blocks(&cell.blocks);
    }

    fn inlines(&self, content: &mut [Inline]) {
        for inline in content {
            match inline {
                Inline::Text(text) => {
                    text.text = self.words(&text.text);
                    if let Some(Target::Inside(anchor)) = &mut text.link {
                        *anchor = self.anchor(anchor);
                    }
                }
                Inline::Note(note) => self.inlines(&mut note.content),
                Inline::Revised(_, pieces) => self.inlines(pieces),
                Inline::Break | Inline::Field(_) => {}
            }
        }
    }

    fn anchor(&self, anchor: &str) -> Arc<str> {
        format!("{anchor}-{}", self.0).into()
    }

    /// Every vowel is moved on by one of the digits of the copy's number, to base 4, in turn.
    fn words(&self, text: &str) -> String {
        const VOWELS: [char; 4] = ['a', 'e', 'i', 'o'];
        let mut vowels = 0;
        let mut turned = |sign: char| {
            let Some(place) = VOWELS.iter().position(|vowel| *vowel == sign) else {
                return sign;
            };
            vowels += 1;
            VOWELS[(place + (self.0 >> (vowels % 3 * 2))) % VOWELS.len()]
        };
        text.chars().map(&mut turned).collect()
    }
}
