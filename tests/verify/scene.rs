//! A project with a document that an act approved, and its files.

use std::cell::RefCell;
use std::fs;

use ::aktas::Run;
use ::aktas::approval::ledger::Recorded;
use ::aktas::approval::record::digest;
use ::aktas::approval::{Act, Entry, Event, Ledger};
use ::aktas::content::when::Moment;
use ::aktas::kind::files::Files;
use ::aktas::source::{Sources, Span};
use serde_json::Value;

use crate::command::aktas;
use crate::project::Project;

/// The document.
pub(crate) const PLAN: &str = "\
kind: methodical-plan
id: plan
lang: lt
institution: { name: Centras, genitive: Centro }
title: Planas
period: 2026-09..2027-08
marks:
  - { mark: approved, body: Centro direktoriaus, act: order }
people:
  vp: { name: V. Pavardė, post: metodininkė }
aim: telkti 14 mokyklų.
tasks: [Skatinti, Burti]
activities:
  - { what: Susirinkimas, when: 2026-09-16, where: Centre, who: [vp] }
  - { what: Išvyka į 3 bibliotekas, when: 2026-10-20, where: Vilniuje, who: [vp] }
";

/// The project.
pub(crate) struct Scene {
    pub(crate) project: Project,
    entries: RefCell<Vec<Entry>>,
}

impl Scene {
    /// Of a project as it is.
    pub(crate) fn of(project: Project) -> Self {
        Self {
            project,
            entries: RefCell::default(),
        }
    }

    /// With a draft in `out/`.
    pub(crate) fn draft() -> Self {
        let scene = Self::of(Project::new());
        scene.write(PLAN);
        scene.build();
        scene
    }

    /// With files in `out/` that an entry of the ledger names.
    pub(crate) fn approved() -> Self {
        let scene = Self::draft();
        scene.record(Event::Approved, "V-12", "2026-09-02");
        scene
    }

    /// Writes the document.
    pub(crate) fn write(&self, text: &str) {
        self.project.write("content/plan.yaml", text);
    }

    pub(crate) fn build(&self) {
        let ran = aktas(&self.project, &["build"]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
    }

    /// Records an event about the text as it is, with the files that are made then.
    pub(crate) fn record(&self, event: Event, number: &str, date: &str) {
        let path = self.project.path("content/plan.yaml");
        let checked = ::aktas::check(&path, &Files::new(None), &mut Run::default());
        let checked = checked.expect("the plan has no fault");
        let entry = Entry {
            event,
            mark: "approved".to_owned(),
            body: "Centro direktoriaus".to_owned(),
            act: Act {
                sort: "order".to_owned(),
                number: number.to_owned(),
                date: Moment::parse(date).expect("a day"),
            },
            recorder: "S. Sekretorė".to_owned(),
            reason: None,
            content: checked.record.digest,
            tool: ::aktas::run::TOOL.to_owned(),
            files: [].into(),
            previous: String::new(),
        };
        self.entries.borrow_mut().push(entry);
        self.write_ledger();
        self.build();
        let digests =
            ["docx", "pdf"].map(|format| (format!("plan.{format}"), digest(&self.file(format))));
        if let Some(last) = self.entries.borrow_mut().last_mut() {
            last.files = digests.into();
        }
        self.write_ledger();
    }

    /// The ledger.
    pub(crate) fn ledger(&self) -> Ledger {
        self.written().0
    }

    fn write_ledger(&self) {
        let (_, text) = self.written();
        self.project.write("content/approvals/plan.yaml", text);
    }

    /// The ledger and its text.
    fn written(&self) -> (Ledger, String) {
        let (mut whole, mut text) = (Ledger::default(), String::new());
        for entry in self.entries.borrow().iter() {
            let entry = Entry {
                previous: whole.head(),
                ..entry.clone()
            };
            text = whole.with(&text, "plan", "Planas", &entry);
            let span = Span::new(Sources::default().add("", ""), 0..0);
            whole.entries.push(Recorded { entry, span });
        }
        (whole, text)
    }

    /// A file in `out/`.
    pub(crate) fn file(&self, format: &str) -> Vec<u8> {
        fs::read(self.project.path(&format!("out/plan.{format}"))).expect("it was built")
    }

    /// What is told of a file of the project: the status, and the finding.
    pub(crate) fn verify(&self, name: &str) -> (Option<i32>, Value) {
        let ran = aktas(&self.project, &["verify", "--format", "json", name]);
        let told = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
        (ran.status, told)
    }
}
