//! What came back as one JSON object; `docs/DIFF.md` has its schema.

use serde_json::{Value, json};

use super::ToldReturned;
use crate::compare::returned::{Edit, Hand, Home, Origin, Size, Sort};
use crate::compare::told::json as object;
use crate::diagnostics::Message;
use crate::readers::Comment;

impl ToldReturned<'_> {
    /// As one JSON object (`docs/DIFF.md`), with a line end.
    #[must_use]
    pub fn json(&self) -> String {
        let edits = self
            .returned
            .edits
            .iter()
            .map(|edit| self.edit_object(edit));
        let notes = self.returned.notes.iter().map(|note| {
            let mut object = comment_object(&note.comment);
            object["about"] = json!(note.about);
            object["home"] = self.home_object(note.home.as_ref());
            object["answers"] = note.answers.iter().map(comment_object).collect();
            object
        });
        let said =
            |lines: &[Message]| -> Value { lines.iter().map(|line| self.say(line)).collect() };
        let object = json!({
            "document": self.document,
            "file": self.file,
            "base": said(self.base),
            "edits": edits.collect::<Vec<_>>(),
            "comments": notes.collect::<Vec<_>>(),
            "unread": said(&self.returned.unread),
        });
        format!("{object}\n")
    }

    fn edit_object(&self, edit: &Edit) -> Value {
        let (sort, size, after) = match &edit.sort {
            Sort::Changed => ("changed", None, None),
            Sort::Relinked => ("relinked", None, None),
            Sort::Added(size) => ("added", Some(size), None),
            Sort::Gone(size) => ("gone", Some(size), None),
            Sort::Moved(size, after) => ("moved", Some(size), Some(after)),
        };
        let hand = |hand: &Hand| json!({ "author": hand.author, "date": hand.date });
        json!({
            "sort": sort,
            "size": size.map(|size| match size {
                Size::Line => "line",
                Size::Row => "row",
                Size::Cell => "cell",
                Size::Table => "table",
                Size::Edge => "edge",
            }),
            "home": self.home_object(edit.home.as_ref()),
            "after": after.map(|after| self.home_object(after.as_ref())),
            "words": edit.pieces.iter().map(object::word).collect::<Vec<_>>(),
            "by": edit.by.iter().map(hand).collect::<Vec<_>>(),
            "struck": edit.is_struck,
        })
    }

    fn home_object(&self, home: Option<&Home>) -> Value {
        let Some(home) = home else { return Value::Null };
        json!({
            "origin": match home.origin {
                Origin::Written => "written",
                Origin::Data => "data",
                Origin::Named => "named",
                Origin::Computed => "computed",
                Origin::Recorded => "recorded",
                Origin::Template => "template",
            },
            "path": (!home.path.is_empty()).then_some(&home.path),
            "place": home.place.map(|place| object::at(self.sources, place)),
            "name": home.names,
            "changed-since": home.has_changed,
        })
    }
}

fn comment_object(comment: &Comment) -> Value {
    json!({
        "author": comment.author,
        "date": comment.date,
        "text": comment.text,
        "settled": comment.is_settled,
    })
}
