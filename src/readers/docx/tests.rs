//! Small files, part by part, and what they say.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::read;
use crate::document::{Baseline, Revision};
use crate::readers::{Block, Foreign, Paragraph, Revised, Run};

/// Relationships of the text, as `id kind target`.
const RELATIONS: &str = "rS styles styles.xml;rN numbering numbering.xml;rF footnotes footnotes.xml;\
    rC comments comments.xml;rE commentsExtended commentsExtended.xml;rH header header1.xml;\
    rP image media/a.png;rT settings settings.xml;rA chart charts/chart1.xml";

/// A package with parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a file");
        zip.write_all(bytes).expect("a file");
    }
    zip.finish().expect("a file").into_inner()
}

/// A file with a body and other parts, named without their folder.
fn file(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let text = format!(
        "<w:document xmlns:w=\"w\" xmlns:r=\"r\" xmlns:mc=\"mc\" xmlns:v=\"v\" xmlns:m=\"m\" \
         xmlns:w14=\"w14\"><w:body>{body}</w:body></w:document>"
    );
    let relation = |told: &str| {
        let [id, kind, target] = told.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{told}");
        };
        format!("<Relationship Id=\"{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"/>")
    };
    let relations: String = RELATIONS.split(';').map(relation).collect();
    let relations = format!(
        "<Relationships>{relations}<Relationship Id=\"rL\" Type=\"x/hyperlink\" \
         Target=\"https://pavyzdys.lt/\" TargetMode=\"External\"/></Relationships>"
    );
    let mut parts = vec![
        ("word/document.xml".to_owned(), text),
        ("word/_rels/document.xml.rels".to_owned(), relations),
    ];
    for (name, xml) in others {
        parts.push((format!("word/{name}"), (*xml).to_owned()));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, xml)| (name.as_str(), xml.as_bytes()))
        .collect();
    packed(&parts)
}

fn foreign(body: &str, others: &[(&str, &str)]) -> Foreign {
    read(&file(body, others)).expect("a file")
}

/// What a file says, a line for every block, with signs for what is known of it.
fn told(body: &str, others: &[(&str, &str)]) -> String {
    let foreign = foreign(body, others);
    let mut lines = Vec::new();
    blocks(&foreign.blocks, "", &mut lines);
    for paragraph in &foreign.running {
        lines.push(format!("edge {}", line(paragraph)));
    }
    lines.extend(foreign.unread.iter().map(|told| format!("! {told}")));
    lines.join("\n")
}

fn blocks(all: &[Block], before: &str, lines: &mut Vec<String>) {
    for block in all {
        match block {
            Block::Paragraph(paragraph) => lines.push(format!("{before}{}", line(paragraph))),
            Block::Picture(picture) => {
                lines.push(format!("{before}picture {}: {}", picture.name, picture.alt));
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let head = if row.head { "head" } else { "row" };
                    lines.push(format!("{before}{head}{}", mark(row.revised.as_ref())));
                    for cell in &row.cells {
                        let revised = mark(cell.revised.as_ref());
                        lines.push(format!("{before} {}x{}{revised}", cell.columns, cell.rows));
                        blocks(&cell.blocks, &format!("{before}  "), lines);
                    }
                }
            }
        }
    }
}

fn mark(revised: Option<&Revised>) -> String {
    let Some(Revised {
        revision, author, ..
    }) = revised
    else {
        return String::new();
    };
    match revision {
        Revision::Inserted => format!("+{author}"),
        Revision::Deleted => format!("-{author}"),
        Revision::MovedHere(number) => format!(">{number}{author}"),
        Revision::MovedAway(number) => format!("<{number}{author}"),
    }
}

fn line(paragraph: &Paragraph) -> String {
    let heading = paragraph.heading.map(|level| format!("h{level} "));
    let depth = paragraph.depth.map(|depth| format!("d{depth} "));
    let centred = if paragraph.centred { "c " } else { "" };
    let page = if paragraph.new_page { "page " } else { "" };
    let label = match paragraph.label.as_str() {
        "" => String::new(),
        label => format!("{label} "),
    };
    let runs: Vec<String> = paragraph.runs.iter().map(run).collect();
    format!(
        "{}{}{centred}{page}{label}{}{}",
        heading.unwrap_or_default(),
        depth.unwrap_or_default(),
        runs.join("|"),
        paragraph
            .end
            .as_ref()
            .map_or(String::new(), |end| format!(" ¶{}", mark(Some(end)))),
    )
}

fn run(run: &Run) -> String {
    let mut text = run.text.replace('\n', "⏎").replace('\t', "⇥");
    for (is_on, sign) in [(run.strong, "*"), (run.stressed, "/"), (run.struck, "~")] {
        if is_on {
            text = format!("{sign}{text}{sign}");
        }
    }
    match run.baseline {
        Baseline::Raised => text = format!("^{text}"),
        Baseline::Lowered => text = format!("_{text}"),
        Baseline::Normal => {}
    }
    if let Some(link) = &run.link {
        text = format!("{text}({link})");
    }
    if let Some(note) = &run.note {
        let note: Vec<String> = note.iter().map(line).collect();
        text = format!("[^{}]", note.join("/"));
    }
    if !run.comments.is_empty() {
        text = format!("{text}#{:?}", run.comments);
    }
    match &run.revised {
        Some(revised) => format!("{{{} {text}}}", mark(Some(revised))),
        None => text,
    }
}

/// A paragraph of one text.
fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A paragraph on a level of a list.
fn item(list: u8, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>\
         <w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn styles_are_followed_to_their_roots() {
    let styles = "<w:styles xmlns:w=\"w\">\
        <w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val=\"lt-LT\"/></w:rPr></w:rPrDefault></w:docDefaults>\
        <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Prastasis\"><w:name w:val=\"Normal\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Antrat2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"Prastasis\"/>\
          <w:pPr><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Mano\"><w:name w:val=\"Mano\"/><w:basedOn w:val=\"Antrat2\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"A\"><w:name w:val=\"A\"/><w:basedOn w:val=\"B\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"B\"><w:name w:val=\"B\"/><w:basedOn w:val=\"A\"/></w:style>\
        <w:style w:type=\"character\" w:styleId=\"S\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style></w:styles>";
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Mano\"/></w:pPr><w:r><w:t xml:space=\"preserve\">a </w:t></w:r>\
        <w:r><w:rPr><w:rStyle w:val=\"S\"/></w:rPr><w:t>b</w:t></w:r>\
        <w:r><w:rPr><w:b w:val=\"0\"/><w:i/><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>c</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"A\"/></w:pPr><w:r><w:rPr><w:strike/></w:rPr><w:t>ratas</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>slapta</w:t></w:r>\
        <w:r><w:t>x</w:t><w:tab/><w:t> y </w:t><w:br/><w:noBreakHyphen/></w:r>\
        <w:r><w:rPr><w:position w:val=\"8\"/></w:rPr><w:t>2</w:t></w:r></w:p>";
    // What both the style of a paragraph and that of its characters say, takes itself back.
    let wanted = "h2 c *a *|b|^/c/\n~ratas~\npage x⇥y⏎\u{2011}|^2\n! hidden text: `slapta`";
    assert_eq!(told(body, &[("styles.xml", styles)]), wanted);
    let read = foreign(body, &[("styles.xml", styles)]);
    assert_eq!(read.lang, "lt-LT");
    let Block::Paragraph(first) = &read.blocks[0] else {
        panic!("a paragraph")
    };
    assert_eq!(first.style, "Mano");
}

#[test]
fn numbers_are_counted_as_word_counts() {
    let level = |level: u8, format: &str, text: &str, more: &str| {
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}\
             <w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\">{}{}{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\">{}{}{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"2\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/>\
           <w:lvlText w:val=\"\u{F0B7}\"/><w:rPr><w:rFonts w:ascii=\"Symbol\"/></w:rPr></w:lvl></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\">\
           <w:startOverride w:val=\"7\"/></w:lvlOverride></w:num>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/></w:num>\
         <w:num w:numId=\"4\"><w:abstractNumId w:val=\"2\"/></w:num></w:numbering>",
        level(0, "decimal", "%1.", ""),
        level(1, "decimal", "%1.%2.", ""),
        level(2, "lowerLetter", "%3)", "<w:lvlRestart w:val=\"1\"/>"),
        level(0, "upperRoman", "%1", ""),
        level(1, "decimalZero", "%1-%2", "<w:isLgl/>"),
        level(2, "none", "§%3", ""),
    );
    let items = [
        (1, 0, "1."),
        (1, 1, "1.1."),
        (1, 2, "a)"),
        (1, 1, "1.2."),
        // It begins anew after the first level only.
        (1, 2, "b)"),
        (1, 0, "2."),
        (1, 2, "a)"),
        (2, 0, "7."),
        (2, 1, "7.1."),
        (1, 0, "8."),
        (3, 0, "I"),
        (3, 0, "II"),
        (3, 1, "2-1"),
        (3, 2, "§"),
        (4, 0, "•"),
        (0, 0, ""),
    ];
    let body: String = items
        .iter()
        .map(|(list, level, _)| item(*list, *level, "x"))
        .collect();
    let wanted: Vec<String> = items
        .iter()
        .map(|(list, level, label)| match list {
            0 => "x".to_owned(),
            _ => format!("d{level} {label} x"),
        })
        .collect();
    assert_eq!(
        told(&body, &[("numbering.xml", &numbering)]),
        wanted.join("\n")
    );
    let counted = super::lists::counted;
    assert_eq!(counted(1994, "upperRoman"), "MCMXCIV");
    assert_eq!(counted(28, "lowerLetter"), "bb");
    assert_eq!(counted(4_000_000_000, "lowerLetter"), "4000000000");
    assert_eq!(counted(4_000_000_000, "upperRoman"), "4000000000");
}

#[test]
fn a_style_may_put_its_paragraphs_on_a_level() {
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:name w:val=\"heading 1\"/>\
        <w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"H2\"><w:name w:val=\"heading 2\"/>\
        <w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>";
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"5\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:pStyle w:val=\"H1\"/><w:lvlText w:val=\"%1\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:pStyle w:val=\"H2\"/><w:lvlText w:val=\"%1.%2\"/></w:lvl>\
        </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"5\"/></w:num></w:numbering>";
    let of = |style: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr></w:p>");
    let body = [of("H1"), of("H2"), of("H2"), of("H1")].concat();
    let parts = [("styles.xml", styles), ("numbering.xml", numbering)];
    assert_eq!(
        told(&body, &parts),
        "h1 d0 1 \nh2 d1 1.1 \nh2 d1 1.2 \nh1 d0 2 "
    );
}

#[test]
fn tracked_changes_tell_who_did_what() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">lieka </w:t></w:r>\
        <w:ins w:id=\"1\" w:author=\"Ona\" w:date=\"2027-01-08T10:00:00Z\"><w:r><w:t>nauja</w:t></w:r></w:ins>\
        <w:del w:id=\"2\" w:author=\"Jonas\"><w:r><w:delText>sena</w:delText></w:r></w:del>\
        <w:ins w:id=\"3\" w:author=\"Ona\"><w:del w:id=\"4\" w:author=\"Jonas\"><w:r><w:delText>trumpam</w:delText></w:r></w:del></w:ins></w:p>\
        <w:p><w:pPr><w:rPr><w:del w:id=\"5\" w:author=\"Jonas\"/></w:rPr></w:pPr>\
          <w:del w:id=\"6\" w:author=\"Jonas\"><w:r><w:delText>visa</w:delText></w:r></w:del></w:p>\
        <w:p><w:pPr><w:rPr><w:moveFrom w:id=\"7\" w:author=\"Ona\"/></w:rPr></w:pPr><w:moveFromRangeStart w:id=\"8\" w:name=\"m1\"/>\
          <w:moveFrom w:id=\"9\" w:author=\"Ona\"><w:r><w:t>perkelta</w:t></w:r></w:moveFrom></w:p><w:moveFromRangeEnd w:id=\"8\"/>\
        <w:moveToRangeStart w:id=\"10\" w:name=\"m1\"/><w:p><w:pPr><w:rPr><w:moveTo w:id=\"11\" w:author=\"Ona\"/></w:rPr></w:pPr>\
          <w:moveTo w:id=\"12\" w:author=\"Ona\"><w:r><w:t>perkelta</w:t></w:r></w:moveTo><w:moveToRangeEnd w:id=\"10\"/></w:p>\
        <w:p><w:r><w:rPr><w:b/><w:rPrChange w:author=\"Ona\"><w:rPr/></w:rPrChange></w:rPr><w:t>x</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:trPr><w:ins w:author=\"Ona\"/></w:trPr><w:tc><w:p/></w:tc></w:tr>\
          <w:tr><w:tc><w:tcPr><w:cellDel w:author=\"Jonas\"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>";
    let wanted = "lieka |{+Ona nauja}|{-Jonas sena}\n{-Jonas visa} ¶-Jonas\n\
        {<1Ona perkelta} ¶<1Ona\n{>1Ona perkelta} ¶>1Ona\n*x*\nrow+Ona\n 1x1\n  \nrow\n 1x1-Jonas\n  \n\
        ! text that was put in and taken out again: `trumpam`\n! 1 tracked change of looks only, by Ona";
    assert_eq!(told(body, &[]), wanted);
    let read = foreign(body, &[]);
    let Block::Paragraph(first) = &read.blocks[0] else {
        panic!("a paragraph")
    };
    let date = first.runs[1]
        .revised
        .as_ref()
        .map(|revised| revised.date.as_str());
    assert_eq!(date, Some("2027-01-08T10:00:00Z"));
}

#[test]
fn a_number_that_is_gone_counts_for_none_that_is_there() {
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let gone = "<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:rPr><w:del w:author=\"O\"/></w:rPr></w:pPr></w:p>";
    let body = [item(1, 0, "a"), gone.to_owned(), item(1, 0, "b")].concat();
    let wanted = "d0 1. a\nd0 2.  ¶-O\nd0 2. b";
    assert_eq!(told(&body, &[("numbering.xml", numbering)]), wanted);
}

#[test]
fn cells_cover_columns_and_rows() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
    };
    let down = "<w:vMerge w:val=\"restart\"/>";
    let body = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr>\
         <w:sdt><w:sdtContent><w:tr>{}{}{}</w:tr></w:sdtContent></w:sdt>\
         <w:tr>{}{}<w:tc>{}</w:tc></w:tr>\
         <w:tr><w:trPr><w:gridBefore w:val=\"2\"/></w:trPr>{}</w:tr></w:tbl>",
        cell("<w:gridSpan w:val=\"2\"/>", "plati"),
        cell(down, "C"),
        cell(down, "aukšta"),
        cell("<w:hMerge w:val=\"restart\"/>", "b"),
        cell("<w:hMerge/>", ""),
        cell("<w:vMerge/>", "nematoma"),
        cell("", "y"),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>vidinė</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>",
        cell("<w:vMerge w:val=\"continue\"/>", "niekur"),
    );
    let wanted = "head\n 2x1\n  plati\n 1x1\n  C\nrow\n 1x2\n  aukšta\n 2x1\n  b\n\
        row\n 1x1\n  y\n 1x1\n  row\n   1x1\n    vidinė\n  \n\
        row\n 2x1\n 1x1\n  niekur\n! text in a cell that another one covers: `nematoma`";
    assert_eq!(told(&body, &[]), wanted);
}

#[test]
fn comments_are_at_the_words_they_are_about() {
    let comments = "<w:comments xmlns:w=\"w\" xmlns:w14=\"w14\">\
        <w:comment w:id=\"3\" w:author=\"Rasa\" w:date=\"2027-02-01T08:00:00Z\">\
          <w:p w14:paraId=\"A\"><w:r><w:t>Kodėl?</w:t></w:r></w:p><w:p w14:paraId=\"B\"><w:r><w:t>Antra.</w:t></w:r></w:p></w:comment>\
        <w:comment w:id=\"4\" w:author=\"Jonas\"><w:p w14:paraId=\"C\"><w:r><w:t>Todėl.</w:t></w:r></w:p></w:comment></w:comments>";
    let extended = "<w15:commentsEx xmlns:w15=\"x\"><w15:commentEx w15:paraId=\"B\" w15:done=\"1\"/>\
        <w15:commentEx w15:paraId=\"C\" w15:paraIdParent=\"B\" w15:done=\"0\"/></w15:commentsEx>";
    let body = "<w:p><w:r><w:t>a</w:t></w:r><w:commentRangeStart w:id=\"3\"/><w:r><w:t>b</w:t></w:r></w:p>\
        <w:p><w:r><w:t>c</w:t></w:r><w:commentRangeEnd w:id=\"3\"/><w:r><w:commentReference w:id=\"3\"/></w:r>\
        <w:r><w:t>d</w:t></w:r><w:r><w:commentReference w:id=\"4\"/></w:r></w:p>";
    let parts = [
        ("comments.xml", comments),
        ("commentsExtended.xml", extended),
    ];
    assert_eq!(told(body, &parts), "a|b#[0]\nc#[0]|d#[1]");
    let read = foreign(body, &parts).comments;
    assert_eq!(
        (read[0].author.as_str(), read[0].text.as_str()),
        ("Rasa", "Kodėl?\nAntra.")
    );
    assert_eq!((read[0].is_settled, read[1].is_settled), (true, false));
    assert_eq!((read[0].answers, read[1].answers), (None, Some(0)));
}

#[test]
fn links_fields_notes_and_signs_are_read() {
    let notes = "<w:footnotes xmlns:w=\"w\"><w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote>\
        <w:footnote w:id=\"2\"><w:p><w:r><w:footnoteRef/><w:t xml:space=\"preserve\"> Išnaša.</w:t></w:r>\
        <w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p></w:footnote></w:footnotes>";
    let field = |asked: &str, shown: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{asked}</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>{shown}</w:t></w:r>\
             <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let body = format!(
        "<w:p><w:hyperlink r:id=\"rL\"><w:r><w:t>a</w:t></w:r></w:hyperlink>{}{}\
         <w:fldSimple w:instr=\"PAGE\"><w:r><w:t>7</w:t></w:r></w:fldSimple>\
         <w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:footnoteReference w:id=\"9\"/></w:r></w:p>\
         <w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/><w:sym w:font=\"Kitas\" w:char=\"F041\"/>\
         <w:softHyphen/></w:r><w:smartTag><w:r><w:t>žymė</w:t></w:r></w:smartTag>\
         <m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>\
         <w:r><w:ruby><w:rt><w:r><w:t>b</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>a</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>\
         <w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:default w:val=\"1\"/></w:checkBox></w:ffData></w:fldChar></w:r>\
         <w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:t>dingtų</w:t></w:r></w:p>",
        field("HYPERLINK \"https://kitas.lt/\"", "b"),
        field(" HYPERLINK \\l \"vieta\"", "c"),
    );
    let wanted = "a(https://pavyzdys.lt/)|b(https://kitas.lt/)|c7|[^Išnaša.]\n\
        ✓\u{FFFD}\u{AD}žymė1/2a(b)\n☑\n! a note whose text is missing\n! a note whose text is missing\n\
        ! a sign of the font `Kitas`: F041\n! text in a field that does not end: `dingtų`";
    assert_eq!(told(&body, &[("footnotes.xml", notes)]), wanted);
}

#[test]
fn what_is_drawn_is_read_or_told() {
    let header = "<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>Antraštė</w:t></w:r></w:p></w:hdr>";
    let chart = "<c:chartSpace xmlns:c=\"c\"><c:v>Sausis</c:v><c:v>5</c:v></c:chartSpace>";
    let body = "<w:p><w:r><w:drawing><wp:inline><wp:docPr descr=\"Nuotrauka\"/><a:blip r:embed=\"rP\"/></wp:inline></w:drawing></w:r></w:p>\
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>rėmelis</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>\
        <mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>rėmelis</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent><w:t>po</w:t></w:r></w:p>\
        <w:p><w:r><w:drawing><c:chart r:id=\"rA\"/></w:drawing><w:drawing><wps:wsp/></w:drawing>\
        <w:pict><v:shape><v:imagedata r:id=\"rX\"/></v:shape></w:pict><w:pict><v:rect hr=\"t\"/></w:pict></w:r></w:p>\
        <w:sectPr><w:headerReference w:type=\"first\" r:id=\"rF\"/><w:headerReference w:type=\"default\" r:id=\"rH\"/></w:sectPr>"
        .replace("<wp:", "<w:").replace("</wp:", "</w:").replace("<a:", "<w:")
        .replace("wps:", "w:").replace("<c:", "<w:");
    let parts = [
        ("media/a.png", "x"),
        ("header1.xml", header),
        ("charts/chart1.xml", chart),
    ];
    let wanted = "picture a.png: Nuotrauka\nrėmelis\npo\n\nedge Antraštė\n\
        ! a chart or a diagram: Sausis 5 \n! a drawing\n! a drawing";
    assert_eq!(told(&body, &parts), wanted);
}

#[test]
fn a_broken_or_hostile_file_is_refused_in_words() {
    let refused = |bytes: &[u8]| read(bytes).expect_err("a refusal").to_string();
    let of_text = |xml: &str| refused(&packed(&[("word/document.xml", xml.as_bytes())]));
    assert!(refused(b"\xD0\xCF\x11\xE0").contains("save it as DOCX"));
    assert!(refused(b"").contains("the file is empty"));
    assert!(refused(b"Rodiklis;2027").contains("whatever its name says"));
    assert!(refused(b"PK\x03\x04").contains("it is damaged"));
    assert!(refused(&packed(&[("mimetype", b"x")])).contains("it is no DOCX"));
    assert!(of_text("<a>").contains("before it is complete"));
    assert!(of_text("<a/>").contains("has no text"));
    assert!(of_text("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>").contains("document type"));
    assert!(of_text("<a>&b;</a>").contains("`&b;` stands for nothing"));
    assert!(of_text(&"<a>".repeat(5000)).contains("nested deeper"));
    let latin = b"<a>\xF0</a>".as_slice();
    assert!(refused(&packed(&[("word/document.xml", latin)])).contains("encoding of Unicode"));
    let styles = file(&p("x"), &[("styles.xml", "<w:styles>")]);
    assert!(refused(&styles).contains("`word/styles.xml`"));
}

#[test]
fn a_part_in_sixteen_bits_and_at_another_place_is_read() {
    let text = "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>ąžuolas &amp; ę</w:t></w:r></w:p></w:body></w:document>";
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let relations = "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"/kitur/../doc/t.xml\"/></Relationships>";
    let bytes = packed(&[
        ("_rels/.rels", relations.as_bytes()),
        ("doc/t.xml", wide.as_slice()),
    ]);
    let read = read(&bytes).expect("a file");
    let Block::Paragraph(first) = &read.blocks[0] else {
        panic!("a paragraph")
    };
    assert_eq!(first.runs[0].text, "ąžuolas & ę");
}
