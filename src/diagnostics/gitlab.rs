//! Messages as GitLab shows them in a merge request: a report of code quality.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::collections::HashMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Diagnostic, Language, Place, Severity};
use crate::source::Sources;

/// A report, to which messages are added one by one.
#[derive(Debug, Default)]
pub struct Report {
    issues: Vec<Value>,
    /// How often each message was told of the same words.
    told: HashMap<String, usize>,
}

impl Report {
    /// Adds a message about a `file` named from the root of the repository.
    pub fn add(
        &mut self,
        diagnostic: &Diagnostic,
        sources: &Sources,
        file: &str,
        language: Language,
    ) {
        let severity = match diagnostic.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        };
        let mut description = diagnostic.headline(sources, language);
        for hint in &diagnostic.hints {
            description += &format!("; {}", hint.text(language));
        }
        // What is about a file as a whole has to stand at a line, too.
        let lines = diagnostic
            .lines(sources)
            .map(|lines| lines.map(|at| at.line));
        let [begin, end] = lines.unwrap_or([1, 1]);
        let fingerprint = self.fingerprint(diagnostic, sources, file);
        self.issues.push(json!({
            "description": description,
            "check_name": diagnostic.code.as_str(),
            "fingerprint": fingerprint,
            "severity": severity,
            "location": { "path": file, "lines": { "begin": begin, "end": end } },
        }));
    }

    /// A name of the message that stays the same when lines before it come and go, and in all languages:
    /// GitLab tells by it which messages are new. Of several alike, the order tells them apart.
    fn fingerprint(&mut self, diagnostic: &Diagnostic, sources: &Sources, file: &str) -> String {
        let words = match diagnostic.place {
            Place::Span(span) => sources.slice(span),
            Place::File(_) => "",
        };
        let message = diagnostic.message.to_string();
        let parts = [diagnostic.code.as_str(), file, &message, words];
        let parts = parts.map(|part| format!("{}:{part}", part.len()));
        let same = self.told.entry(parts.concat()).or_default();
        *same += 1;
        let digest = Sha256::digest(format!("{}{same}", parts.concat()));
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The report as JSON.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{:#}\n", Value::from(self.issues.clone()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::diagnostics::Code;
    use crate::source::Span;

    /// The fingerprints of a message about each `bad` of a text.
    fn fingerprints(text: &str, language: Language) -> Vec<String> {
        let mut sources = Sources::default();
        let file = sources.add("plan.yaml", text);
        let mut report = Report::default();
        for (start, word) in text.match_indices("bad") {
            let span = Span::new(file, start..start + word.len());
            let diagnostic = Diagnostic::error(Code::WrongType, span, super::super::say!("a list"));
            report.add(&diagnostic, &sources, "plan.yaml", language);
        }
        let name = |issue: &Value| issue["fingerprint"].as_str().expect("a text").to_owned();
        report.issues.iter().map(name).collect()
    }

    #[test]
    fn a_fingerprint_stays_when_lines_move() {
        let before = fingerprints("a: bad\nb: bad\n", Language::English);
        assert_eq!(before.iter().collect::<HashSet<_>>().len(), 2);
        assert_eq!(
            before,
            fingerprints("# new\n\na: bad\nb:  bad\n", Language::Lithuanian)
        );
        assert_eq!(before[..1], fingerprints("a: bad\n", Language::English));
        assert!(before.iter().all(|name| name.len() == 64));
    }
}
