//! Test cases as Markdown: headings are names, fenced blocks are files and expectations.
//!
//! A heading with headings below it is a group, and its blocks belong to every case of the group;
//! a heading without is a case. Words between the blocks are for the reader.
#![allow(dead_code, reason = "each file of tests uses some of it")]

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A Markdown file of cases.
pub(crate) struct Suite {
    pub(crate) path: PathBuf,
    pub(crate) cases: Vec<Case>,
    lines: Vec<String>,
}

/// A heading without headings below it, and what it says.
pub(crate) struct Case {
    pub(crate) name: String,
    /// The line of the heading, from 1.
    pub(crate) line: usize,
    /// The blocks of the groups that the case is in, from the outermost.
    pub(crate) shared: Vec<Block>,
    /// The blocks of the case itself.
    pub(crate) own: Vec<Block>,
}

/// A fenced block: ```` ```word name ````, the text, ```` ``` ````.
#[derive(Clone)]
pub(crate) struct Block {
    pub(crate) word: String,
    pub(crate) name: Option<String>,
    pub(crate) text: String,
    /// The lines of the text in the file, from 0.
    lines: Range<usize>,
}

impl Block {
    /// The bytes of a file that is no text: the word before it is `base64`.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        use base64::Engine as _;
        let digits: String = self.text.split_whitespace().collect();
        let engine = base64::engine::general_purpose::STANDARD;
        let bytes = || engine.decode(digits).expect("the block is in base64");
        (self.word == "base64").then(bytes)
    }
}

struct Section {
    level: usize,
    name: String,
    line: usize,
    blocks: Vec<Block>,
}

impl Suite {
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("the file of cases can be read");
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        Self {
            path: path.to_owned(),
            cases: cases(&sections(&lines, path)),
            lines,
        }
    }

    /// Every Markdown file of a folder, by name.
    pub(crate) fn read_all(folder: &Path) -> Vec<Self> {
        let entries = fs::read_dir(folder).expect("the folder of cases can be read");
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
        paths.sort();
        paths.iter().map(|path| Self::read(path)).collect()
    }

    /// Writes the file anew with other texts in some blocks.
    pub(crate) fn rewrite(&self, mut changes: Vec<(&Block, String)>) {
        let mut lines = self.lines.clone();
        changes.sort_by_key(|(block, _)| std::cmp::Reverse(block.lines.start));
        for (block, text) in changes {
            lines.splice(block.lines.clone(), text.lines().map(str::to_owned));
        }
        fs::write(&self.path, lines.join("\n") + "\n").expect("the file of cases can be written");
    }
}

impl Case {
    /// The blocks of the case with this word before their text.
    pub(crate) fn blocks<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a Block> {
        self.own.iter().filter(move |block| block.word == word)
    }

    /// The files of the case; one of its own stands before a shared one of the same name.
    pub(crate) fn files(&self) -> Vec<&Block> {
        let mut files: Vec<&Block> = Vec::new();
        for block in self.shared.iter().chain(&self.own) {
            if block.name.is_some() {
                files.retain(|file| file.name != block.name);
                files.push(block);
            }
        }
        files
    }

    /// Whether the case is wanted: its name holds the words of `CASE`.
    pub(crate) fn wanted(&self) -> bool {
        std::env::var("CASE").map_or(true, |words| self.name.contains(&words))
    }
}

fn sections(lines: &[String], path: &Path) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Option<(String, Block)> = None;
    for (index, line) in lines.iter().enumerate() {
        let place = format!("{}:{}", path.display(), index + 1);
        let ticks: String = line.chars().take_while(|sign| *sign == '`').collect();
        match open.take() {
            Some((fence, mut block)) if *line == fence => {
                block.lines.end = index;
                let section = sections.last_mut();
                let section = section.unwrap_or_else(|| panic!("{place}: a block has no heading"));
                section.blocks.push(block);
            }
            Some((fence, mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some((fence, block));
            }
            None if ticks.len() >= 3 => {
                let mut words = line[ticks.len()..].split(' ').map(str::to_owned);
                let block = Block {
                    word: words.next().unwrap_or_default(),
                    name: words.next(),
                    text: String::new(),
                    lines: index + 1..index + 1,
                };
                open = Some((ticks, block));
            }
            None if line.starts_with('#') => {
                let name = line.trim_start_matches('#');
                sections.push(Section {
                    level: line.len() - name.len(),
                    name: name.trim().to_owned(),
                    line: index + 1,
                    blocks: Vec::new(),
                });
            }
            None => {}
        }
    }
    let unclosed = open.map(|(_, block)| block.lines.start);
    assert_eq!(unclosed, None, "{}: a block is not closed", path.display());
    sections
}

fn cases(sections: &[Section]) -> Vec<Case> {
    let mut groups: Vec<&Section> = Vec::new();
    let mut cases = Vec::new();
    for (index, section) in sections.iter().enumerate() {
        groups.retain(|group| group.level < section.level);
        let next = sections.get(index + 1);
        if next.is_some_and(|next| next.level > section.level) {
            groups.push(section);
            continue;
        }
        let shared = groups.iter().flat_map(|group| group.blocks.clone());
        cases.push(Case {
            name: section.name.clone(),
            line: section.line,
            shared: shared.collect(),
            own: section.blocks.clone(),
        });
    }
    cases
}
