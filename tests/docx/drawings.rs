//! Pictures and charts.

use aktas::document::{Amount, Block, Chart, ChartSort, Document, Encoding, Series};
use aktas::layout::page::{Drawing, TableColumns};
use aktas::length::Length;
use aktas::source::{Sources, Span};
use aktas::writers::docx::lint::{Rule, lint};
use aktas::writers::docx::{Measures, write};
use calamine::Reader;

use super::package::{part, replaced};
use super::{one_section, package, sample, written};

/// Each picture is one part, however often it is shown; its line stays with the caption.
#[test]
fn pictures_are_packed_once() {
    let photo = sample::picture(Encoding::Jpeg { colour: true }, b"photo", 1600, 1000);
    let logo = sample::picture(Encoding::Png, b"logo", 400, 200);
    let blocks = vec![
        sample::figure(vec![photo.clone()], Some("Prie lentynų")),
        sample::figure(vec![logo, photo], None),
    ];
    let file = written(&one_section(blocks), &sample::style());
    assert_eq!(lint(&file), Ok(Vec::new()));
    let names = package::names(&file);
    let media: Vec<_> = names.iter().filter(|name| name.contains("media")).collect();
    assert_eq!(media, ["word/media/image1.jpeg", "word/media/image2.png"]);
    let types = part(&file, "[Content_Types].xml");
    assert!(types.contains("<Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>"));
    assert!(types.contains("<Default Extension=\"png\" ContentType=\"image/png\"/>"));
    let text = part(&file, "word/document.xml");
    let embedded: Vec<&str> = text
        .split("r:embed=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default())
        .collect();
    assert_eq!(embedded, ["rIdImage1", "rIdImage2", "rIdImage1"]);
    assert!(text.contains("descr=\"Septyni &lt;žmonės&gt; &amp; knygos\""));
    // 170 mm are 6 120 000 EMU; the height keeps the proportions.
    assert!(
        text.contains("<wp:extent cx=\"6120015\" cy=\"3824998\"/>"),
        "{text}"
    );
    let line = text.split("<w:p>").nth(1).unwrap_or_default();
    assert!(line.contains("Figure-photo") && line.contains("<w:keepNext/>"));

    let twice = replaced(
        &file,
        "word/document.xml",
        "<wp:docPr id=\"2\"",
        "<wp:docPr id=\"1\"",
    );
    let silent = replaced(&file, "word/document.xml", " descr=", " title=");
    let lost = replaced(
        &file,
        "word/_rels/document.xml.rels",
        "image2.png",
        "image3.png",
    );
    let other = replaced(&file, "word/document.xml", "\"rIdImage1\"", "\"rIdStyles\"");
    for (file, rule) in [
        (twice, Rule::DuplicateDrawing),
        (silent, Rule::DrawingWithoutWords),
        (lost, Rule::DanglingRelationship),
        (other, Rule::WrongPart),
    ] {
        let faults = lint(&file).expect("a broken file can be read");
        assert!(
            faults.iter().any(|fault| fault.rule == rule),
            "{rule:?}: {faults:?}"
        );
    }
}

fn chart(sort: ChartSort) -> Block {
    let amount = |value: &str, text: &str| Amount {
        value: value.parse().expect("a number"),
        text: text.to_owned(),
    };
    let is_pie = sort == ChartSort::Pie;
    let series = |name: &str, values: [Option<Amount>; 2]| Series {
        name: name.to_owned(),
        values: values.to_vec(),
    };
    let mut all = vec![series(
        "Lankytojai & kt.",
        [Some(amount("1234.5", "1 234,5")), None],
    )];
    if !is_pie {
        all.push(series(
            "Išduota",
            [Some(amount("10", "10,0")), Some(amount("20.25", "20,3"))],
        ));
    }
    Block::Chart(Chart {
        id: None,
        role: "chart".into(),
        sort,
        caption: Some(sample::line("1 diagrama")),
        unit: "tūkst.".to_owned(),
        categories: vec!["2025 m.".to_owned(), "2026 m.".to_owned()],
        series: all,
        axis: if is_pie {
            Vec::new()
        } else {
            vec![amount("0", "0"), amount("2000", "2 000")]
        },
        alt: "Diagrama <žodžiais>".to_owned(),
        place: Span::new(Sources::default().add("sample", ""), 0..0),
    })
}

/// Every sort of chart in one document, as the program writes it.
pub(crate) fn charts() -> Vec<u8> {
    let blocks = [ChartSort::Bar, ChartSort::Line, ChartSort::Pie].map(chart);
    with_charts(blocks.to_vec()).expect("charts can be written")
}

/// Blocks with up to three charts among them.
pub(crate) fn with_charts(blocks: Vec<Block>) -> Result<Vec<u8>, String> {
    written_with_charts(&one_section(blocks))
}

fn written_with_charts(document: &Document) -> Result<Vec<u8>, String> {
    let style = sample::style();
    let drawing = Drawing {
        width: Length::mm(165),
        height: Length::mm(70),
        with_values: true,
        every: 1,
        ..Drawing::default()
    };
    let drawings = [drawing.clone(), drawing.clone(), drawing];
    let one_column = TableColumns {
        widths: vec![Length::mm(170)],
        ..TableColumns::default()
    };
    let measures = Measures {
        tables: &[one_column],
        charts: &drawings,
        ..Measures::default()
    };
    write(document, &style, measures, &sample::words())
}

/// A plain drawing of 400 by 200 pixels, the left half of which is red.
const DRAWING: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"200\" \
    viewBox=\"0 0 400 200\"><path fill=\"#ff0000\" d=\"M 0 0 L 200 0 L 200 200 L 0 200 Z\"/></svg>";

/// A drawing is there as it is and painted, for the largest size in which it is shown.
#[test]
fn a_drawing_is_packed_with_its_pixels() {
    let drawing = sample::picture(Encoding::Svg, DRAWING, 400, 200);
    let many = vec![drawing.clone(); 8];
    let blocks = vec![
        sample::figure(many, None),
        sample::figure(vec![drawing], None),
    ];
    let file = written(&one_section(blocks), &sample::style());
    assert_eq!(lint(&file), Ok(Vec::new()));
    assert_eq!(package::bytes(&file, "word/media/image1.svg"), DRAWING);
    let types = part(&file, "[Content_Types].xml");
    assert!(types.contains("<Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>"));
    assert!(types.contains("<Default Extension=\"png\" ContentType=\"image/png\"/>"));
    let text = part(&file, "word/document.xml");
    let blip = "<a:blip r:embed=\"rIdImage1\"><a:extLst>\
        <a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\"><asvg:svgBlip \
        xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" \
        r:embed=\"rIdDrawing1\"/></a:ext></a:extLst></a:blip>";
    assert_eq!(text.matches(blip).count(), 9, "{text}");

    let pixels = package::bytes(&file, "word/media/image1.png");
    let decoder = png::Decoder::new(std::io::Cursor::new(pixels.as_slice()));
    let mut reader = decoder.read_info().expect("a PNG file");
    // 400 pixels of 96 to the inch are 1250 of 300.
    assert_eq!(reader.info().size(), (1250, 625));
    let mut samples = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut samples).expect("pixels");
    let pixel = |x: usize| &samples[(300 * 1250 + x) * 4..][..4];
    assert_eq!(pixel(600), [255, 0, 0, 255]);
    assert_eq!(pixel(700), [0, 0, 0, 0]);

    let document = "word/document.xml";
    for (from, to) in [
        ("r:embed=\"rIdDrawing1\"", "r:embed=\"rIdImage1\""),
        ("r:embed=\"rIdImage1\"", "r:embed=\"rIdDrawing1\""),
    ] {
        let file = replaced(&file, document, from, to);
        let faults = lint(&file).expect("the file can be read");
        let rules: Vec<Rule> = faults.iter().map(|fault| fault.rule).collect();
        assert_eq!(rules, [Rule::WrongPart], "{faults:?}");
    }
}

/// Pictures and charts are counted together: Word repairs a file in which two drawings are one.
#[test]
fn every_drawing_has_a_number_of_its_own() {
    let picture = || {
        let picture = sample::picture(Encoding::Png, b"logo", 400, 200);
        sample::figure(vec![picture], None)
    };
    let blocks = vec![picture(), chart(ChartSort::Pie), picture()];
    let file = with_charts(blocks).expect("drawings can be written");
    assert_eq!(lint(&file), Ok(Vec::new()));
    let text = part(&file, "word/document.xml");
    for told in [
        "id=\"1\" name=\"Picture 1\"",
        "id=\"2\" name=\"Chart 1\"",
        "id=\"3\" name=\"Picture 3\"",
    ] {
        assert!(text.contains(&format!("<wp:docPr {told}")), "{text}");
    }
}

/// Rows cannot hold drawings; a chart in one is refused and not lost.
#[test]
fn a_chart_in_a_cell_is_refused() {
    let mut table = sample::table(1);
    let mut cell = sample::cell("", 1, 1, None);
    cell.blocks = vec![chart(ChartSort::Bar)];
    table.body = vec![sample::row(false, vec![cell])];
    let refused = with_charts(vec![Block::Table(table)]);
    assert_eq!(
        refused,
        Err("a picture or a chart stands within a cell".to_owned())
    );
}

/// Who edits a chart in Word finds in its workbook what the chart shows, cell by cell.
fn workbook_agrees(file: &[u8], number: usize, chart: &str) {
    let path = format!("word/embeddings/Microsoft_Excel_Sheet{number}.xlsx");
    let bytes = std::io::Cursor::new(package::bytes(file, &path));
    let mut workbook = calamine::Xlsx::new(bytes).expect("a workbook");
    let sheet = workbook.worksheet_range("Sheet1").expect("a sheet");
    let relationships = part(file, &format!("word/charts/_rels/chart{number}.xml.rels"));
    let target = format!("Target=\"../embeddings/Microsoft_Excel_Sheet{number}.xlsx\"");
    assert!(relationships.contains(&target), "{relationships}");
    assert!(chart.contains("<c:externalData r:id=\"rId1\">"), "{chart}");

    let chart = roxmltree::Document::parse(chart).expect("the part is XML");
    let mut shown = 0;
    for cells in chart.descendants().filter(|node| node.has_tag_name("f")) {
        let name = cells.text().unwrap_or_default().replace('$', "");
        let (_, first) = name.split_once('!').expect("a sheet and its cells");
        let column = u32::from(first.as_bytes()[0] - b'A');
        let row: u32 = first[1..]
            .split(':')
            .next()
            .and_then(|row| row.parse().ok())
            .expect("a row");
        let kept = cells
            .next_sibling_element()
            .expect("what the chart keeps of the cells");
        for point in kept.children().filter(|node| node.has_tag_name("pt")) {
            let index: u32 = point
                .attribute("idx")
                .and_then(|it| it.parse().ok())
                .expect("a place");
            let value = point
                .descendants()
                .find_map(|node| node.text())
                .unwrap_or_default();
            let cell = sheet
                .get_value((row - 1 + index, column))
                .map(ToString::to_string);
            assert_eq!(cell.as_deref(), Some(value), "{name}");
            shown += 1;
        }
    }
    let filled = sheet.used_cells().count();
    let rows = sheet.height() - 1;
    let columns = sheet.width() - 1;
    // Each series keeps the names of the categories for itself.
    assert_eq!(shown, filled + rows * (columns - 1));
}

#[test]
fn charts_are_parts_with_their_numbers() {
    let file = charts();
    assert_eq!(lint(&file), Ok(Vec::new()));
    assert!(file == charts(), "two files of one document differ");
    let text = part(&file, "word/document.xml");
    for (number, plot) in [
        (1, "<c:barChart>"),
        (2, "<c:lineChart>"),
        (3, "<c:pieChart>"),
    ] {
        let chart = part(&file, &format!("word/charts/chart{number}.xml"));
        assert!(roxmltree::Document::parse(&chart).is_ok());
        assert!(
            chart.contains(plot) && chart.contains("<c:v>Lankytojai &amp; kt.</c:v>"),
            "{chart}"
        );
        assert!(
            chart.contains("<c:pt idx=\"0\"><c:v>1234.5</c:v></c:pt>"),
            "{chart}"
        );
        assert!(
            chart.contains("##0.0;"),
            "as many decimals as are printed: {chart}"
        );
        workbook_agrees(&file, number, &chart);
        assert!(text.contains(&format!("<c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rIdChart{number}\"/>")));
        assert!(text.contains(&format!("<wp:docPr id=\"{number}\" name=\"Chart {number}\" descr=\"Diagrama &lt;žodžiais&gt;\"/>")), "{text}");
    }
}

#[test]
fn a_chart_in_no_known_language_names_none() {
    let mut document = one_section(vec![chart(ChartSort::Bar)]);
    document.properties.lang.clear();
    let file = written_with_charts(&document).expect("a chart can be written");
    let chart = part(&file, "word/charts/chart1.xml");
    assert!(!chart.contains("lang"), "{chart}");
}
