//! Cases of what docx-rs may write, and what becomes of it.

use super::*;

fn conformed(fragment: &str) -> Result<String, String> {
    with(&Additions::default(), fragment)
}

fn with(additions: &Additions, fragment: &str) -> Result<String, String> {
    let mut out = Vec::new();
    conform(fragment.as_bytes(), additions, &mut out)?;
    String::from_utf8(out).map_err(|error| error.to_string())
}

#[test]
fn the_rules_are_in_the_order_in_which_they_are_searched() {
    assert!(rules::RULES.is_sorted_by_key(|rule| rule.name));
}

#[test]
fn children_are_put_in_order_and_mistakes_dropped() {
    let fragment = r#"<w:p w14:paraId="1"><w:pPr><w:rPr /><w:jc w:val="both" /><w:numPr><w:numId w:val="2" /><w:ilvl w:val="0" /></w:numPr><w:pStyle w:val="body" /></w:pPr><w:r><w:t xml:space="preserve">a &amp; b</w:t></w:r></w:p>"#;
    let wanted = r#"<w:p><w:pPr><w:pStyle w:val="body"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr><w:jc w:val="both"/></w:pPr><w:r><w:t xml:space="preserve">a &amp; b</w:t></w:r></w:p>"#;
    assert_eq!(conformed(fragment).as_deref(), Ok(wanted));
}

#[test]
fn an_addition_takes_the_place_that_the_rules_know() {
    let mut additions = Additions::default();
    let lang = additions.add("w:lang", b"<w:lang w:val=\"en-GB\"/>".to_vec());
    let drawing = additions.add("w:drawing", b"<w:drawing/>".to_vec());
    let control = additions.add("w:alias", b"<w:alias w:val=\"Data\"/><w:date/>".to_vec());
    assert_eq!(
        additions.add("w:drawing", b"<w:drawing/>".to_vec()),
        drawing
    );
    let cases = [
        (
            format!("<w:r><w:rPr><w:rStyle w:val=\"{lang}\" /><w:b /></w:rPr><w:t>a</w:t></w:r>"),
            "<w:r><w:rPr><w:b/><w:lang w:val=\"en-GB\"/></w:rPr><w:t>a</w:t></w:r>",
        ),
        (
            format!("<w:r><w:rPr><w:rStyle w:val=\"{drawing}\" /></w:rPr></w:r>"),
            "<w:r><w:drawing/></w:r>",
        ),
        (
            format!("<w:r><w:rPr><w:rStyle w:val=\"{drawing}\" /><w:b /></w:rPr></w:r>"),
            "<w:r><w:rPr><w:b/></w:rPr><w:drawing/></w:r>",
        ),
        (
            format!(
                "<w:sdt><w:sdtPr><w:rPr /><w:alias w:val=\"{control}\" /></w:sdtPr><w:sdtContent><w:r /></w:sdtContent></w:sdt>"
            ),
            "<w:sdt><w:sdtPr><w:alias w:val=\"Data\"/><w:date/></w:sdtPr><w:sdtContent><w:r/></w:sdtContent></w:sdt>",
        ),
    ];
    for (fragment, wanted) in cases {
        assert_eq!(with(&additions, &fragment).as_deref(), Ok(wanted));
    }
}

#[test]
fn an_addition_without_a_place_does_not_pass() {
    let mut additions = Additions::default();
    let drawing = additions.add("w:drawing", b"<w:drawing/>".to_vec());
    let wrong = [
        format!("<w:sdt><w:sdtPr><w:alias w:val=\"{drawing}\" /></w:sdtPr></w:sdt>"),
        format!("<w:rStyle w:val=\"{drawing}\" />"),
        "<w:r><w:rPr><w:rStyle w:val=\"addition:9\" /></w:rPr></w:r>".to_owned(),
        "<w:r><w:rPr><w:rStyle w:val=\"addition:\" /></w:rPr></w:r>".to_owned(),
    ];
    for fragment in wrong {
        assert!(with(&additions, &fragment).is_err(), "{fragment}");
    }
}

#[test]
fn what_a_field_asks_keeps_its_spaces_and_hyphens() {
    let fragment = "<w:r><w:instrText> IF \u{2011} &quot; </w:instrText></w:r>";
    let wanted =
        "<w:r><w:instrText xml:space=\"preserve\"> IF \u{2011} &quot; </w:instrText></w:r>";
    assert_eq!(conformed(fragment).as_deref(), Ok(wanted));
}

#[test]
fn what_is_not_known_does_not_pass() {
    let wrong = [
        "<w:p><w:ins /></w:p>",
        "<w:p><w:jc w:val=\"left\" /></w:p>",
        "<w:jc w:val=\"left\" w:new=\"1\" />",
        "<w:p>text</w:p>",
        "<w:p>",
        "<w:p><!-- note --></w:p>",
    ];
    for fragment in wrong {
        assert!(conformed(fragment).is_err(), "{fragment}");
    }
}

#[test]
fn hyphens_that_are_not_seen_become_elements() {
    let text = conformed("<w:t xml:space=\"preserve\">a\u{ad}b</w:t>");
    let wanted =
        "<w:t xml:space=\"preserve\">a</w:t><w:softHyphen/><w:t xml:space=\"preserve\">b</w:t>";
    assert_eq!(text.as_deref(), Ok(wanted));
}
