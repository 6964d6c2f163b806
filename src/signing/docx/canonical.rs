//! The canonical form of XML, over which signatures are made: one meaning has one spelling
//! (Canonical XML 1.0, without comments).

use std::collections::BTreeMap;

use super::xml::{Attribute, Element, Node, XML, local};

/// The namespaces in scope, by prefixes.
type Scope<'a> = BTreeMap<&'a str, &'a str>;

/// The canonical form of the last element of a way that begins at the root.
///
/// The element takes along the namespaces in scope and the `xml:` attributes of what is around it
/// (Canonical XML 1.0, 2.4).
pub(super) fn canonical(way: &[&Element]) -> Vec<u8> {
    let mut out = String::new();
    if let Some((apex, around)) = way.split_last() {
        let mut scope = Scope::new();
        let mut inherited = BTreeMap::new();
        for element in around {
            scope.extend(element.declarations());
            let attributes = element.attributes.iter();
            let attributes = attributes.filter(|it| it.namespace == XML);
            inherited.extend(attributes.map(|it| (it.name.as_str(), it)));
        }
        for own in &apex.attributes {
            inherited.remove(own.name.as_str());
        }
        let inherited = inherited.into_values().collect();
        apex.write(&mut out, &Scope::new(), scope, inherited);
    }
    out.into_bytes()
}

impl Element {
    fn declarations(&self) -> impl Iterator<Item = (&str, &str)> {
        let declared = self.declared.iter().filter(|(prefix, _)| *prefix != "xml");
        declared.map(|(prefix, namespace)| (prefix.as_str(), namespace.as_str()))
    }

    /// Writes the element; `told` are the namespaces that what is written around it declares,
    /// `scope` those that hold around it.
    fn write<'a>(
        &'a self,
        out: &mut String,
        told: &Scope<'a>,
        mut scope: Scope<'a>,
        mut attributes: Vec<&'a Attribute>,
    ) {
        scope.extend(self.declarations());
        out.push('<');
        out.push_str(&self.name);
        for (prefix, namespace) in &scope {
            if told.get(prefix).unwrap_or(&"") != namespace {
                let colon = if prefix.is_empty() { "" } else { ":" };
                push_attribute(out, &format!("xmlns{colon}{prefix}"), namespace);
            }
        }
        attributes.extend(&self.attributes);
        attributes.sort_by_key(|it| (it.namespace.as_str(), local(&it.name)));
        for attribute in attributes {
            push_attribute(out, &attribute.name, &attribute.value);
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out, &scope, scope.clone(), Vec::new()),
                Node::Text(text) => push_text(out, text),
                Node::Instruction(text) => push_instruction(out, text),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

/// Writes an attribute.
pub(super) fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#x9;"),
            '\n' => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Writes text.
pub(super) fn push_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
}

fn push_instruction(out: &mut String, text: &str) {
    let (target, data) = text.split_once([' ', '\t', '\n']).unwrap_or((text, ""));
    out.push_str("<?");
    out.push_str(target);
    let data = data.trim_start_matches([' ', '\t', '\n']);
    if !data.is_empty() {
        out.push(' ');
        out.push_str(data);
    }
    out.push_str("?>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signing::docx::xml::parse;

    fn whole(text: &str) -> String {
        let root = parse(text.as_bytes()).expect("well-formed");
        String::from_utf8(canonical(&[&root])).expect("UTF-8")
    }

    fn part(text: &str, id: &str) -> String {
        let root = parse(text.as_bytes()).expect("well-formed");
        let ways = root.ways_to(id);
        assert_eq!(ways.len(), 1, "{text}");
        String::from_utf8(canonical(&ways[0])).expect("UTF-8")
    }

    #[test]
    fn one_meaning_has_one_form() {
        let cases = [
            ("<?xml version='1.0'?><!-- a --><a/>", "<a></a>"),
            ("<a  c='1'\n b = \"2\" />", "<a b=\"2\" c=\"1\"></a>"),
            (
                "<a>x<!-- y -->z<![CDATA[<&>]]></a>",
                "<a>xz&lt;&amp;&gt;</a>",
            ),
            ("<a>\r\n&#13;&#x41;&quot;</a>", "<a>\n&#xD;A\"</a>"),
            (
                "<a b='&#9;\t&#10;&quot;&lt;>&apos;'/>",
                "<a b=\"&#x9; &#xA;&quot;&lt;>'\"></a>",
            ),
            ("<a><?p   q  r?><?s?></a>", "<a><?p q  r?><?s?></a>"),
            // Declarations that say nothing new are left out.
            (
                "<a xmlns='u' xmlns:p='v'><b xmlns='u'><p:c xmlns:p='v' xmlns=''/></b></a>",
                "<a xmlns=\"u\" xmlns:p=\"v\"><b><p:c xmlns=\"\"></p:c></b></a>",
            ),
            ("<a xmlns=''><b xmlns=''/></a>", "<a><b></b></a>"),
            // By the namespace, then by the name.
            (
                "<a xmlns:z='a' xmlns:y='b' y:a='1' z:b='2' c='3' xml:lang='lt'/>",
                "<a xmlns:y=\"b\" xmlns:z=\"a\" c=\"3\" z:b=\"2\" y:a=\"1\" xml:lang=\"lt\"></a>",
            ),
        ];
        for (text, form) in cases {
            assert_eq!(whole(text), form, "{text}");
        }
    }

    #[test]
    fn a_part_takes_along_what_holds_around_it() {
        assert_eq!(
            part(
                "<a xmlns='u' xmlns:p='v' xml:lang='lt' x='1'><p:b Id='i' c='2'><d/></p:b></a>",
                "i"
            ),
            "<p:b xmlns=\"u\" xmlns:p=\"v\" Id=\"i\" c=\"2\" xml:lang=\"lt\"><d></d></p:b>"
        );
        assert_eq!(
            part(
                "<a xmlns='u' xml:lang='lt'><b xmlns='' xml:lang='en' Id='i'/></a>",
                "i"
            ),
            "<b Id=\"i\" xml:lang=\"en\"></b>"
        );
    }
}
