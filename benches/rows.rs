//! Whether time and memory grow in step with the rows of a report.
//!
//! `cargo bench --bench rows` makes reports of 40 statistics tables with 1,250, 12,500 and 50,000
//! rows in all, once with the rows in the document and once with a workbook beside it. It builds
//! each in a process of its own, and prints the time and the peak of memory of every stage, and
//! how both grow from the second size to the third, which has four times the rows: a stage that is
//! linear shows about 4. `-- 12500` builds one size only, `-- workbook` from one place only.
//!
//! Ratios are what to compare: absolute times hold only beside each other, on one machine, in one
//! run.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and has nobody to tell a fault"
)]

mod measure;

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use aktas::approval::Approvals;
use aktas::diagnostics::{Language, Sink, short};
use aktas::figures::targets::Targets;
use aktas::kind::files::Files;
use aktas::layout::{Fonts, lay_out};
use aktas::source::{self, Sources};
use aktas::writers::{self, Format};
use aktas::{content, data, figures, kind, template, yaml};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use measure::{forget_peak, peak};

/// The rows of the reports, those of totals not counted.
const SIZES: [usize; 3] = [1_250, 12_500, 50_000];

/// The tables of every report.
const TABLES: usize = 40;

/// The columns of every table: what the row is about, its total, and what is added up.
const COLUMNS: usize = 10;

/// Where the rows of a report stand.
#[derive(Clone, Copy)]
enum Rows {
    /// In the document.
    Yaml,
    /// In a workbook beside it, a sheet for each table.
    Workbook,
}

impl Rows {
    const ALL: [Self; 2] = [Self::Yaml, Self::Workbook];

    /// The word of the command line.
    const fn word(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Workbook => "workbook",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.word() == word)
    }
}

/// How often each report is built: the least time of a stage is the one that others' work on the
/// machine disturbed least.
const RUNS: usize = 3;

/// The argument by which a process is asked to build one report: `--rows=workbook:12500`.
const CHILD: &str = "--rows=";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(rows) = arguments.iter().find_map(|word| word.strip_prefix(CHILD)) {
        let (place, rows) = rows.split_once(':').unwrap();
        return build(Rows::parse(place).unwrap(), rows.parse().unwrap());
    }
    let asked: Vec<usize> = arguments
        .iter()
        .filter_map(|word| word.parse().ok())
        .collect();
    let sizes = if asked.is_empty() {
        SIZES.to_vec()
    } else {
        asked
    };
    let mut places: Vec<Rows> = arguments
        .iter()
        .filter_map(|word| Rows::parse(word))
        .collect();
    if places.is_empty() {
        places = Rows::ALL.to_vec();
    }
    for place in places {
        let measured: Vec<Vec<Stage>> = sizes.iter().map(|rows| best(place, *rows)).collect();
        print(place, &sizes, &measured);
    }
}

/// What a stage took.
struct Stage {
    name: String,
    /// Seconds.
    time: f64,
    /// Megabytes at the peak, with all that the stages before it left.
    memory: f64,
}

/// The least of several runs for every stage.
fn best(place: Rows, rows: usize) -> Vec<Stage> {
    let mut best = in_a_process(place, rows);
    for _ in 1..RUNS {
        for (best, stage) in best.iter_mut().zip(in_a_process(place, rows)) {
            best.time = best.time.min(stage.time);
            best.memory = best.memory.min(stage.memory);
        }
    }
    best
}

/// Peaks of memory are those of a process, so every size has its own.
fn in_a_process(place: Rows, rows: usize) -> Vec<Stage> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let argument = format!("{CHILD}{}:{rows}", place.word());
    let output = command.arg(argument).output().unwrap();
    let (said, faults) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{rows} rows: {said}{faults}");
    let stage = |line: &str| {
        let mut words = line.split('\t');
        Some(Stage {
            name: words.next()?.to_owned(),
            time: words.next()?.parse().ok()?,
            memory: words.next()?.parse().ok()?,
        })
    };
    said.lines().filter_map(stage).collect()
}

fn print(place: Rows, sizes: &[usize], measured: &[Vec<Stage>]) {
    print!("{:<18}", format!("rows in {}", place.word()));
    sizes.iter().for_each(|rows| print!("{rows:>18}"));
    println!("{:>22}", "growth of the last");
    let (last, before) = (measured.len() - 1, measured.len().saturating_sub(2));
    for (index, stage) in measured[0].iter().enumerate() {
        print!("{:<18}", stage.name);
        for of_size in measured {
            print!(
                "{:>9.3} s{:>4.0} MB",
                of_size[index].time, of_size[index].memory
            );
        }
        let (one, other) = (&measured[before][index], &measured[last][index]);
        println!(
            "{:>10.2} x{:>8.2} x",
            other.time / one.time,
            other.memory / one.memory
        );
    }
}

/// Builds a report of so many rows and says what every stage took.
fn build(place: Rows, rows: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = write_report(folder.path(), place, rows);
    let files = Files::new(Some(folder.path().join("templates")));
    let mut clock = Clock::start();
    let (mut sources, mut sink) = (Sources::default(), Sink::default());

    let file = sources.add("report.yaml", source::read(&path).unwrap());
    let tree = yaml::parse(file, &sources, &mut sink).unwrap();
    let kind = kind::load(&tree, &files, &mut sources, &mut sink).unwrap();
    let content = content::read(&tree, &kind, &sources, &mut sink).unwrap();
    drop(tree);
    clock.tell("read and check");
    let attachments = data::load(
        &content,
        folder.path(),
        &kind.style.typeface,
        &mut sources,
        &mut sink,
    );
    clock.tell("data files");
    let figures = figures::compute(
        &content,
        &attachments,
        &kind,
        &Targets::default(),
        &sources,
        &mut sink,
    );
    clock.tell("figures");
    let approvals = Approvals::draft(&content);
    let stated = template::Stated {
        content: &content,
        attachments: &attachments,
        figures: &figures,
        plan: None,
        approvals: &approvals,
    };
    let document = template::render(&stated, &kind, &sources, &mut sink).unwrap();
    drop((content, attachments, figures));
    clock.tell("template");
    clock.tell_all("check");
    let fonts = Fonts::new(&kind.style.typeface).unwrap();
    let layout = lay_out(&document, &kind.style, &fonts, &mut sink);
    clock.tell("layout");
    for (format, name) in [
        (Format::Docx, "DOCX"),
        (Format::Pdf, "PDF"),
        (Format::Html, "HTML"),
    ] {
        let written = writers::write_all(&[format], &document, &layout, &kind).unwrap();
        clock.tell(name);
        assert!(written[0].1.len() > rows, "{name} is too short");
    }
    clock.tell_all("check and build");
    let told = sink.into_sorted(&sources);
    let told: String = told
        .iter()
        .map(|told| short::render(told, &sources, Language::English))
        .collect();
    assert!(told.is_empty(), "{told}");
}

/// Takes the time and the peak of memory of stages.
struct Clock {
    start: Instant,
    last: Instant,
    peak: f64,
}

impl Clock {
    fn start() -> Self {
        forget_peak();
        let now = Instant::now();
        Self {
            start: now,
            last: now,
            peak: 0.0,
        }
    }

    /// Says what the stage that ends here took.
    fn tell(&mut self, stage: &str) {
        let (time, memory) = (self.last.elapsed().as_secs_f64(), peak());
        println!("{stage}\t{time}\t{memory}");
        self.peak = self.peak.max(memory);
        forget_peak();
        self.last = Instant::now();
    }

    /// Says what all stages until here took.
    fn tell_all(&self, stages: &str) {
        let time = self.start.elapsed().as_secs_f64();
        println!("{stages}\t{time}\t{}", self.peak);
    }
}

/// The kind of the reports.
const SCHEMA: &str = r#"{
  "type": "object",
  "properties": {
    "kind": { "const": "rows" },
    "parts": { "$ref": "../common/schema.json#/definitions/parts" }
  },
  "required": ["kind", "parts"]
}"#;
const TEMPLATE: &str = "<section>{{ <parts parts={doc.parts} indicators={indicators} \
                        labels={labels}/> }}</section>";

/// Writes a report of so many rows with its kind and its data; gives the path of the document.
fn write_report(folder: &Path, place: Rows, rows: usize) -> PathBuf {
    let kind = folder.join("templates/rows");
    fs::create_dir_all(&kind).unwrap();
    fs::write(kind.join("schema.json"), SCHEMA).unwrap();
    fs::write(kind.join("document.html"), TEMPLATE).unwrap();
    let each = rows / TABLES;
    let of_table: fn(&mut String, usize, usize) = match place {
        Rows::Yaml => rows_in_yaml,
        Rows::Workbook => {
            fs::write(folder.join("rows.xlsx"), workbook(each)).unwrap();
            rows_in_workbook
        }
    };
    let mut text = "kind: rows\nparts:\n".to_owned();
    for table in 0..TABLES {
        let _ = write!(
            text,
            "  - table:\n      id: table-{table}\n      caption: Lankytojai\n      columns:\n"
        );
        text += "        - { id: what, head: Padalinys, type: text }\n";
        let _ = writeln!(
            text,
            "        - {{ id: all, head: Iš viso, formula: sum(c3..c{COLUMNS}) }}"
        );
        for column in 3..=COLUMNS {
            let _ = writeln!(text, "        - {{ head: {} }}", heading(column));
        }
        of_table(&mut text, table, each);
        text += "        - { id: total, cells: [Iš viso], formula: sum(above) }\n";
    }
    let path = folder.join("report.yaml");
    fs::write(&path, text).unwrap();
    path
}

fn heading(column: usize) -> String {
    format!("Stulpelis {column}")
}

fn label(row: usize) -> String {
    format!("Filialas {}", row + 1)
}

/// The number in a cell.
fn number(table: usize, row: usize, column: usize) -> usize {
    (row * 31 + column * 97 + table * 7) % 20_000
}

fn rows_in_yaml(text: &mut String, table: usize, rows: usize) {
    *text += "      rows:\n";
    for row in 0..rows {
        let _ = write!(text, "        - [{}, ~", label(row));
        for column in 3..=COLUMNS {
            let _ = write!(text, ", {}", number(table, row, column));
        }
        *text += "]\n";
    }
}

fn rows_in_workbook(text: &mut String, table: usize, _: usize) {
    let _ = write!(
        text,
        "      data:\n        file: rows.xlsx\n        sheet: Lapas {table}\n        columns:\n          \
         what: Padalinys\n"
    );
    for column in 3..=COLUMNS {
        let _ = writeln!(text, "          c{column}: {}", heading(column));
    }
    *text += "      rows:\n";
}

/// A workbook with a sheet of so many rows for every table: no more than ECMA-376 asks for.
fn workbook(rows: usize) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |path: &str, text: &str| {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let (mut types, mut sheets, mut relations) = (String::new(), String::new(), String::new());
    for table in 0..TABLES {
        let number = table + 1;
        let _ = write!(
            types,
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" \
             ContentType=\"{SHEET}.worksheet+xml\"/>"
        );
        let _ = write!(
            sheets,
            "<sheet name=\"Lapas {table}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>"
        );
        let _ = write!(
            relations,
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" \
             Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    add(
        "[Content_Types].xml",
        &format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Override PartName=\"/xl/workbook.xml\" ContentType=\"{SHEET}.sheet.main+xml\"/>\
             {types}</Types>"
        ),
    );
    add(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
             Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    add(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>"
        ),
    );
    add(
        "xl/_rels/workbook.xml.rels",
        &format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}</Relationships>"),
    );
    for table in 0..TABLES {
        let path = format!("xl/worksheets/sheet{}.xml", table + 1);
        let rows = sheet_rows(table, rows);
        add(
            &path,
            &format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
        );
    }
    zip.finish().unwrap().into_inner()
}

/// The headings, and the rows without the column that is computed.
fn sheet_rows(table: usize, rows: usize) -> String {
    let words = |text: &mut String, words: &str| {
        let _ = write!(text, "<c t=\"inlineStr\"><is><t>{words}</t></is></c>");
    };
    let mut text = "<row>".to_owned();
    words(&mut text, "Padalinys");
    (3..=COLUMNS).for_each(|column| words(&mut text, &heading(column)));
    text += "</row>";
    for row in 0..rows {
        text += "<row>";
        words(&mut text, &label(row));
        for column in 3..=COLUMNS {
            let _ = write!(text, "<c><v>{}</v></c>", number(table, row, column));
        }
        text += "</row>";
    }
    text
}
