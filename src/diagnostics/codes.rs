//! The rules that messages tell of: one table of codes.

use std::fmt;

use super::{Language, Level, did_you_mean};

/// Makes [`Code`] of the table: what the rule is, the name, the word; and, for a check that a
/// kind or a document may weigh otherwise, the built-in level. The text that `aktas explain`
/// shows is the file `explain/<language>/<word>.md`; what the rule is stands in the catalogue.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal $(, $level:ident)?;)+) => {
        /// Which rule was broken. Stable: tests, the manual and scripts rely on the words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every rule, in the order of the stages that check them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable word for the rule, as `unknown-key`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            /// What the rule is, in a sentence.
            #[must_use]
            pub fn summary(self, language: Language) -> &'static str {
                language.translate(match self {
                    $(Self::$name => concat!($($doc),+).trim_start(),)+
                })
            }

            /// What the rule is, why it is there and how a document is mended, in Markdown.
            #[must_use]
            pub const fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $(
                        (Self::$name, Language::English) => {
                            include_str!(concat!("explain/en/", $word, ".md"))
                        }
                        (Self::$name, Language::Lithuanian) => {
                            include_str!(concat!("explain/lt/", $word, ".md"))
                        }
                    )+
                }
            }

            /// How much a check weighs if neither the document nor its kind says; none for a
            /// fault with which there is nothing to write, and which always weighs the same.
            #[must_use]
            pub const fn level(self) -> Option<Level> {
                match self {
                    $($(Self::$name => Some(Level::$level),)?)+
                    _ => None,
                }
            }
        }
    };
}

codes! {
    /// A file cannot be read: missing, a directory, no right, too large, not UTF-8.
    UnreadableFile = "unreadable-file";
    /// The YAML itself cannot be read.
    InvalidYaml = "invalid-yaml";
    /// A mapping has the same key twice.
    DuplicateKey = "duplicate-key";
    /// The YAML uses something that a document has no use for: tags, several documents, merges.
    UnsupportedYaml = "unsupported-yaml";
    /// The document says a kind that does not exist, or none.
    UnknownKind = "unknown-kind";
    /// A key that the schema does not know at this place.
    UnknownKey = "unknown-key";
    /// A key that the schema requires is not there.
    MissingKey = "missing-key";
    /// A value of another shape than the schema wants: text for a list, words for a number.
    WrongType = "wrong-type";
    /// A value of the right shape that the schema does not allow.
    InvalidValue = "invalid-value";
    /// A list or a text that must not be empty is.
    EmptyValue = "empty-value";
    /// A list where no item may stand twice has one twice.
    DuplicateItem = "duplicate-item";
    /// Two parts of the document, or two documents of a folder, have the same `id`.
    DuplicateId = "duplicate-id";
    /// A reference to somebody who is not in `people`, or to an id that no part has.
    UnknownReference = "unknown-reference";
    /// A date that the calendar does not have, or a term that cannot be read.
    InvalidDate = "invalid-date";
    /// A term outside the period of the document.
    OutsidePeriod = "outside-period", Error;
    /// Markdown that a document has no place for, such as raw HTML or a heading in a cell.
    UnsupportedMarkdown = "unsupported-markdown";
    /// A figure cannot be computed: an operand is missing, or the divisor is zero.
    Uncomputable = "uncomputable";
    /// A formula names a figure, column, row or table that is not there.
    UnknownName = "unknown-name";
    /// A formula of the document cannot be read.
    InvalidFormula = "invalid-formula";
    /// A figure depends on itself.
    CircularFormula = "circular-formula";
    /// A formula divides by zero.
    DivisionByZero = "division-by-zero";
    /// A stated total is not the sum of its parts.
    WrongTotal = "wrong-total", Error;
    /// A stated indicator, share or change is not what its formula gives.
    WrongFigure = "wrong-figure", Error;
    /// A part ("of which") is larger than its whole, or shares come to more than 100 %.
    PartExceedsWhole = "part-exceeds-whole", Error;
    /// The size of the amounts does not fit their unit, as euros under „tūkst. Eur“.
    UnitMagnitude = "unit-magnitude", Warning;
    /// Two figures that the document relates do not agree, as income and expenses.
    Unbalanced = "unbalanced", Warning;
    /// A cell that must have a value has none.
    EmptyCell = "empty-cell", Error;
    /// A table whose columns, rows and cells do not fit together.
    InvalidTable = "invalid-table";
    /// A chart of values that it cannot show.
    InvalidChart = "invalid-chart";
    /// A data file that does not have what the table wants from it.
    InvalidData = "invalid-data";
    /// A picture that cannot be shown: another format, broken, too large.
    InvalidPicture = "invalid-picture";
    /// A picture has too few pixels for the size in which it is printed.
    CoarsePicture = "coarse-picture", Note;
    /// The path of a file leads out of the folder of the document.
    OutsideProject = "outside-project";
    /// A text speaks of another year than the document is for.
    StaleYear = "stale-year", Warning;
    /// A text compares the year of the document with itself.
    SelfComparison = "self-comparison", Warning;
    /// The document leaves something open, which has to be decided before it is approved.
    Undecided = "undecided";
    /// Typography that is put right in the output: quotes, dashes, spaces.
    Typography = "typography", Note;
    /// The plan of a report cannot be used: it has errors, has no measures, or is itself a report.
    UnusablePlan = "unusable-plan";
    /// A result of a measure that the plan does not have.
    UnknownMeasure = "unknown-measure";
    /// A measure or a figure of the plan of which the report does not say what came of it.
    MissingResult = "missing-result", Warning;
    /// What was achieved is not what was planned.
    OffTarget = "off-target", Note;
    /// The ledger of approvals cannot be understood, or contradicts the document.
    InvalidLedger = "invalid-ledger";
    /// A document was approved, and has changed since.
    StaleApproval = "stale-approval", Warning;
    /// An approval was given before the one that must precede it.
    ApprovalOrder = "approval-order", Error;
    /// The date of an act does not fit the period of the document that it is about.
    ApprovalDate = "approval-date", Error;
    /// A correction of a document that is approved anew has no reason.
    UnexplainedCorrection = "unexplained-correction", Warning;
    /// A reason is given for something that was not corrected.
    NeedlessReason = "needless-reason", Warning;
    /// The number, the date or another word of an act cannot be recorded.
    InvalidAct = "invalid-act";
    /// The document does not have the mark that is to be given, or has several.
    UnknownMark = "unknown-mark";
    /// What is to be recorded is so already: the mark was given to this text, or was never given.
    NothingToRecord = "nothing-to-record";
    /// Nobody is named who records an act.
    UnknownRecorder = "unknown-recorder";
    /// Somebody else is recording, or has recorded meanwhile.
    LedgerBusy = "ledger-busy";
    /// A document that was to be approved has a mark that does not hold.
    NotApproved = "not-approved";
    /// A file of the kind (schema, labels, style) is wrong.
    InvalidKind = "invalid-kind";
    /// The template cannot be read or rendered.
    TemplateError = "template-error";
    /// The markup that a template writes is not of our vocabulary.
    InvalidMarkup = "invalid-markup";
    /// A sign that no bundled font has, or that is written from right to left.
    MissingGlyph = "missing-glyph";
    /// A key cannot be used to sign: wrong password, broken file, no certificate that is valid.
    InvalidSeal = "invalid-seal";
    /// A file cannot be signed: of another format, damaged, encrypted, or no longer to be changed.
    Unsignable = "unsignable";
    /// A file cannot be written.
    UnwritableFile = "unwritable-file";
    /// Two documents would be written to the same file.
    OutputClash = "output-clash";
}

impl Code {
    /// The code that a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == word)
    }

    /// The code that was most likely meant by a word.
    #[must_use]
    pub fn near(word: &str) -> Option<Self> {
        did_you_mean(word, Self::ALL.iter().map(|code| code.as_str())).and_then(Self::parse)
    }

    /// Whether a kind or a document may say how much this weighs.
    #[must_use]
    pub const fn is_adjustable(self) -> bool {
        self.level().is_some()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    const ENGLISH: Language = Language::English;
    const LITHUANIAN: Language = Language::Lithuanian;

    /// The headings of a text: what the rule is, why it is there, how a document is mended.
    const fn headings(language: Language) -> [&'static str; 3] {
        match language {
            Language::English => ["## What", "## Why", "## Mend"],
            Language::Lithuanian => ["## Kas tai", "## Kodėl", "## Kaip pataisyti"],
        }
    }

    /// What stands in a text between fences.
    fn examples(text: &str) -> Vec<&str> {
        text.split("```").skip(1).step_by(2).collect()
    }

    /// The file of each code is there, or the crate would not compile.
    #[test]
    fn every_text_says_what_why_and_how_to_mend_and_none_is_left_over() {
        for (code, language) in Code::ALL
            .iter()
            .flat_map(|code| Language::ALL.iter().map(move |language| (code, *language)))
        {
            let text = code.text(language);
            let found: Vec<&str> = text
                .lines()
                .filter(|line| line.starts_with("## "))
                .collect();
            assert_eq!(found, headings(language), "{code}");
            for part in text.split("\n## ") {
                assert!(part.trim().lines().count() > 1, "{code}: an empty part");
            }
            let fences = text.matches("```").count();
            assert!(fences >= 2 && fences % 2 == 0, "{code}: no example");
            let summary = code.summary(language);
            assert!(summary.ends_with('.'), "{code}: {summary}");
        }
        for language in Language::ALL {
            let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostics/explain");
            for entry in fs::read_dir(texts.join(language.code())).expect("the folder of texts") {
                let name = entry.expect("an entry").file_name();
                let name = name.to_string_lossy();
                let code = name.strip_suffix(".md").and_then(Code::parse);
                assert!(code.is_some(), "`{name}` is the text of no code");
            }
        }
    }

    /// An example is data with remarks: only the remarks and words of a text may differ.
    #[test]
    fn texts_show_the_same_examples_in_all_languages() {
        let bare = |example: &str| -> Vec<String> {
            let lines = example.lines().map(|line| {
                let line = line.split(" # ").next().unwrap_or_default();
                line.split("<!--")
                    .next()
                    .unwrap_or_default()
                    .trim_end()
                    .to_owned()
            });
            lines.filter(|line| !line.starts_with('#')).collect()
        };
        for code in Code::ALL {
            let (english, lithuanian) = (code.text(ENGLISH), code.text(LITHUANIAN));
            let of = |text| examples(text).into_iter().map(bare).collect::<Vec<_>>();
            assert_eq!(
                of(english),
                of(lithuanian),
                "the examples of `{code}` differ in more than remarks: write the same data in \
                 `explain/en/{code}.md` and `explain/lt/{code}.md`"
            );
            let (english, lithuanian) = (code.summary(ENGLISH), code.summary(LITHUANIAN));
            assert_ne!(
                english, lithuanian,
                "{code}: its summary has no entry in `messages.lt.po`"
            );
        }
    }
}
