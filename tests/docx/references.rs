//! What Word counts and what leads to other places: lists, notes, contents, bookmarks.

use aktas::writers::docx::{Measures, write};

use super::package::part;
use super::{one_section, package, plan, sample, shown, written};

/// The paragraphs and cells of the text, one a line, as Word would number and place them.
#[test]
fn lists_are_numbered_by_word() {
    let text = part(&plan(), "word/document.xml");
    let parsed = roxmltree::Document::parse(&text).expect("the part is XML");
    let value = |node: &roxmltree::Node<'_, '_>, name: &str| {
        let found = node.descendants().find(|node| node.has_tag_name(name));
        found
            .and_then(|node| node.attributes().next().map(|a| a.value().to_owned()))
            .unwrap_or_default()
    };
    let paragraphs = parsed.descendants().filter(|node| node.has_tag_name("p"));
    let numbered: Vec<String> = paragraphs
        .filter(|node| node.descendants().any(|node| node.has_tag_name("numPr")))
        .map(|node| format!("{}/{}", value(&node, "numId"), value(&node, "ilvl")))
        .collect();
    assert_eq!(
        numbered,
        [
            "1/0", "1/1", "1/1", "1/0", "2/1", "2/1", "3/0", "3/0", "4/0", "1/0"
        ]
    );
}

/// The numbers of the notes are Word's own; the text of a note has its emphasis, links and languages.
#[test]
fn notes_are_numbered_by_word() {
    let file = plan();
    let (text, notes) = (
        part(&file, "word/document.xml"),
        part(&file, "word/footnotes.xml"),
    );
    let ids = |text: &str, before: &str| -> Vec<String> {
        let found = text.split(before).skip(1);
        found
            .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(ids(&text, "<w:footnoteReference w:id=\""), ["1", "2", "3"]);
    assert_eq!(ids(&notes, "<w:footnote w:id=\""), ["1", "2", "3"]);
    let first = notes
        .split("<w:footnote w:id=\"1\">")
        .nth(1)
        .unwrap_or_default();
    let first = first.split("</w:footnote>").next().unwrap_or_default();
    let number = "<w:p><w:pPr><w:pStyle w:val=\"footnote\"/></w:pPr><w:r><w:rPr>\
         <w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>";
    assert!(first.starts_with(number), "{first}");
    assert!(first.contains("<w:hyperlink r:id=\"rIdLink1\""), "{first}");
    assert!(
        first.contains("<w:hyperlink w:anchor=\"readers\""),
        "{first}"
    );
    assert!(
        first.contains("<w:rPr><w:lang w:val=\"en-GB\"/></w:rPr>"),
        "{first}"
    );
    let rules = "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>";
    assert!(part(&file, "word/settings.xml").contains(rules));
    let styles = part(&file, "word/styles.xml");
    assert!(styles.contains("<w:name w:val=\"footnote text\"/>"));
    assert!(styles.contains("<w:name w:val=\"footnote reference\"/>"));
}

/// A document without notes has no part for them.
#[test]
fn a_document_without_notes_has_no_part_for_them() {
    let file = written(
        &one_section(vec![sample::para("body", sample::line("x"))]),
        &sample::style(),
    );
    assert!(!package::names(&file).contains(&"word/footnotes.xml".to_owned()));
    assert!(!part(&file, "word/settings.xml").contains("footnote"));
}

/// A note out of its turn would have another number in Word than in the PDF.
#[test]
fn a_note_out_of_turn_is_refused() {
    let noted = vec![sample::note(2, sample::line("x"))];
    let document = one_section(vec![sample::para("body", noted)]);
    let error = write(
        &document,
        &sample::style(),
        Measures::default(),
        &sample::words(),
    );
    assert_eq!(error, Err("note 2 comes as number 1".to_owned()));
    let nested = sample::note(1, vec![sample::note(2, sample::line("x"))]);
    let document = one_section(vec![sample::para("body", vec![nested])]);
    let error = write(
        &document,
        &sample::style(),
        Measures::default(),
        &sample::words(),
    );
    assert_eq!(
        error,
        Err("a note stands within a note or at the edge of a page".to_owned())
    );
}

/// The table of contents is a field in the frame by which Word offers to update it; until then it
/// shows the pages that the layout found, and none where it found none.
#[test]
fn the_contents_are_a_field_with_an_answer() {
    let text = part(&plan(), "word/document.xml");
    let mut frames = text.split("<w:sdt>");
    let frame = frames.find(|frame| frame.contains("w:docPartObj"));
    let frame = frame.unwrap_or_default();
    let frame = frame.split("</w:sdt>").next().unwrap_or_default();
    assert!(frame.contains("<w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/>"));
    assert!(
        frame.contains(" TOC \\o &quot;2-3&quot; \\h \\z \\u "),
        "{frame}"
    );
    let content = frame.split("<w:sdtContent>").nth(1).unwrap_or_default();
    let content = content.trim_end_matches("</w:sdtContent>");
    let told = format!("<a xmlns:w=\"w\" xmlns:r=\"r\">{content}</a>");
    let wanted = "I skyrius. Bendrosios nuostatos\t1\n\
         Uždaviniai\t2\n\
         II skyrius. Tikslai, uždaviniai ir priemonės\t3\n\
         III skyrius. Baigiamosios nuostatos\n\n";
    assert_eq!(shown(&told), wanted);
    // Word fills whole paragraphs in between the start and the end of the field.
    let end = "</w:hyperlink></w:p><w:p><w:pPr><w:pStyle w:val=\"Gap\"/>";
    assert!(content.contains(end), "{content}");
    assert!(content.ends_with("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"));
    assert_eq!(frame.matches("w:fldCharType=\"begin\"").count(), 4);
    assert_eq!(frame.matches("w:fldCharType=\"end\"").count(), 4);
    let tab = "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9638\"/></w:tabs>";
    assert_eq!(part(&plan(), "word/styles.xml").matches(tab).count(), 2);
    for heading in 2..=5 {
        let name = format!("_Toc00000000{heading}");
        assert!(
            frame.contains(&format!("<w:hyperlink w:anchor=\"{name}\"")),
            "{name}"
        );
        assert_eq!(text.matches(&format!("w:name=\"{name}\"")).count(), 1);
    }
    // The first line is of level 2, as is the highest heading: Word takes this style for it.
    assert!(
        part(&plan(), "word/styles.xml")
            .contains("w:styleId=\"contents-1\"><w:name w:val=\"toc 2\"/>")
    );
}

/// Links lead to headings and tables, with a caption and without one, by names that Word takes.
#[test]
fn places_are_bookmarks() {
    let text = part(&plan(), "word/document.xml");
    for name in ["u_daviniai", "readers", "other"] {
        assert_eq!(
            text.matches(&format!("<w:hyperlink w:anchor=\"{name}\""))
                .count(),
            1,
            "{name}"
        );
        assert_eq!(
            text.matches(&format!("w:name=\"{name}\"")).count(),
            1,
            "{name}"
        );
    }
    assert!(
        text.contains("w:name=\"other\"/><w:bookmarkEnd w:id=\"7\"/><w:tbl>"),
        "{text}"
    );
}
