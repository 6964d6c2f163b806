//! Tests of charts: what is drawn, and that nothing leaves its drawing.

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::document::{Amount, Block, Chart, ChartSort, Series};
use crate::layout::page::{Drawing, Layout, NodeRole, Owner, Path, Shade, Shape};
use crate::layout::tests::{document, lay, para, place, style, text};
use crate::length::Length;

fn amount(value: i64, scale: u32) -> Amount {
    let value = Decimal::new(value, scale);
    let text = value.to_string().replace('.', ",").replace('-', "−");
    Amount { value, text }
}

/// A chart of these values, with marks around them.
pub(crate) fn chart(sort: ChartSort, categories: &[&str], series: &[&[Option<i64>]]) -> Chart {
    let values = || series.iter().copied().flatten().flatten().copied();
    let (low, high) = (
        values().min().unwrap_or(0).min(0),
        values().max().unwrap_or(0).max(1),
    );
    let is_pie = sort == ChartSort::Pie;
    let name = |(index, values): (usize, &&[Option<i64>])| Series {
        name: format!("eilutė {index}"),
        values: values
            .iter()
            .map(|value| value.map(|value| amount(value, 0)))
            .collect(),
    };
    Chart {
        id: None,
        role: "chart".into(),
        sort,
        caption: Some(vec![text("Apsilankymai")]),
        unit: "vnt.".to_owned(),
        categories: categories.iter().map(|&name| name.to_owned()).collect(),
        series: series.iter().enumerate().map(name).collect(),
        axis: if is_pie {
            Vec::new()
        } else {
            vec![amount(low, 0), amount(high, 0)]
        },
        alt: "Stulpelinė diagrama „Apsilankymai“.".to_owned(),
        place: place(),
    }
}

fn laid(chart: Chart) -> Layout {
    lay(
        &document(vec![para("body", "Prieš"), Block::Chart(chart)]),
        &style(),
    )
}

/// The areas of the drawing that have this shade.
fn areas(layout: &Layout, shade: Shade) -> Vec<[Length; 4]> {
    let items = layout.charts[0].items.iter();
    let filled = items.filter(
        |item| matches!(&item.shape, Shape::Path(Path { fill: Some(fill), .. }) if *fill == shade),
    );
    filled.map(|item| item.shape.edges()).collect()
}

fn words(layout: &Layout) -> String {
    let runs = layout.charts[0]
        .items
        .iter()
        .filter_map(|item| match &item.shape {
            Shape::Glyphs(run) => Some(run.text.as_str()),
            _ => None,
        });
    runs.collect()
}

#[test]
fn bars_are_as_high_as_their_values() {
    let layout = laid(chart(
        ChartSort::Bar,
        &["a", "b", "c", "d"],
        &[&[Some(100), Some(50), None, Some(-25)]],
    ));
    let bars = areas(&layout, Shade::Middle);
    let heights: Vec<i64> = bars
        .iter()
        .map(|[_, top, _, bottom]| (*bottom - *top).to_milli() - 500)
        .collect();
    assert_eq!(heights.len(), 3, "a missing value has no bar");
    assert!(
        (heights[0] - 2 * heights[1]).abs() <= 2 && (heights[0] - 4 * heights[2]).abs() <= 4,
        "{heights:?}"
    );
    // Above zero and below it: the bars meet at its line.
    assert_eq!(bars[0][3], bars[1][3]);
    assert!((bars[2][1] - bars[0][3]).to_milli().abs() <= 500);
}

#[test]
fn slices_go_clockwise_from_above() {
    let layout = laid(chart(ChartSort::Pie, &["a", "b"], &[&[Some(3), Some(1)]]));
    let [left, top, right, bottom] = layout.charts[0].plot;
    let middle = (left + right) / 2;
    // Three quarters reach all around but for the upper left, which is the second slice.
    let near = |a: Length, b: Length| (a - b).to_milli().abs() < 1_000;
    let dark = areas(&layout, Shade::Dark)[0];
    assert!(
        near(dark[0], left) && near(dark[2], right) && near(dark[3], bottom),
        "{dark:?}"
    );
    let white = areas(&layout, Shade::White)[0];
    assert!(
        near(white[0], left) && near(white[1], top) && near(white[2], middle),
        "{white:?}"
    );
}

#[test]
fn a_line_is_broken_where_a_value_is_missing() {
    let values: &[Option<i64>] = &[Some(1), Some(2), None, Some(3), Some(4), None, Some(5)];
    let layout = laid(chart(
        ChartSort::Line,
        &["a", "b", "c", "d", "e", "f", "g"],
        &[values],
    ));
    let thick = layout.charts[0].items.iter().filter(|item| {
        matches!(&item.shape, Shape::Path(Path { stroke: Some(line), .. }) if line.thickness > Length::pt(1))
    });
    assert_eq!(thick.count(), 2, "the point alone is no line");
    assert_eq!(
        areas(&layout, Shade::Black).len(),
        5,
        "each point has its marker"
    );
}

#[test]
fn bars_lie_if_their_names_are_long() {
    let long =
        "Skaitymo skatinimo ir informacinio raštingumo ugdymo veiklos bibliotekoje ".repeat(3);
    let values: &[Option<i64>] = &[Some(1), Some(2), Some(3)];
    assert!(!laid(chart(ChartSort::Bar, &["I", "II", "III"], &[values])).charts[0].lying);
    assert!(laid(chart(ChartSort::Bar, &["I", "II", &long], &[values])).charts[0].lying);
}

#[test]
fn a_chart_is_one_figure_whose_caption_stays_on_its_page() {
    for lines in 30..60 {
        let mut blocks: Vec<Block> = (0..lines).map(|_| para("cell", "eilutė")).collect();
        blocks.push(Block::Chart(chart(ChartSort::Bar, &["a"], &[&[Some(1)]])));
        let layout = lay(&document(blocks), &style());
        let role = |owner: Owner| match owner {
            Owner::Node(node) => Some(&layout.structure.get(node).role),
            Owner::Artifact(_) => None,
        };
        let pages: Vec<Vec<&NodeRole>> = layout
            .pages
            .iter()
            .map(|page| {
                page.items
                    .iter()
                    .filter_map(|item| role(item.owner))
                    .collect()
            })
            .collect();
        for page in pages {
            let caption = page.contains(&&NodeRole::Caption);
            let figure = page
                .iter()
                .any(|role| matches!(role, NodeRole::Figure { alt } if alt.contains("Stulpelinė")));
            assert_eq!(caption, figure, "{lines}");
        }
    }
}

fn any_chart() -> impl Strategy<Value = Chart> {
    let name = prop_oneof![
        "[a-zž]{1,8}",
        "[a-z ]{1,80}",
        "[a-z]{200}",
        Just(String::new())
    ];
    let sort = prop_oneof![
        Just(ChartSort::Bar),
        Just(ChartSort::Line),
        Just(ChartSort::Pie)
    ];
    let value = prop_oneof![4 => (-999_999_i64..999_999).prop_map(Some), 1 => Just(None)];
    (
        sort,
        1..40usize,
        1..12usize,
        proptest::collection::vec(name, 60),
        proptest::collection::vec(value, 480),
        0..6_u32,
    )
        .prop_map(|(sort, categories, series, names, values, scale)| {
            let is_pie = sort == ChartSort::Pie;
            let value = |value: &Option<i64>| {
                value.map(|value| amount(if is_pie { value.abs() } else { value }, scale))
            };
            let row = |index: usize| Series {
                name: names[59 - index].clone(),
                values: values[index * 40..index * 40 + categories]
                    .iter()
                    .map(value)
                    .collect(),
            };
            Chart {
                categories: names[..categories].to_vec(),
                series: (0..if is_pie { 1 } else { series }).map(row).collect(),
                axis: if is_pie {
                    Vec::new()
                } else {
                    [-1_000_000, 0, 500_000, 1_000_000]
                        .map(|mark| amount(mark, scale))
                        .to_vec()
                },
                unit: names[40].clone(),
                ..chart(sort, &[], &[])
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_drawn_stays_in_its_drawing(chart in any_chart(), narrow in any::<bool>()) {
        let mut style = style();
        if narrow && let Some(style) = style.charts.get_mut("chart") {
            style.width = Some(Length::mm(45));
        }
        let layout = lay(&document(vec![Block::Chart(chart.clone())]), &style);
        let drawing = &layout.charts[0];
        let page = Length::mm(297);
        prop_assert!(drawing.height <= page);
        // A marker at the very edge stands half over it.
        let slack = Length::pt(4);
        for item in &drawing.items {
            let [left, top, right, bottom] = item.shape.edges();
            // A space at the end of a text is not seen.
            let right = match &item.shape { Shape::Glyphs(run) if run.text.ends_with(' ') => right - Length::pt(3), _ => right };
            prop_assert!(left >= -slack && right <= drawing.width + slack, "{:?} {left} {right} of {}", item.shape, drawing.width);
            prop_assert!(top >= -slack && bottom <= drawing.height + Length::pt(12), "{:?} {top} {bottom} of {}", item.shape, drawing.height);
        }
        prop_assert_eq!(lay(&document(vec![Block::Chart(chart)]), &style).charts, layout.charts);
    }
}

/// Whether all of a drawing stands between its upper and its lower edge.
fn is_in_its_height(drawing: &Drawing) -> bool {
    let edges = drawing.items.iter().map(|item| item.shape.edges());
    let (above, below) = (-Length::pt(4), drawing.height + Length::pt(12));
    edges
        .into_iter()
        .all(|[_, top, _, bottom]| top >= above && bottom <= below)
}

#[test]
fn a_drawing_under_a_caption_as_high_as_a_page_is_whole() {
    let values: &[Option<i64>] = &[Some(3), Some(1), Some(2)];
    for sort in [ChartSort::Bar, ChartSort::Line, ChartSort::Pie] {
        let mut chart = chart(sort, &["a", "b", "c"], &[values]);
        chart.caption = Some(vec![text(&"Apsilankymai ".repeat(900))]);
        let layout = laid(chart);
        let drawing = &layout.charts[0];
        assert!(drawing.height >= Length::mm(30), "{}", drawing.height);
        assert!(is_in_its_height(drawing), "{sort:?}");
    }
}

#[test]
fn labels_of_more_slices_than_a_page_has_lines_stay_in_the_drawing() {
    let names: Vec<String> = (0..60)
        .map(|index| {
            format!("{index} savivaldybės viešosios bibliotekos padalinys kaime prie upės")
        })
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let layout = laid(chart(ChartSort::Pie, &names, &[&[Some(1); 60]]));
    assert!(is_in_its_height(&layout.charts[0]));
}

#[test]
fn every_number_is_written_where_there_is_room() {
    let layout = laid(chart(
        ChartSort::Bar,
        &["a", "b"],
        &[&[Some(12), Some(34)], &[Some(56), Some(78)]],
    ));
    let words = words(&layout);
    for number in ["12", "34", "56", "78", "eilutė 0", "eilutė 1", "vnt."] {
        assert!(words.contains(number), "{number}: {words}");
    }
}
