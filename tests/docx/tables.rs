//! Tables: header rows, rows that stay whole, looks by the style of the table, aligned numbers.

use std::path::Path;

use aktas::Run;
use aktas::document::Block;
use aktas::kind::files::Files;
use aktas::writers::Format;
use aktas::writers::docx::lint::lint;

use super::drawings::with_charts;
use super::package::part;
use super::{one_section, plan, sample, written};

#[test]
fn header_rows_repeat_and_rows_stay_whole() {
    let text = part(&plan(), "word/document.xml");
    assert_eq!(text.matches("<w:tblHeader/>").count(), 4);
    assert_eq!(
        text.matches("<w:cantSplit/>").count(),
        text.matches("<w:tr>").count()
    );
    // A table without a caption has the name of its sort for a title.
    let words = "<w:tblDescription w:val=\"Lentelė &lt;žodžiais&gt;\"/>";
    for title in ["1 lentelė. Skaitytojai ir &lt;išduotis&gt;", "Lentelė"] {
        let told = format!("<w:tblCaption w:val=\"{title}\"/>{words}");
        assert!(text.contains(&told), "{told}");
    }
}

/// A table that a person adds has a header row as ours: bold, and repeated on every page. Bold by
/// two styles is none, so in the first row the style of the paragraphs leaves it to that of the
/// table, and says it in the rows below.
#[test]
fn the_first_row_is_bold_by_the_style_of_the_table() {
    let file = plan();
    let styles = part(&file, "word/styles.xml");
    let style = |id: &str| {
        let from = styles.split(&format!("w:styleId=\"{id}\"")).nth(1);
        let text = from.and_then(|rest| rest.split("</w:style>").next());
        text.expect("the style is there").to_owned()
    };
    assert!(style("Table-table").contains(
        "<w:tblStylePr w:type=\"firstRow\"><w:pPr><w:keepNext/><w:jc w:val=\"center\"/></w:pPr>\
         <w:rPr><w:b/><w:bCs/></w:rPr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>\
         <w:tcPr><w:vAlign w:val=\"center\"/></w:tcPr></w:tblStylePr>"
    ));
    assert!(!style("FirstRow-table-head").contains("<w:rPr><w:b"));
    assert!(style("table-head").contains("<w:basedOn w:val=\"FirstRow-table-head\"/>"));
    assert!(style("table-head").contains("<w:b/>"));

    let text = part(&file, "word/document.xml");
    let rows: Vec<&str> = text.split("<w:tr>").skip(1).collect();
    let of = |row: &str, id: &str| row.matches(&format!("w:pStyle w:val=\"{id}\"")).count();
    assert_eq!(
        (
            of(rows[0], "FirstRow-table-head"),
            of(rows[0], "table-head")
        ),
        (3, 0)
    );
    assert_eq!(
        (
            of(rows[1], "FirstRow-table-head"),
            of(rows[1], "table-head")
        ),
        (0, 2)
    );
}

/// Where a cell of the first row has another look than the style of the table gives, the table does
/// not ask for that look.
#[test]
fn a_first_row_of_another_look_keeps_it() {
    let mut table = sample::table(1);
    table.columns = 1;
    let cell = |role| {
        let mut cell = sample::cell("", 1, 1, None);
        cell.blocks = vec![sample::para(role, sample::line("Metai"))];
        sample::row(false, vec![cell])
    };
    table.head = vec![cell("table-cell")];
    table.body = vec![cell("table-cell")];
    let file = with_charts(vec![Block::Table(table)]).expect("the table can be written");
    let text = part(&file, "word/document.xml");
    // Here no table begins without a header row, as one of the plan does.
    let repeated = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr><w:tcPr><w:vAlign";
    assert!(part(&file, "word/styles.xml").contains(repeated));
    assert!(
        text.contains("w:firstRow=\"0\"") && !text.contains("FirstRow-"),
        "{text}"
    );
}

/// What a screen reader takes for headers: the first row, and the first column of words.
#[test]
fn labels_of_rows_are_told_as_headers() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/library-report-2026.yaml");
    let (files, mut run) = (Files::new(None), Run::default());
    let built = aktas::build(&content, &files, &[Format::Docx], &mut run).expect("the report");
    let document = part(&built[0].1, "word/document.xml");
    let looks = |text: &str| document.matches(text).count();
    let tables = looks("<w:tblLook ");
    assert_eq!(looks("w:firstRow=\"1\""), tables);
    assert_eq!(looks("w:firstColumn=\"1\""), tables);
}

#[test]
fn a_row_taller_than_half_a_page_may_split() {
    let mut table = sample::table(4);
    let long = "žodis ".repeat(400);
    table.body = vec![sample::row(false, vec![sample::cell(&long, 4, 1, None)])];
    let file = written(
        &one_section(vec![Block::Table(table.clone())]),
        &sample::style(),
    );
    assert!(
        part(&file, "word/document.xml").contains("<w:cantSplit/>"),
        "2400 letters over the page fit"
    );
    table.body = vec![sample::row(
        false,
        (0..4).map(|_| sample::cell(&long, 1, 1, None)).collect(),
    )];
    let file = written(&one_section(vec![Block::Table(table)]), &sample::style());
    assert!(
        !part(&file, "word/document.xml").contains("<w:cantSplit/>"),
        "2400 letters in a column do not"
    );
    assert_eq!(lint(&file), Ok(Vec::new()));
}

/// A decimal tab stop aligns a number in a cell without a tab sign; other cells have none.
#[test]
fn numbers_are_aligned_by_their_decimal_signs() {
    let text = part(&plan(), "word/document.xml");
    let table = text.split("<w:tbl>").nth(1).unwrap_or_default();
    let cell = |number: &str| {
        let mut paragraphs = table.split("<w:p>");
        let found = paragraphs.find(|p| p.contains(&format!(">{number}</w:t>")));
        found
            .unwrap_or_default()
            .split("</w:pPr>")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let aligned =
        "<w:tabs><w:tab w:val=\"decimal\" w:pos=\"1134\"/></w:tabs><w:jc w:val=\"left\"/>";
    assert!(cell("560").ends_with(aligned), "{}", cell("560"));
    assert_eq!(table.matches(aligned).count(), 3);
    assert!(!cell("2615").contains("w:tabs"), "the column has no place");
    assert!(part(&plan(), "word/styles.xml").contains("<w:jc w:val=\"right\"/>"));
}
