//! The plan of a report: what was planned, and what the report says came of it.
//!
//! A report names its plan by `plan: <id>`. Its `results` name the items of the plan, each by its id or
//! by the number that it is printed with (`1`, `1.2`), and [`rows`] puts both side by side: every item
//! of the plan stands there once, in the order of the plan. Nothing here knows the levels of a kind:
//! an item is what a kind has numbered, and a measure is one that holds no others.

mod check;
mod items;

use crate::approval::{Approvals, State};
use crate::content::when::Term;
use crate::content::{Content, Data, Entry, Value};
use crate::diagnostics::{Code, Diagnostic, Message, say};
use crate::figures::Figures;
use crate::figures::targets::Targets;
use crate::shelf::NotFound;
use crate::source::Span;

pub use check::check;
pub use items::{Done, Item, Outcome, Row, items, rows};

/// The plan that a report names, read and found without errors.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What it says.
    pub content: Content,
    /// What is computed from it.
    pub figures: Figures,
    /// Which of its marks hold.
    pub approvals: Approvals,
    /// Its figures for the years that are reported on.
    pub targets: Targets,
}

/// What a document says of its plan.
#[derive(Debug, Clone)]
pub enum Named {
    /// It names none.
    None,
    /// It names one that cannot be used, which was told.
    Unusable(Targets),
    /// It names this one.
    Plan(Box<Plan>),
}

impl Named {
    /// It names a plan that cannot be used, which was told.
    #[must_use]
    pub fn unusable() -> Self {
        Self::Unusable(Targets::unread())
    }

    /// The plan, if there is one to be used.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        match self {
            Self::Plan(plan) => Some(plan),
            Self::None | Self::Unusable(_) => None,
        }
    }

    /// The figures that the report is compared with.
    #[must_use]
    pub fn targets(&self) -> &Targets {
        static NONE: Targets = Targets {
            list: Vec::new(),
            are_due: false,
            open: Vec::new(),
            unread: false,
        };
        match self {
            Self::None => &NONE,
            Self::Unusable(targets) => targets,
            Self::Plan(plan) => &plan.targets,
        }
    }
}

/// The id of the plan that a document names, and where.
#[must_use]
pub fn naming(content: &Content) -> Option<(&str, Span)> {
    match content.root.get("plan") {
        Some(Value {
            data: Data::Word(id),
            span,
        }) => Some((id, *span)),
        _ => None,
    }
}

/// That the plan is not to be found; `shown` writes a path as the user would.
pub fn not_found(
    id: &str,
    naming: Span,
    why: &NotFound,
    shown: impl Fn(&std::path::Path) -> String,
) -> Diagnostic {
    let fault = |code, message: Message| Diagnostic::error(code, naming, message).path("plan");
    match why {
        NotFound::Nowhere(near) => {
            let message = say!("there is no document with the id `{id}`", id);
            fault(Code::UnknownReference, message).hint(match near {
                Some(near) => say!("did you mean `{near}`?", near),
                None => {
                    say!("write the `id` of the plan; it must stand in the same `content` folder")
                }
            })
        }
        NotFound::Several(paths) => {
            let paths: Vec<String> = paths
                .iter()
                .map(|path| format!("`{}`", shown(path)))
                .collect();
            let message = say!(
                "several documents have the id `{id}`: {list}",
                id,
                list = paths.join(", ")
            );
            fault(Code::DuplicateId, message).hint(say!("give the newer one another `id`"))
        }
        NotFound::Outside(path) => {
            let message = say!(
                "the document with the id `{id}`, `{path}`, is a link that leads out of the project",
                id,
                path = shown(path)
            );
            fault(Code::OutsideProject, message)
                .hint(say!("put the file itself into the folder `content`"))
        }
    }
}

/// That the document that was named is no plan to report on.
pub fn unusable(id: &str, naming: Span, why: &Message) -> Diagnostic {
    let message = say!("the plan `{id}` cannot be used: {why}", id, why);
    Diagnostic::error(Code::UnusablePlan, naming, message).path("plan")
}

/// Why a document is no plan that a report in a language can name; none if it is one.
#[must_use]
pub fn no_plan(content: &Content, lang: &str, of_report: &str) -> Option<Message> {
    if naming(content).is_some() {
        return Some(say!("it is itself a report on a plan"));
    }
    if items(content).is_empty() {
        return Some(say!("it has no measures"));
    }
    (lang != of_report).then(|| {
        say!(
            "it is in the language `{lang}`, the report in `{other}`",
            lang,
            other = of_report
        )
    })
}

/// That a plan is not what was approved; `path` is its file.
#[must_use]
pub fn changed(approvals: &Approvals, naming: Span, path: &str) -> Option<Diagnostic> {
    let act = approvals.marks.iter().find_map(|mark| match &mark.state {
        State::Stale { act, .. } => Some(act),
        _ => None,
    })?;
    let message = say!(
        "the plan has changed since act {number} of {date}: the report speaks of another plan than was approved",
        number = act.number,
        date = act.date
    );
    let told = Diagnostic::check(Code::StaleApproval, naming, message).path("plan");
    Some(told.hint(say!("see what changed: `aktas status {path}`", path)))
}

/// Whether a report goes up to the end of its plan; without periods it is taken to.
#[must_use]
pub fn is_whole(report: Option<Term>, plan: Option<Term>) -> bool {
    match (report, plan) {
        (Some(report), Some(plan)) => report.days().1 >= plan.days().1,
        _ => true,
    }
}

/// The years that are reported on of which a plan does not say every figure yet (`~`).
#[must_use]
pub fn open_years(plan: &Content, report: Option<Term>) -> Vec<String> {
    let figures = plan.root.get("figures").map(Value::entries);
    let years = figures.unwrap_or_default().iter();
    let is_open = |year: &&Entry| {
        let mut figures = year.value.entries().iter();
        figures.any(|figure| figure.value.data == Data::Nothing)
    };
    let open = years.filter(|year| is_reported(report, &year.key));
    open.filter(is_open).map(|year| year.key.clone()).collect()
}

/// Whether a report is about a year.
#[must_use]
pub fn is_reported(report: Option<Term>, year: &str) -> bool {
    let (Some(report), Ok(year)) = (report, year.parse::<i32>()) else {
        return true;
    };
    let (first, last) = report.years();
    (first..=last).contains(&year)
}
