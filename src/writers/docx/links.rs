//! Links that lead out of the document: a relationship for each address.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Word follows no address longer than this.
const LONGEST: usize = 2079;

/// The addresses that a part links to, each once, in the order of their first use.
#[derive(Default)]
pub(super) struct Links {
    addresses: Vec<String>,
    known: BTreeMap<String, usize>,
}

impl Links {
    /// The relationship of an address; none for one that Word would refuse or should not follow.
    pub(super) fn relationship(&mut self, address: &str) -> Option<String> {
        let address = target(address)?;
        if let Some(number) = self.known.get(&address) {
            return Some(id(*number));
        }
        self.addresses.push(address.clone());
        self.known.insert(address, self.addresses.len());
        Some(id(self.addresses.len()))
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.addresses.is_empty()
    }

    /// All relationships with their addresses.
    pub(super) fn iter(&self) -> impl Iterator<Item = (String, &str)> {
        self.addresses
            .iter()
            .enumerate()
            .map(|(index, address)| (id(index + 1), address.as_str()))
    }
}

fn id(number: usize) -> String {
    format!("rIdLink{number}")
}

/// The address as a relationship may hold it: `http`, `https` or `mailto`, with what RFC 3986
/// forbids in percent. Word calls a file broken whose target is no URI, so a doubtful one stays text.
fn target(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = address.split_once(':')?;
    let sound = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => host_is_sound(rest.strip_prefix("//")?),
        "mailto" => rest
            .split(['?', '#'])
            .next()
            .is_some_and(|to| to.matches('@').count() == 1),
        _ => false,
    };
    let target = escape(address);
    (sound && target.len() <= LONGEST).then_some(target)
}

fn host_is_sound(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
    let port_is_sound = port.is_empty() || port.parse::<u16>().is_ok();
    !host.is_empty()
        && host.chars().all(letters)
        && host.split('.').all(|label| !label.is_empty())
        && port_is_sound
}

fn escape(address: &str) -> String {
    let mut target = String::with_capacity(address.len());
    let bytes = address.as_bytes();
    for (at, c) in address.char_indices() {
        let digits = bytes
            .get(at + 1..at + 3)
            .is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        let forbidden = c.is_ascii_control()
            || matches!(
                c,
                ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'
            );
        if forbidden || (c == '%' && !digits) {
            let _ = write!(target, "%{:02X}", u32::from(c));
        } else if !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}') {
            target.push(c);
        }
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_relationship() {
        let mut links = Links::default();
        let first = links.relationship("https://www.e-tar.lt/");
        assert_eq!(
            links.relationship("mailto:a@b.lt"),
            Some("rIdLink2".to_owned())
        );
        assert_eq!(links.relationship("https://www.e-tar.lt/"), first);
        assert_eq!(links.iter().count(), 2);
    }

    #[test]
    fn only_what_word_accepts_is_a_link() {
        assert_eq!(
            target("https://a.lt/ž b?c=%20%&d=<e>").as_deref(),
            Some("https://a.lt/ž%20b?c=%20%25&d=%3Ce%3E")
        );
        assert_eq!(
            target("http://a.lt:8080"),
            Some("http://a.lt:8080".to_owned())
        );
        let refused = [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "http://",
            "http://[",
            "https://a..lt",
            "http://a:b",
            "a.lt",
            "mailto:a",
            "mailto:a@b@c",
        ];
        for address in refused {
            assert_eq!(target(address), None, "{address}");
        }
    }
}
