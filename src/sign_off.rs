//! Sign-off: a document as it is printed, with what its ledger says of its marks.
//!
//! What is approved is a draft: the record is taken of the document as it is printed before anybody
//! gave a mark, so an approval does not change what it is given to. The record and the ledger say
//! which marks hold; then the document is printed once more, and says so. One that nothing happened
//! to stays the draft, and is printed once.

use std::fs;
use std::path::Path;

use crate::approval::corrections::{self, Corrected};
use crate::approval::names::Names;
use crate::approval::request::Known;
use crate::approval::state::in_force;
use crate::approval::{
    Approvals, Commits, Correction, Ledger, Now, Proposal, Record, Recorder, Request, Since,
    Wanted, record,
};
use crate::content::Content;
use crate::content::when::Term;
use crate::data::Attachments;
use crate::diagnostics::Sink;
use crate::document::Document;
use crate::figures::Figures;
use crate::kind::Kind;
use crate::kind::files::display;
use crate::plan::Named;
use crate::source::Sources;
use crate::template::{self, Markup};

/// All that a document says, as its template sees it.
#[derive(Debug, Clone)]
pub struct Stated {
    /// Its kind.
    pub kind: Kind,
    /// What it says.
    pub content: Content,
    /// What its files say.
    pub attachments: Attachments,
    /// The plan that it reports on, if it names one.
    pub plan: Named,
    /// What is computed from both.
    pub figures: Figures,
}

/// What is asked of a document.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What it is to say of its approval.
    pub wanted: Wanted,
    /// Whether the text of the record is asked for, besides its digest.
    pub keep_record: bool,
    /// What is to be recorded, as if it were.
    pub request: Option<&'a Request>,
    /// The program and its version, which an entry names.
    pub tool: &'a str,
    /// The commits of the document.
    pub commits: &'a dyn Commits,
}

/// A document without errors, and what is known of its approval.
#[derive(Debug)]
pub struct Checked {
    /// Its kind.
    pub kind: Kind,
    /// What it says.
    pub document: Document,
    /// What an approval of it is given to.
    pub record: Record,
    /// What happened to it.
    pub ledger: Ledger,
    /// Its marks.
    pub approvals: Approvals,
    /// The time that it is about.
    pub period: Option<Term>,
    /// What is to be recorded, if that was asked for: the document is as it will be then.
    pub proposal: Option<Proposal>,
    /// What changed since the act that the proposal amends.
    pub since: Option<Since>,
}

/// Prints a document as a draft and takes its record; then, if anything happened to it, prints it
/// with the marks that hold.
///
/// `None` if it cannot be printed, or if what is asked for cannot be recorded; the sink says why.
pub fn sign_off(
    path: &Path,
    stated: Stated,
    ledger: Ledger,
    asked: Asked<'_>,
    sources: &Sources,
    sink: &mut Sink,
) -> Option<Checked> {
    let period = stated.content.period;
    let mut approvals = Approvals::draft(&stated.content);
    let recorded = asked.wanted != Wanted::Draft && !ledger.entries.is_empty();
    let has_marks = recorded || asked.request.is_some();
    // Of a document without marks nothing says that it is a draft, unless that is asked for.
    let says_draft = asked.wanted == Wanted::Draft && approvals.marks.is_empty();
    let mut recorder = Recorder::new(asked.keep_record || has_marks);
    recorder.content(&stated.content, &stated.attachments);
    let markup = stated.markup(&approvals, sources, sink)?;
    if !has_marks && !says_draft {
        // The markup says all that the rest says, and each is as large as the document it becomes.
        let kind = stated.forget();
        let document = markup.read(&kind, sink)?;
        return Some(Checked {
            record: recorder.text(&document),
            kind,
            document,
            ledger,
            approvals,
            period,
            proposal: None,
            since: None,
        });
    }
    let draft = markup.read(&stated.kind, sink)?;
    let record = recorder.text(&draft);
    approvals.drafted = says_draft;
    let mut marks = Marks {
        path,
        stated: &stated,
        record: &record,
        sources,
        ledger,
        approvals,
        proposal: None,
        since: None,
    };
    if let Some(request) = asked.request {
        marks.propose(request, asked.tool, sink)?;
    }
    if has_marks {
        marks.resolve(asked.commits, sink);
    }
    let Marks {
        ledger,
        approvals,
        proposal,
        since,
        ..
    } = marks;
    let document = if approvals.print_as_draft() {
        draft
    } else {
        drop(draft);
        let markup = stated.markup(&approvals, sources, sink)?;
        markup.read(&stated.kind, sink)?
    };
    Some(Checked {
        kind: stated.forget(),
        document,
        record: Record {
            text: record.text.filter(|_| asked.keep_record),
            ..record
        },
        ledger,
        approvals,
        period,
        proposal,
        since,
    })
}

impl Stated {
    fn markup(&self, approvals: &Approvals, sources: &Sources, sink: &mut Sink) -> Option<Markup> {
        let stated = template::Stated {
            content: &self.content,
            attachments: &self.attachments,
            figures: &self.figures,
            plan: self.plan.plan(),
            approvals,
        };
        template::write(&stated, &self.kind, sources, sink)
    }

    /// Forgets all but the kind.
    fn forget(self) -> Kind {
        self.kind
    }
}

/// The marks of a document whose record was taken, on the way to their states.
struct Marks<'a> {
    path: &'a Path,
    stated: &'a Stated,
    record: &'a Record,
    sources: &'a Sources,
    ledger: Ledger,
    approvals: Approvals,
    proposal: Option<Proposal>,
    since: Option<Since>,
}

impl Marks<'_> {
    /// Decides what is to be recorded, and takes it for recorded; `None` if it cannot be.
    fn propose(&mut self, request: &Request, tool: &str, sink: &mut Sink) -> Option<()> {
        let known = Known {
            approvals: &self.approvals.clone().resolve(&self.ledger, self.record),
            ledger: &self.ledger,
            digest: Some(&self.record.digest),
            period: self.stated.content.period,
            tool,
        };
        let proposal = request.decide(&known, sink)?;
        self.ledger.entries.push(proposal.recorded());
        self.proposal = Some(proposal);
        Some(())
    }

    /// Finds which marks hold, and tells what changed since those were given that do not.
    fn resolve(&mut self, commits: &dyn Commits, sink: &mut Sink) {
        let approvals = std::mem::take(&mut self.approvals);
        self.approvals = approvals.resolve(&self.ledger, self.record);
        let now = Now {
            content: &self.stated.content,
            attachments: &self.stated.attachments,
            record: self.record,
            sources: self.sources,
        };
        let kept = |digest: &str| {
            let path = record::path(self.path, &self.stated.content.id, digest);
            (display(&path), fs::read_to_string(path).ok())
        };
        let amended = self.proposal.as_ref().and_then(|new| new.before.as_ref());
        self.since = amended.map(|before| {
            let (name, text) = kept(&before.content);
            now.since(&before.content, name, text)
        });
        self.approvals.compare(&now, &kept);
        if corrections::are_wanted(&self.stated.kind) {
            self.approvals.corrections = self.corrections(&now, &kept, commits, sink);
        }
        if self.proposal.is_none() {
            self.approvals
                .check_kept(&self.ledger, self.record, &kept, sink);
        }
        self.approvals.tell(&self.ledger, &now, sink);
    }

    /// What was corrected since the document was approved; since it was endorsed, if it asks for no
    /// approval.
    fn corrections(
        &self,
        now: &Now<'_>,
        kept: &dyn Fn(&str) -> (String, Option<String>),
        commits: &dyn Commits,
        sink: &mut Sink,
    ) -> Vec<Correction> {
        let Some(mark) = self.approvals.corrected_since() else {
            return Vec::new();
        };
        let tables = self.stated.figures.tables.iter();
        let corrected = Corrected {
            now,
            names: Names {
                content: &self.stated.content,
                tables: tables.map(|computed| &computed.table).collect(),
            },
            given: &in_force(&self.approvals.given(mark, &self.ledger)),
            kept,
            commits,
            is_proposed: self.proposal.is_some(),
        };
        corrected.find(sink)
    }
}
