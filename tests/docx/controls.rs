//! What is left to people: places to fill in, and lines to sign.

use aktas::document::{Blank, Block, Document, Emphasis, Inline, Marker, Signature, Target, Text};
use aktas::writers::docx::lint::lint;

use super::package::part;
use super::{one_section, plan, sample, shown, written};

/// Who clicks on the place of a date or a number types over it; Word knows the sort of each.
#[test]
fn what_is_filled_in_by_hand_is_a_control() {
    let date = "<w:sdt><w:sdtPr><w:alias w:val=\"Akto data\"/><w:tag w:val=\"act-date\"/>\
         <w:id w:val=\"1\"/><w:placeholder><w:docPart w:val=\"act-date\"/></w:placeholder>\
         <w:showingPlcHdr/><w:date>\
         <w:dateFormat w:val=\"yyyy &apos;m.&apos; MMMM d &apos;d.&apos;\"/><w:lid w:val=\"lt-LT\"/>\
         <w:storeMappedDataAs w:val=\"dateTime\"/><w:calendar w:val=\"gregorian\"/></w:date></w:sdtPr>\
         <w:sdtContent><w:r><w:t xml:space=\"preserve\">2027 m. ______________ d.</w:t></w:r>\
         </w:sdtContent></w:sdt>";
    let number = "<w:sdt><w:sdtPr><w:alias w:val=\"Akto numeris\"/><w:tag w:val=\"act-number\"/>\
         <w:id w:val=\"2\"/><w:placeholder><w:docPart w:val=\"act-number\"/></w:placeholder>\
         <w:showingPlcHdr/><w:text/></w:sdtPr>\
         <w:sdtContent><w:r><w:t xml:space=\"preserve\">______</w:t></w:r></w:sdtContent></w:sdt>";
    let text = part(&plan(), "word/document.xml");
    assert!(text.contains(date), "{text}");
    assert!(text.contains(number), "{text}");
    // One for each, and the frame of the table of contents.
    assert_eq!(text.matches("<w:sdt>").count(), 3);
}

/// Who deletes again what was filled in sees the blank again, and not a prompt of Word's.
#[test]
fn a_blank_comes_back_as_it_was() {
    let whole = sample::blank("20__ m. ", Blank::Date);
    let Inline::Text(text) = &whole else {
        panic!("it is text")
    };
    let rest = Inline::Text(Text {
        text: "<____> d.".to_owned(),
        ..text.clone()
    });
    let pieces = vec![whole.clone(), rest, sample::blank("____", Blank::Number)];
    let blanks = one_section(vec![sample::para("body", pieces)]);
    let file = written(&blanks, &sample::style());
    let glossary = part(&file, "word/glossary/document.xml");
    let glossary = roxmltree::Document::parse(&glossary).expect("the part is XML");
    let entries = glossary
        .descendants()
        .filter(|node| node.has_tag_name("docPart"));
    let entries: Vec<(String, String)> = entries
        .map(|entry| {
            let named = entry.descendants().find(|node| node.has_tag_name("name"));
            let name = named.and_then(|node| node.attributes().next());
            let texts = entry.descendants().filter(roxmltree::Node::is_text);
            let texts = texts.filter_map(|node| node.text());
            (name.expect("a name").value().to_owned(), texts.collect())
        })
        .collect();
    let wanted = [("act-date", "20__ m. <____> d."), ("act-number", "____")];
    assert_eq!(
        entries,
        wanted.map(|(name, text)| (name.to_owned(), text.to_owned()))
    );
    let filled_in = one_section(vec![sample::para(
        "body",
        sample::line("2027 m. sausio 8 d."),
    )]);
    let parts = super::package::names(&written(&filled_in, &sample::style()));
    assert!(
        !parts.iter().any(|name| name.contains("glossary")),
        "{parts:?}"
    );
}

/// Every control has a tag of its own; one stands around all pieces of what is filled in, and
/// within the link that leads from there.
#[test]
fn a_control_is_one_whatever_its_text_is_made_of() {
    let whole = sample::blank("20__ m. d.", Blank::Date);
    let Inline::Text(text) = &whole else {
        panic!("it is text")
    };
    let strong = Inline::Text(Text {
        emphasis: Emphasis {
            strong: true,
            ..Emphasis::default()
        },
        lang: Some("en".into()),
        ..text.clone()
    });
    let linked = Inline::Text(Text {
        link: Some(Target::of("https://www.e-tar.lt/")),
        ..text.clone()
    });
    let other = sample::blank("20__", Blank::Date);
    let pieces = vec![whole.clone(), strong, other, linked];
    let file = written(
        &one_section(vec![sample::para("body", pieces)]),
        &sample::style(),
    );
    let text = part(&file, "word/document.xml");
    let tags: Vec<_> = text.split("<w:tag w:val=\"").skip(1).collect();
    let tags = tags.iter().filter_map(|tag| tag.split('"').next());
    assert_eq!(
        tags.collect::<Vec<_>>(),
        ["act-date", "act-date-2", "act-date-3"]
    );
    let first = text.split("</w:sdt>").next().unwrap_or_default();
    assert_eq!(first.matches("<w:r>").count(), 2, "{first}");
    assert!(first.contains("<w:rPr><w:b/><w:bCs/><w:lang w:val=\"en\"/></w:rPr>"));
    assert!(
        text.contains("<w:hyperlink r:id=\"rIdLink1\" w:history=\"1\"><w:sdt>"),
        "{text}"
    );
    assert_eq!(lint(&file), Ok(Vec::new()));
}

/// To Word, a line that is signed with a certificate is a picture that says so of itself; it stands
/// between the post and the name, and takes the space that an ordinary one has above it.
#[test]
fn a_signature_by_certificate_is_a_line_that_word_knows() {
    let text = part(&plan(), "word/document.xml");
    let place = text.find("<w:pict").expect("there is a place to sign");
    let start = text[..place].rfind("<w:p>").unwrap_or_default();
    let line = text[start..].split("</w:p>").next().unwrap_or_default();
    let properties = "<w:p><w:pPr><w:pStyle w:val=\"signature\"/><w:keepNext/><w:tabs>\
         <w:tab w:val=\"center\" w:pos=\"4819\"/></w:tabs>\
         <w:spacing w:before=\"166\"/></w:pPr>";
    assert!(line.starts_with(properties), "{line}");
    assert_eq!(
        shown(&format!(
            "<a xmlns:w=\"w\" xmlns:v=\"v\" xmlns:o=\"o\" xmlns:r=\"r\">{line}</w:p></a>"
        )),
        "Direktorius\t\tVardenis Pavardenis\n"
    );
    let shape = "<v:shape id=\"_x0000_i1025\" type=\"#_x0000_t75\" style=\"width:99.21pt;height:39.68pt\" \
         alt=\"Vieta parašui: Vardenis Pavardenis\"><v:imagedata r:id=\"rIdImage1\" o:title=\"\"/>";
    assert!(line.contains(shape), "{line}");
    let said = "provid=\"{00000000-0000-0000-0000-000000000000}\" \
         o:suggestedsigner=\"Vardenis Pavardenis\" o:suggestedsigner2=\"Direktorius\" \
         allowcomments=\"t\" issignatureline=\"t\"/></v:shape></w:pict></w:r>";
    assert!(line.contains(said), "{line}");
}

/// A signature names the line that it stands for, so each line has an identity that stays.
#[test]
fn lines_to_sign_have_identities_that_stay() {
    let signature = |name: &str| {
        Block::Signature(Signature {
            role: "signature".into(),
            digital: true,
            post: sample::line("Direktorius"),
            name: sample::line(name),
        })
    };
    let document = one_section(vec![signature("Vardenis"), signature("Pavardenis")]);
    let identities = |document: &Document| -> Vec<String> {
        let file = written(document, &sample::style());
        assert_eq!(lint(&file), Ok(Vec::new()));
        let text = part(&file, "word/document.xml");
        let lines = text.split("<o:signatureline v:ext=\"edit\" id=\"").skip(1);
        lines.map(|line| line.chars().take(38).collect()).collect()
    };
    let first = identities(&document);
    assert_eq!(first.len(), 2);
    assert_ne!(first[0], first[1]);
    assert_eq!(identities(&document), first);
    let mut other = document;
    other.properties.id = "library-plan-2028".to_owned();
    assert_ne!(identities(&other), first);
    for identity in first {
        let digits = |c: char| c.is_ascii_hexdigit() && !c.is_ascii_lowercase();
        let groups: Vec<_> = identity.trim_matches(['{', '}']).split('-').collect();
        assert_eq!(
            groups.iter().map(|it| it.len()).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
        assert!(
            groups.iter().all(|group| group.chars().all(digits)),
            "{identity}"
        );
    }
}

/// A signature takes what stands before it along to the next page: a paragraph, also past a single
/// line, and of a list two items, for one would often be a line alone.
#[test]
fn what_stands_before_a_signature_stays_with_it() {
    let held = |mut blocks: Vec<Block>| -> Vec<bool> {
        blocks.push(Block::Signature(Signature {
            role: "signature".into(),
            digital: false,
            post: sample::line("Direktorius"),
            name: sample::line("Vardenis"),
        }));
        let file = written(&one_section(blocks), &sample::style());
        let text = part(&file, "word/document.xml");
        let paragraphs = text.split("<w:p>").skip(1);
        paragraphs.map(|it| it.contains("<w:keepNext/>")).collect()
    };
    let text = |words: &str| sample::para("body", sample::line(words));
    let long = "Ilga pastraipa, kuri netelpa į vieną eilutę. ".repeat(5);
    let paragraphs = [text("Pirma."), text(&long), text(&long)];
    assert_eq!(held(paragraphs.into()), [false, false, true, false]);
    let paragraphs = [text("Pirma."), text(&long), text("Eilutė.")];
    assert_eq!(held(paragraphs.into()), [false, true, true, false]);
    let items = ["vienas", "du", "trys"].map(|words| sample::item(words, vec![]));
    let list = sample::list(Marker::Bullet, items.into());
    assert_eq!(held(vec![list]), [false, true, true, false]);
}

/// A line that ends in a colon is not left without the list that it announces, as on our own pages.
#[test]
fn what_announces_a_list_stays_with_it() {
    let items = || {
        let inner = sample::list(Marker::Bullet, vec![sample::item("vidinis", vec![])]);
        vec![
            sample::item("vienas:", vec![inner]),
            sample::item("du", vec![]),
        ]
    };
    let held = |words: &str| -> Vec<bool> {
        let blocks = vec![
            sample::para("body", sample::line(words)),
            sample::list(Marker::Bullet, items()),
        ];
        let file = written(&one_section(blocks), &sample::style());
        let text = part(&file, "word/document.xml");
        let paragraphs = text.split("<w:p>").skip(1);
        paragraphs.map(|it| it.contains("<w:keepNext/>")).collect()
    };
    assert_eq!(held("Numatoma:"), [true, true, false, false]);
    assert_eq!(held("Numatoma."), [false, true, false, false]);
}
