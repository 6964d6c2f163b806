//! Tests of drawings that are too large to be written in `tests/rules/drawings.md`, and of what is
//! made of a sound one.

use std::borrow::Cow;

use super::*;

fn typeface() -> Typeface {
    let file = |name: &'static [u8]| Cow::Borrowed(name);
    Typeface {
        name: "Times New Roman".to_owned(),
        files: [
            file(include_bytes!(
                "../../../../templates/common/fonts/LiberationSerif-Regular.ttf"
            )),
            file(include_bytes!(
                "../../../../templates/common/fonts/LiberationSerif-Bold.ttf"
            )),
            file(include_bytes!(
                "../../../../templates/common/fonts/LiberationSerif-Italic.ttf"
            )),
            file(include_bytes!(
                "../../../../templates/common/fonts/LiberationSerif-BoldItalic.ttf"
            )),
        ],
        fallbacks: Vec::new(),
        ligatures: false,
    }
}

fn drawing(attributes: &str, parts: &str) -> String {
    format!("<svg xmlns=\"{NAMESPACE}\" {attributes}>{parts}</svg>")
}

fn sized(parts: &str) -> String {
    drawing("width=\"40\" height=\"20\"", parts)
}

fn made(text: &str) -> Arc<Image> {
    let sound = read(text.as_bytes(), &typeface());
    sound.unwrap_or_else(|fault| panic!("{fault:?}")).image
}

fn written(text: &str) -> String {
    String::from_utf8_lossy(&made(text).bytes).into_owned()
}

/// The message of a drawing that is refused.
fn refused(text: &str) -> String {
    match read(text.as_bytes(), &typeface()) {
        Ok(sound) => panic!("it was read: {sound:?}"),
        Err(fault) => fault.message.to_string(),
    }
}

#[test]
fn a_drawing_becomes_paths_with_colours_and_nothing_else() {
    let text = sized(
        "<style>.a{fill:#123456}</style><script>alert(1)</script><title>Knyga</title>\
         <a href=\"https://example.org\" onclick=\"alert(2)\"><text class=\"a\" y=\"15\">Ąž</text></a>",
    );
    let written = written(&text);
    assert!(written.contains("<path fill=\"#123456\""), "{written}");
    for word in [
        "<text",
        "<style",
        "script",
        "alert",
        "example.org",
        "font",
        "class",
    ] {
        assert!(!written.contains(word), "{word}: {written}");
    }
    // What is plain stays as it is.
    assert_eq!(written, self::written(&written));
}

#[test]
fn the_letters_are_those_of_the_faces() {
    let text = |style: &str| sized(&format!("<text y=\"15\" {style}>Knyga</text>"));
    let plain = written(&text(""));
    assert_eq!(plain, written(&text("font-family=\"Comic Sans MS\"")));
    assert_ne!(plain, written(&text("font-weight=\"bold\"")));
    assert_ne!(plain, written(&text("font-style=\"italic\"")));
}

/// The box of the drawing is kept to the letter; what is whole is only the room for it.
#[test]
fn the_size_is_whole_pixels_and_the_shape_is_kept() {
    let rectangle = "<rect width=\"9\" height=\"9\"/>";
    let image = made(&drawing("width=\"33.4\" height=\"10.6\"", rectangle));
    assert_eq!((image.width, image.height), (33, 11));
    let text = String::from_utf8_lossy(&image.bytes);
    let root = "width=\"33\" height=\"11\" viewBox=\"0 0 33.4 10.6\">";
    assert!(text.contains(root), "{text}");
    let image = made(&drawing("width=\"0.25in\" height=\"0.01\"", rectangle));
    assert_eq!((image.width, image.height), (24, 1));
    let image = made(&drawing("width=\"1e9\" height=\"1e8\"", rectangle));
    assert_eq!((image.width, image.height), (MAX_SIDE, MAX_SIDE / 10));
}

/// A small file can ask for more than a machine has.
#[test]
fn drawings_without_end_are_refused_before_they_are_drawn() {
    let rectangle = "<rect width=\"9\" height=\"9\"/>";
    let deep = format!(
        "{}{rectangle}{}",
        "<g>".repeat(500_000),
        "</g>".repeat(500_000)
    );
    assert!(refused(&sized(&deep)).contains("20 deep"));
    let many = rectangle.repeat(guard::MAX_ELEMENTS + 1);
    assert!(refused(&sized(&many)).contains("20000 elements"));
    let notes = "<!---->".repeat(5 * guard::MAX_ELEMENTS);
    assert!(refused(&sized(&notes)).contains("20000 elements"));
    let long = format!("<path d=\"{}\"/>", "M 0 0 L 9 9 ".repeat(400_000));
    assert!(refused(&sized(&long)).contains("4 MB"));
    let words = format!("<text>{}</text>", "ąž".repeat(5_000));
    assert!(refused(&sized(&words)).contains("4 MB"));
    let word = format!("<!ENTITY a \"{}\">", "x".repeat(10_000));
    let entities = format!(
        "<!DOCTYPE svg [{word}]>{}",
        sized(&format!("<text>{}</text>", "&a;".repeat(10_000)))
    );
    assert!(refused(&entities).contains("entities stand for"));
    let rules = format!("<style>{}</style>", ".a .b,rect{fill:red}".repeat(10_000));
    let styled = format!("{rules}{}", rectangle.repeat(1_000));
    assert!(refused(&sized(&styled)).contains("20000 style rules"));
}

/// Each of these parts names the one before it twice.
#[test]
fn clip_paths_in_clip_paths_are_refused_however_they_are_named() {
    let clips = |inside: &dyn Fn(usize) -> String| -> String {
        let clips =
            (1..40).map(|at| format!("<clipPath id=\"c{at}\">{0}{0}</clipPath>", inside(at)));
        let clips: String = clips.collect();
        sized(&format!(
            "{clips}<rect width=\"9\" height=\"9\" clip-path=\"url(#c39)\"/>"
        ))
    };
    let direct = |at: usize| format!("<path d=\"M 0 0 H 9\" clip-path=\"url(#c{})\"/>", at - 1);
    let style = |at: usize| {
        format!(
            "<path d=\"M 0 0 H 9\" style=\"clip-path:url(#c{})\"/>",
            at - 1
        )
    };
    let class = |at: usize| {
        format!(
            "<style>path.k{at}{{clip-path:url(#c{})}}</style><path class=\"a k{at}\"/>",
            at - 1
        )
    };
    let other = |at: usize| {
        let part = format!("<path id=\"p{at}\" clip-path=\"url(#c{})\"/>", at - 1);
        format!("<use href=\"#p{at}\"/><defs>{part}</defs>")
    };
    let all: [&dyn Fn(usize) -> String; 4] = [&direct, &style, &class, &other];
    for inside in all {
        assert!(refused(&clips(inside)).contains("clipped itself"));
    }
    // One that is not clipped may stand beside a class that clips.
    let fine = "<style>.k{clip-path:url(#a)} .l{fill:none}</style>\
                <clipPath id=\"a\"><rect class=\"l\" width=\"9\" height=\"9\"/></clipPath>\
                <rect class=\"k\" width=\"9\" height=\"9\"/>";
    made(&sized(fine));
}

#[test]
fn what_means_to_be_a_drawing_is_known_by_its_bytes() {
    for text in [
        "<svg/>",
        " \n<?xml version=\"1.0\"?><!-- a --><svg/>",
        "\u{feff}<svg/>",
    ] {
        assert!(is_svg(text.as_bytes()), "{text}");
    }
    let wide: Vec<u8> = "\u{feff}<svg/>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(is_svg(&wide));
    for text in ["", "svg", "<html><svg/></html>", "<p/>", "GIF89a<svg"] {
        assert!(!is_svg(text.as_bytes()), "{text}");
    }
}
