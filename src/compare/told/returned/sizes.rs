//! What happened to a line, a row or another part as a whole, in words.

use crate::compare::returned::Size;
use crate::diagnostics::{Message, say};

pub(super) fn gone(size: Size) -> Message {
    match size {
        Size::Line => say!("a line is gone"),
        Size::Row => say!("a row is gone"),
        Size::Cell => say!("a cell is gone"),
        Size::Table => say!("a table is gone"),
        Size::Edge => say!("a line at the edge of the pages is gone"),
    }
}

pub(super) fn added(size: Size, is_after: bool) -> Message {
    match (size, is_after) {
        (Size::Line, true) => say!("a new line after this"),
        (Size::Row, true) => say!("a new row after this"),
        (Size::Cell, true) => say!("a new cell after this"),
        (Size::Table, true) => say!("a new table after this"),
        (Size::Line, false) => say!("a new line"),
        (Size::Row, false) => say!("a new row"),
        (Size::Cell, false) => say!("a new cell"),
        (Size::Table, false) => say!("a new table"),
        (Size::Edge, _) => say!("a new line at the edge of the pages"),
    }
}

pub(super) fn moved(size: Size) -> Message {
    match size {
        Size::Row => say!("a row moved"),
        Size::Table => say!("a table moved"),
        _ => say!("a line moved"),
    }
}
