//! Tests of pictures and charts: figures with words and a place.

use super::*;

/// Four by two pixels of a red that lets half of the ground through.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAYAAAB/qH1jAAAAE0lEQVR4nGM8ISfXwIAEmBjQAAAwkAGI8IYynwAAAABJRU5ErkJggg==";

/// Eight by eight blue pixels.
const PHOTO: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAIAAgDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDLooor0jzz/9k=";

/// A picture on a page is a figure with words and a box; each picture is in the file once.
#[test]
fn pictures_are_figures_and_in_the_file_once() {
    let decode = |digits: &str| {
        use base64::Engine as _;
        let bytes = base64::engine::general_purpose::STANDARD.decode(digits);
        bytes.unwrap_or_else(|error| panic!("{error}"))
    };
    let image = |encoding, digits, width, height| {
        Arc::new(Image {
            encoding,
            bytes: decode(digits),
            width,
            height,
        })
    };
    let dot = image(Encoding::Png, DOT, 4, 2);
    let photo = image(Encoding::Jpeg { colour: true }, PHOTO, 8, 8);
    let mut layout = layout_of(vec![run(Face::Regular, Length::pt(12), "Tekstas")]);
    let alt: Arc<str> = "Raudona dėmė".into();
    for (number, image) in [&dot, &photo, &dot].into_iter().enumerate() {
        let role = NodeRole::Figure { alt: alt.clone() };
        let owner = layout.structure.add(role, Some(NodeId(0)));
        layout.pages[0].items.push(Item {
            shape: Shape::Picture {
                image: image.clone(),
                x: Length::pt(10),
                y: Length::pt(20 + 100 * number as i64),
                width: Length::pt(40),
                height: Length::pt(30),
            },
            owner: Owner::Node(owner),
            revision: None,
        });
    }
    let bytes = write(&layout, &properties(), &style()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(Ok(&bytes), write(&layout, &properties(), &style()).as_ref());
    let file = lopdf::Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{error}"));
    let name_of = |dictionary: &lopdf::Dictionary, key: &[u8]| {
        let value = dictionary.get(key).and_then(|value| value.as_name());
        value.map_or(String::new(), |name| {
            String::from_utf8_lossy(name).into_owned()
        })
    };
    let streams = file
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let images: Vec<_> = streams
        .filter(|stream| name_of(&stream.dict, b"Subtype") == "Image")
        .collect();
    // The picture with transparency, its mask, and the photograph as it was.
    assert_eq!(images.len(), 3);
    let masked = images.iter().filter(|stream| stream.dict.has(b"SMask"));
    assert_eq!(masked.count(), 1);
    let photos: Vec<_> = images
        .iter()
        .filter(|stream| name_of(&stream.dict, b"Filter") == "DCTDecode")
        .collect();
    assert_eq!(photos.len(), 1);
    assert_eq!(photos[0].content, photo.bytes);
    let dictionaries = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let figures: Vec<_> = dictionaries
        .filter(|element| name_of(element, b"S") == "Figure")
        .collect();
    assert_eq!(figures.len(), 3);
    for figure in figures {
        assert!(figure.has(b"Alt"));
        let attributes = figure.get(b"A").and_then(|value| value.as_dict());
        assert!(attributes.is_ok_and(|attributes| attributes.has(b"BBox")));
    }
}

#[test]
fn a_chart_is_a_figure_with_its_words_and_its_place() {
    use crate::layout::chart::tests::chart;
    let mut document = plan(0);
    let bars = chart(
        ChartSort::Bar,
        &["a", "b"],
        &[&[Some(1), Some(2)], &[Some(3), None]],
    );
    document.sections[0].blocks = vec![Block::Chart(bars)];
    let (layout, style) = laid_out(&document);
    let bytes =
        write(&layout, &document.properties, &style).unwrap_or_else(|error| panic!("{error}"));
    let file = lopdf::Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{error}"));
    let is_figure = |object: &&lopdf::Dictionary| {
        object
            .get(b"S")
            .and_then(lopdf::Object::as_name)
            .is_ok_and(|name| name == b"Figure")
    };
    let dictionaries = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let figures: Vec<&lopdf::Dictionary> = dictionaries.filter(is_figure).collect();
    let [figure] = figures[..] else {
        panic!("{} figures", figures.len())
    };
    let alt = figure
        .get(b"Alt")
        .and_then(lopdf::Object::as_str)
        .unwrap_or_default();
    assert_eq!(alt, file::utf16("Stulpelinė diagrama „Apsilankymai“."));
    let attributes = figure.get(b"A").and_then(lopdf::Object::as_dict);
    let area = attributes
        .and_then(|attributes| attributes.get(b"BBox"))
        .and_then(lopdf::Object::as_array);
    let area: Vec<f32> = area.map_or(Vec::new(), |area| {
        area.iter()
            .filter_map(|edge| edge.as_float().ok())
            .collect()
    });
    let [left, lower, right, upper] = area[..] else {
        panic!("{area:?}")
    };
    assert!(
        left > 80.0 && right < 570.0 && right - left > 470.0 && upper - lower > 150.0,
        "{area:?}"
    );
}

/// Half of it lets the ground through, a gradient fills the other; what is clipped is round.
const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20' \
    viewBox='0 0 40 20'><defs><linearGradient id='a'><stop stop-color='red'/>\
    <stop offset='1' stop-color='blue' stop-opacity='0.5'/></linearGradient>\
    <clipPath id='b'><circle cx='10' cy='10' r='9'/></clipPath></defs>\
    <rect width='20' height='20' fill='green' fill-opacity='0.5' clip-path='url(#b)'/>\
    <g opacity='0.5'><rect x='20' width='20' height='20' fill='url(#a)' stroke='black'/></g></svg>";

/// A drawing stays lines and areas, in colours of the device, and is in the file once.
#[test]
fn a_drawing_is_a_form_of_lines_and_areas() {
    let image = Arc::new(Image {
        encoding: Encoding::Svg,
        bytes: DRAWING.as_bytes().to_vec(),
        width: 40,
        height: 20,
    });
    let mut layout = layout_of(vec![run(Face::Regular, Length::pt(12), "Tekstas")]);
    for number in 0..2 {
        let alt: Arc<str> = "Ženklas".into();
        let owner = layout
            .structure
            .add(NodeRole::Figure { alt }, Some(NodeId(0)));
        layout.pages[0].items.push(Item {
            shape: Shape::Picture {
                image: image.clone(),
                x: Length::pt(10),
                y: Length::pt(20 + 100 * number),
                width: Length::pt(40),
                height: Length::pt(20),
            },
            owner: Owner::Node(owner),
            revision: None,
        });
    }
    let bytes = write(&layout, &properties(), &style()).unwrap_or_else(|error| panic!("{error}"));
    // `svg2pdf` takes the order of resources from a hash map.
    for _ in 0..8 {
        assert_eq!(Ok(&bytes), write(&layout, &properties(), &style()).as_ref());
    }
    let file = lopdf::Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{error}"));
    let streams = file
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let name_of = |dictionary: &lopdf::Dictionary, key: &[u8]| {
        let value = dictionary.get(key).and_then(lopdf::Object::as_name);
        value.map_or(Vec::new(), <[u8]>::to_vec)
    };
    let of_sort = |sort: &[u8]| {
        let sort = sort.to_vec();
        streams
            .clone()
            .filter(move |stream| name_of(&stream.dict, b"Subtype") == sort)
    };
    assert_eq!(of_sort(b"Image").count(), 0);
    let whole: Vec<_> = of_sort(b"Form")
        .filter(|form| form.dict.has(b"Matrix"))
        .collect();
    let [whole] = whole[..] else {
        panic!("{} drawings", whole.len())
    };
    // In the size of a picture: one unit wide and high.
    let numbers = |key: &[u8]| {
        let array = whole.dict.get(key).and_then(lopdf::Object::as_array);
        let numbers = array.map(|array| array.iter().filter_map(|number| number.as_float().ok()));
        numbers.map_or(Vec::new(), Iterator::collect)
    };
    assert_eq!(numbers(b"BBox"), [0.0, 0.0, 40.0, 20.0]);
    assert_eq!(numbers(b"Matrix"), [0.025, 0.0, 0.0, 0.05, 0.0, 0.0]);
    let content = whole.decompressed_content();
    let content = lopdf::content::Content::decode(&content.unwrap_or_default());
    let content = content.unwrap_or_else(|error| panic!("{error}"));
    let drawn = |operator: &str| {
        content
            .operations
            .iter()
            .any(|done| done.operator == operator)
    };
    assert!(
        drawn("c") && drawn("f") && drawn("W") && !drawn("sh"),
        "{content:?}"
    );
    // One profile is that of the output intent.
    let profiles = streams.filter(|stream| stream.dict.has(b"N") && !stream.dict.has(b"First"));
    assert_eq!(profiles.count(), 1);
}
