//! Sections: their pages, and what stands at the edges of these.

use aktas::document::{Block, Orientation, Running, Section, Signature};
use aktas::writers::docx::lint::lint;

use super::package::part;
use super::{one_section, plan, sample, shown, written};

#[test]
fn page_numbers_follow_the_style() {
    let headers = |numbered_from| {
        let mut style = sample::style();
        style.page.numbered_from = numbered_from;
        let mut plan = sample::plan(1);
        plan.running = Running::default();
        let file = written(&plan, &style);
        assert_eq!(lint(&file), Ok(Vec::new()));
        let body = part(&file, "word/document.xml");
        (
            body.matches("<w:titlePg/>").count(),
            part(&file, "word/header1.xml").matches(" IF ").count(),
        )
    };
    assert_eq!(headers(1), (0, 0));
    assert_eq!(headers(2), (1, 0));
    assert_eq!(headers(3), (0, 1));
}

#[test]
fn neighbours_of_one_orientation_are_one_section() {
    let mut document = sample::plan(1);
    let last = document.sections.remove(2);
    document.sections.insert(1, last);
    let file = written(&document, &sample::style());
    assert_eq!(
        part(&file, "word/document.xml")
            .matches("<w:sectPr>")
            .count(),
        2
    );
    assert_eq!(lint(&file), Ok(Vec::new()));
}

/// The edges of the pages say what the document does, also where the style counts pages first.
#[test]
fn edges_are_headers_and_footers() {
    let file = plan();
    assert_eq!(
        shown(&part(&file, "word/header1.xml")),
        "Bibliotekos „planas“\ne-tar\n"
    );
    assert_eq!(shown(&part(&file, "word/footer1.xml")), "p. 2 iš 2\n");
    assert_eq!(shown(&part(&file, "word/header2.xml")), "\n");
    let footer = part(&file, "word/footer1.xml");
    assert!(footer.contains(" PAGE ") && footer.contains(" NUMPAGES "));
    assert!(part(&file, "word/_rels/header1.xml.rels").contains("https://www.e-tar.lt/"));

    let mut style = sample::style();
    style.page.numbered_from = 3;
    let file = written(&sample::plan(1), &style);
    assert_eq!(lint(&file), Ok(Vec::new()));
    let header = part(&file, "word/header1.xml");
    assert_eq!(header.matches(" IF ").count(), 2);
    assert!(
        header.contains(">Bibliotekos „planas\\“</w:instrText>"),
        "{header}"
    );
}

/// The style of a signature ends its line where the first page that has one does; on a page of
/// another width the line ends where its own text does.
#[test]
fn a_line_ends_where_its_page_does() {
    let signature = || {
        Block::Signature(Signature {
            role: "signature".into(),
            digital: false,
            post: sample::line("Direktorius"),
            name: sample::line("Vardenis"),
        })
    };
    let mut document = one_section(vec![signature()]);
    document.sections[0].orientation = Orientation::Landscape;
    document.sections.push(Section {
        orientation: Orientation::Portrait,
        blocks: vec![signature()],
    });
    let file = written(&document, &sample::style());
    assert_eq!(lint(&file), Ok(Vec::new()));
    let text = part(&file, "word/document.xml");
    let stops = "<w:tabs><w:tab w:val=\"clear\" w:pos=\"14570\"/>\
         <w:tab w:val=\"right\" w:pos=\"9638\"/></w:tabs>";
    assert_eq!(text.matches("<w:tabs>").count(), 1);
    assert!(text.contains(stops), "{text}");
}

/// LibreOffice leaves a table on the paper of the section before, unless a paragraph turns the page.
#[test]
fn a_later_section_does_not_begin_with_a_table() {
    let mut document = sample::plan(1);
    document.sections[1].blocks.remove(0);
    assert!(matches!(document.sections[1].blocks[0], Block::Table(_)));
    let file = written(&document, &sample::style());
    assert_eq!(lint(&file), Ok(Vec::new()));
    let body = part(&file, "word/document.xml");
    let (_, behind) = body
        .split_once("</w:sectPr></w:pPr>")
        .expect("a section ends");
    let (_, behind) = behind.split_once("</w:p>").expect("its paragraph ends");
    assert!(
        behind.starts_with(r#"<w:p><w:pPr><w:pStyle w:val="Gap"/>"#),
        "{behind:.300}"
    );
}
