//! Reading the settings of a kind: typed fields of a mapping, with a message for each fault.

use crate::diagnostics::{Code, Diagnostic, Message, Sink, did_you_mean, say};
use crate::length::{Length, parse_thousandths};
use crate::yaml::Node;

/// The fields of one mapping.
pub(super) struct Fields<'n, 's> {
    node: &'n Node,
    sink: &'s mut Sink,
}

impl<'n, 's> Fields<'n, 's> {
    /// Starts reading; keys other than `known` are told.
    pub(super) fn new(node: &'n Node, known: &[&str], sink: &'s mut Sink) -> Self {
        for entry in node.entries() {
            if !known.contains(&entry.key.as_str()) {
                let near = did_you_mean(&entry.key, known.iter().copied());
                let hint = near.map_or_else(
                    || say!("known here: {list}", list = known.join(", ")),
                    |near| say!("did you mean `{near}`?", near),
                );
                let message = say!("`{key}` is not known here", key = entry.key);
                sink.push(Diagnostic::error(Code::InvalidKind, entry.key_span, message).hint(hint));
            }
        }
        Self { node, sink }
    }

    /// A length such as `12pt`.
    pub(super) fn length(&mut self, key: &str) -> Option<Length> {
        self.read(key, &say!("a length such as `12pt` or `2.5mm`"), |text| {
            text.parse().ok()
        })
    }

    /// A number with up to three decimals, in thousandths.
    pub(super) fn thousandths(&mut self, key: &str) -> Option<i64> {
        self.read(key, &say!("a number such as `1.15`"), parse_thousandths)
    }

    /// A whole number.
    pub(super) fn whole(&mut self, key: &str) -> Option<u32> {
        self.read(key, &say!("a whole number"), |text| text.parse().ok())
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        self.read(key, &say!("`true` or `false`"), |text| text.parse().ok())
    }

    /// Any text.
    pub(super) fn text(&mut self, key: &str) -> Option<&'n str> {
        let node = self.node.get(key)?;
        let text = node.as_str();
        if text.is_none() {
            self.fault(node, key, &say!("text"));
        }
        text
    }

    /// A value that `parse` understands; `wanted` says in a message what it does.
    pub(super) fn read<T>(
        &mut self,
        key: &str,
        wanted: &Message,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let node = self.node.get(key)?;
        let value = node.as_str().and_then(parse);
        if value.is_none() {
            self.fault(node, key, wanted);
        }
        value
    }

    /// Tells that a field that must be there is not.
    pub(super) fn missing(&mut self, key: &str) {
        let message = say!("`{key}` is missing", key);
        self.sink.push(Diagnostic::error(
            Code::InvalidKind,
            self.node.span.start(),
            message,
        ));
    }

    fn fault(&mut self, node: &Node, key: &str, wanted: &Message) {
        let found = node
            .as_str()
            .map_or_else(|| node.describe(), |text| format!("`{text}`").into());
        let message = say!(
            "`{key}` must be {wanted}, found {found}",
            key,
            wanted,
            found
        );
        self.sink
            .push(Diagnostic::error(Code::InvalidKind, node.span, message));
    }
}
