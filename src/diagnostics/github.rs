//! Messages as GitHub Actions shows them beside the changed lines: workflow commands.
//!
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use super::{Diagnostic, Language, Message, Severity, say};
use crate::source::Sources;

/// Writes one message as one command, about a `file` named from the root of the repository.
///
/// GitHub shows columns only where the place is on one line. A place in a workbook has none: the cell
/// stands before the message.
#[must_use]
pub fn render(
    diagnostic: &Diagnostic,
    sources: &Sources,
    file: &str,
    language: Language,
) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = format!("file={}", property(file));
    if let Some([start, end]) = diagnostic.lines(sources) {
        properties += &format!(",line={},endLine={}", start.line, end.line);
        if start.line == end.line && start.column < end.column {
            properties += &format!(",col={},endColumn={}", start.column, end.column);
        }
    }
    let title = property(diagnostic.code.as_str());
    let text = data(&text(diagnostic, sources, language));
    format!("::{command} {properties},title={title}::{text}\n")
}

/// The message with all that a person needs to act upon it, a line each.
fn text(diagnostic: &Diagnostic, sources: &Sources, language: Language) -> String {
    let told = |message: &Message| message.text(language).into_owned();
    let mut lines = vec![diagnostic.headline(sources, language)];
    lines.extend(diagnostic.label.as_ref().map(told));
    if let Some(path) = &diagnostic.path {
        lines.push(told(&say!("at `{path}`", path)));
    }
    for (span, words) in &diagnostic.related {
        let place = sources.get(span.file).place(span.range().start);
        lines.push(format!("{place}: {}", told(words)));
    }
    let help = language.translate("help");
    let hints = diagnostic.hints.iter();
    lines.extend(hints.map(|hint| format!("{help}: {}", told(hint))));
    lines.join("\n")
}

/// A text as the message of a command.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D");
    text.replace('\n', "%0A")
}

/// A text as the value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;
    use crate::source::Span;

    #[test]
    fn signs_that_mean_something_in_commands_are_written_otherwise() {
        let mut sources = Sources::default();
        let file = sources.add("a, 50%: b.yaml", "first\nsecond line\n");
        let one_line = Diagnostic::error(
            Code::WrongType,
            Span::new(file, 6..12),
            "100 %:\r\n::error::,",
        )
        .hint(say!("name a file"));
        let rendered = render(&one_line, &sources, "sub/a, 50%: b.yaml", Language::English);
        assert_eq!(
            rendered,
            "::error file=sub/a%2C 50%25%3A b.yaml,line=2,endLine=2,col=1,endColumn=7,title=wrong-type::\
             100 %25:%0D%0A::error::,%0Ahelp: name a file\n"
        );
        let two_lines = Diagnostic::warning(Code::WrongType, Span::new(file, 2..8), "odd");
        let rendered = render(&two_lines, &sources, "b.yaml", Language::English);
        assert_eq!(
            rendered,
            "::warning file=b.yaml,line=1,endLine=2,title=wrong-type::odd\n"
        );
        let whole = Diagnostic::file(Code::UnreadableFile, "b.yaml", "no");
        let rendered = render(&whole, &sources, "b.yaml", Language::English);
        assert_eq!(rendered, "::error file=b.yaml,title=unreadable-file::no\n");
    }

    #[test]
    fn a_place_in_a_workbook_is_told_in_the_message() {
        let mut sources = Sources::default();
        let sheet = sources.add_sheet("readers.xlsx", "2027", "Town\tReaders\nA\tten\n");
        let odd = Diagnostic::error(Code::WrongType, Span::new(sheet, 15..18), "odd");
        let rendered = render(&odd, &sources, "readers.xlsx", Language::English);
        let wanted = "::error file=readers.xlsx,title=wrong-type::2027!B2: odd\n";
        assert_eq!(rendered, wanted);
    }
}
