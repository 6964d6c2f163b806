//! Tests of pictures.

use super::*;

fn figure(pictures: Vec<Picture>, caption: &str) -> Block {
    Block::Figure(Figure {
        id: None,
        role: "photo".into(),
        pictures,
        caption: Some(vec![text(caption)]),
    })
}

/// The pictures of the pages: page, left, top, width and height in whole points.
fn pictures(layout: &Layout) -> Vec<(usize, [i64; 4])> {
    let mut found = Vec::new();
    for (index, page) in layout.pages.iter().enumerate() {
        for item in &page.items {
            if let Shape::Picture {
                x,
                y,
                width,
                height,
                ..
            } = &item.shape
            {
                let points = [x, y, width, height].map(|length| length.to_milli() / 1000);
                found.push((index, points));
            }
        }
    }
    found
}

#[test]
fn pictures_stand_in_the_middle_of_the_text() {
    let blocks = vec![figure(vec![picture(200, 100), picture(200, 200)], "Knygos")];
    let layout = lay(&document(blocks), &style());
    // The text is 481 pt wide from 85 pt; the lower edges of both are on one line.
    let wanted = [(0, [170, 131, 150, 75]), (0, [330, 56, 150, 150])];
    assert_eq!(pictures(&layout), wanted);
}

#[test]
fn a_picture_goes_to_the_next_page_with_its_caption() {
    let mut blocks: Vec<Block> = (0..30).map(|_| para("body", "Eilutė")).collect();
    blocks.push(figure(vec![picture(400, 400)], "Parašas"));
    let layout = lay(&document(blocks), &style());
    assert_eq!(pictures(&layout).len(), 1);
    let page = pictures(&layout)[0].0;
    assert_eq!(page, 1);
    let caption = runs(&layout)
        .into_iter()
        .find(|(_, run, _)| run.text.contains("Parašas"));
    assert_eq!(caption.map(|(page, ..)| page), Some(page));
}
