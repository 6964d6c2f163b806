//! What a ledger says of a text: who gave it a mark, and whether that still holds.

use std::ptr;

use crate::approval::ledger::Recorded;
use crate::approval::state::in_force;
use crate::approval::{Act, Event, Ledger};

/// Whether an approval still holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    InForce,
    /// The act gave the mark to another text since.
    Superseded(Act),
    /// The act took the mark back.
    Revoked(Act),
}

/// An approval of the text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What was recorded.
    pub event: Event,
    /// The mark that it was about, such as `approved`.
    pub mark: String,
    /// Who adopted the act.
    pub body: String,
    /// The act.
    pub act: Act,
    /// Whether it still holds.
    pub standing: Standing,
}

/// Who gave a mark to the text with a digest.
pub(super) fn given(ledger: &Ledger, digest: &str) -> Vec<Given> {
    let of_text = ledger
        .entries
        .iter()
        .filter(|one| one.entry.content == digest && one.entry.event != Event::Revoked);
    of_text
        .map(|one| Given {
            event: one.entry.event,
            mark: one.entry.mark.clone(),
            body: one.entry.body.clone(),
            act: one.entry.act.clone(),
            standing: standing(one, ledger),
        })
        .collect()
}

/// What the ledger says of the mark that an entry gave.
fn standing(one: &Recorded, ledger: &Ledger) -> Standing {
    let same_mark = |other: &&Recorded| {
        other.entry.mark == one.entry.mark
            && (other.entry.body == one.entry.body || one.entry.mark == "approved")
    };
    let of_mark: Vec<&Recorded> = ledger.entries.iter().filter(same_mark).collect();
    let holds_after = |count: usize| {
        let holding = in_force(&of_mark[..count]);
        holding.into_iter().any(|held| ptr::eq(held, one))
    };
    if let Some(last) = in_force(&of_mark).last()
        && holds_after(of_mark.len())
    {
        return if last.entry.content == one.entry.content {
            Standing::InForce
        } else {
            Standing::Superseded(last.entry.act.clone())
        };
    }
    // What was taken back does not come again, so the entry that did it is between these two.
    let own = of_mark.iter().position(|other| ptr::eq(*other, one));
    let own = own.unwrap_or_default();
    let counts: Vec<usize> = (own + 1..of_mark.len()).collect();
    let by = own + 1 + counts.partition_point(|count| holds_after(count + 1));
    let by = of_mark.get(by).map_or(one, |by| by);
    Standing::Revoked(by.entry.act.clone())
}
