//! The people of a document: gathered from where they are named, each once.

use super::names::slug;
use super::notes::{Notes, Place, Sort};
use super::text::Text;
use super::words::blank;
use super::yaml::{Node, Value};

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    key: String,
    name: String,
    post: Option<String>,
    institution: Option<String>,
}

/// The people in the order in which they are named.
#[derive(Debug, Default)]
pub(super) struct People(Vec<Person>);

impl People {
    /// The key of a person, who is added if not yet there.
    pub(super) fn key(&mut self, name: &str) -> String {
        let name = spaced(name);
        if let Some(person) = self.0.iter().find(|person| person.name == name) {
            return person.key.clone();
        }
        let surname = name.rsplit([' ', '.']).next().unwrap_or(&name);
        let taken = |key: &String| self.0.iter().any(|person| person.key == *key);
        let key = [slug(surname), slug(&name)]
            .into_iter()
            .find(|key| !taken(key));
        let key = key.unwrap_or_else(|| format!("{}-{}", slug(&name), self.0.len() + 1));
        self.0.push(Person {
            key: key.clone(),
            name,
            post: None,
            institution: None,
        });
        key
    }

    /// Says the post of a person, and the institution if it is told.
    pub(super) fn describe(&mut self, key: &str, post: &str, institution: Option<&str>) {
        if let Some(person) = self.0.iter_mut().find(|person| person.key == key) {
            person.post = (!post.is_empty()).then(|| post.to_owned());
            person.institution = institution.map(str::to_owned);
        }
    }

    /// Whether there are none.
    #[must_use]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The people as the content says them, each with a question where the post is not told; with the key of an institution each, if it has any.
    pub(super) fn node(
        &self,
        institution: Option<&str>,
        question: &str,
        notes: &mut Notes,
    ) -> Node {
        let entries = self.0.iter().map(|person| {
            let post = person.post.as_deref().unwrap_or(blank::POST);
            if person.post.is_none() {
                notes.push(
                    Sort::Missing,
                    Place::Document,
                    format!("people.{}.post", person.key),
                );
            }
            let mut entries = vec![
                ("name".to_owned(), Node::words(&person.name)),
                ("post".to_owned(), Node::words(post)),
            ];
            let institution = person.institution.as_deref().or(institution);
            entries.extend(institution.map(|key| ("institution".to_owned(), Node::bare(key))));
            // Every place that names the person stands for the name.
            let node = Node::from(Value::Line(entries)).standing_for("");
            let node = match &person.post {
                Some(_) => node,
                None => node.asking(question),
            };
            (person.key.clone(), node)
        });
        Value::Map(entries.collect()).into()
    }

    /// Who does something: keys of people, and groups in words; `None` if nobody is named.
    pub(super) fn who(&mut self, texts: &[Text]) -> Option<Node> {
        let mut items = Vec::new();
        for line in texts.iter().flat_map(Text::lines) {
            for part in joined(&line) {
                self.of_part(&part, &mut items);
            }
        }
        (!items.is_empty()).then(|| Value::Row(items).into())
    }

    fn of_part(&mut self, part: &str, items: &mut Vec<Node>) {
        let Some(pieces) = pieces(part) else {
            items.push(group(part));
            return;
        };
        for piece in pieces {
            match piece {
                Piece::Name(name) => {
                    let key = self.key(name);
                    // Somebody who is named twice in a cell is named so.
                    items.push(Node::bare(key).standing_for(name));
                }
                Piece::Group(words) => items.push(group(words)),
            }
        }
    }
}

/// The parts of a line between commas; groups that follow each other are one: „dailės, istorijos
/// mokytojai“.
fn joined(line: &str) -> Vec<String> {
    let mut parts: Vec<(String, bool)> = Vec::new();
    for part in line
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let is_group = !matches!(pieces(part).as_deref(), Some(pieces) if pieces.iter().any(|piece| matches!(piece, Piece::Name(_))));
        match parts.last_mut() {
            Some((before, true)) if is_group => {
                before.push_str(", ");
                before.push_str(part);
            }
            _ => parts.push((part.to_owned(), is_group)),
        }
    }
    parts.into_iter().map(|(part, _)| part).collect()
}

/// People in words.
fn group(words: &str) -> Node {
    let text = Node::words(super::text::escaped(words));
    Value::Line(vec![("text".to_owned(), text)]).into()
}

/// A name with spaces after initials, and only one between words.
fn spaced(name: &str) -> String {
    let spaced = name.replace('.', ". ").replace('\u{a0}', " ");
    let words: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

enum Piece<'a> {
    Name(&'a str),
    Group(&'a str),
}

/// Names and groups of people; `None` if the words join them to one: „direktorė V. Pavardė“.
fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    if is_full_name(text) {
        return Some(vec![Piece::Name(text)]);
    }
    let (mut pieces, mut from, mut at) = (Vec::new(), 0, 0);
    while at < text.len() {
        let begins = text[..at]
            .chars()
            .last()
            .is_none_or(|before| !before.is_alphanumeric());
        match initialled(&text[at..]).filter(|_| begins) {
            Some(length) => {
                let before = text[from..at].trim();
                if before.starts_with(char::is_lowercase) {
                    return None;
                }
                pieces.extend((!before.is_empty()).then_some(Piece::Group(before)));
                pieces.push(Piece::Name(&text[at..at + length]));
                at += length;
                from = at;
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    let rest = text[from..].trim();
    // „V. Pavardė ir kt.“ is said as it is.
    if !pieces.is_empty() && (rest.starts_with("ir ") || rest.starts_with(['(', '/', '–', '-'])) {
        return None;
    }
    pieces.extend((!rest.is_empty()).then_some(Piece::Group(rest)));
    Some(pieces)
}

/// The length of initials with a surname that a text begins with: „V. Pavardė“, „A.B. Pavardė“.
fn initialled(text: &str) -> Option<usize> {
    let mut rest = text;
    let mut initials = 0;
    loop {
        let mut signs = rest.chars();
        let (first, second) = (signs.next()?, signs.next()?);
        if first.is_uppercase() && second == '.' && initials < 3 {
            rest = signs.as_str().trim_start_matches([' ', '\u{a0}']);
            initials += 1;
            continue;
        }
        let end = rest
            .find(|c: char| !c.is_alphabetic() && c != '-')
            .unwrap_or(rest.len());
        let is_name = first.is_uppercase() && second.is_lowercase() && initials > 0;
        return is_name.then(|| text.len() - rest.len() + end);
    }
}

/// Whether a text is a name written in full: two or three words with a capital each.
#[must_use]
pub(super) fn is_full_name(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', '\u{a0}']).collect();
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().count() > 2
            && word.chars().skip(1).any(char::is_lowercase)
            && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    (2..=3).contains(&words.len()) && words.iter().all(is_name)
}

/// Whether a text is a name, with initials or in full.
#[must_use]
pub(super) fn is_name(text: &str) -> bool {
    initialled(text) == Some(text.len()) || is_full_name(text)
}

/// The post and the name of a line to sign on: „Direktorė        Vardenė Pavardė“.
#[must_use]
pub(super) fn signature(text: &Text) -> Option<(String, String)> {
    let raw = text
        .raw()
        .replace(['\t', '\n'], "   ")
        .replace(['_', '\u{a0}'], " ");
    let (post, name) = raw.trim().rsplit_once("   ")?;
    let (post, name) = (post.trim(), name.trim());
    let fits =
        is_name(name) && !post.is_empty() && post.chars().count() < 100 && !post.ends_with('.');
    fits.then(|| (spaced(post), spaced(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(cell: &str) -> String {
        let node = People::default().who(&[Text::plainly(cell)]);
        let node = node.expect("somebody");
        super::super::yaml::write(&[], &[("who".to_owned(), node)], &[])
    }

    #[test]
    fn people_and_groups_are_told_apart() {
        let cases = [
            ("E.Stasė,", "who: [stase]\n"),
            (
                "E. Stasė V. Liūtė D. Plaskė",
                "who: [stase, liute, plaske]\n",
            ),
            (
                "E.Stasė metodinių ratelių pirmininkai",
                "who: [stase, { text: metodinių ratelių pirmininkai }]\n",
            ),
            (
                "BMB narės I. Valė\nS. Grabė",
                "who: [{ text: BMB narės }, vale, grabe]\n",
            ),
            (
                "direktorė V. Liūtė",
                "who: [{ text: direktorė V. Liūtė }]\n",
            ),
            ("V. Liūtė ir kiti", "who: [{ text: V. Liūtė ir kiti }]\n"),
            ("L. Mačė-Kasalė", "who: [mace-kasale]\n"),
            (
                "Įv. dalykų mokytojai",
                "who: [{ text: Įv. dalykų mokytojai }]\n",
            ),
            ("Rasta Liūtė", "who: [liute]\n"),
            (
                "R. Stasė, dailės, istorijos mokytojai.",
                "who: [stase, { text: \"dailės, istorijos mokytojai.\" }]\n",
            ),
        ];
        for (cell, wanted) in cases {
            assert_eq!(who(cell), wanted);
        }
    }

    #[test]
    fn two_people_of_one_surname_have_two_keys() {
        let mut people = People::default();
        assert_eq!(people.key("V. Liūtė"), "liute");
        assert_eq!(people.key("A. Liūtė"), "a-liute");
        assert_eq!(people.key("V.Liūtė"), "liute");
    }

    #[test]
    fn a_line_to_sign_on_has_a_post_and_a_name() {
        let found = signature(&Text::plainly("Direktorė\t\tRasta Liūtė"));
        assert_eq!(
            found,
            Some(("Direktorė".to_owned(), "Rasta Liūtė".to_owned()))
        );
        assert_eq!(signature(&Text::plainly("Kalbėjo Rasta Liūtė")), None);
    }
}
