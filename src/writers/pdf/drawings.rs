//! Drawings as form XObjects (ISO 32000-1, 8.10): lines and areas stay what they are, in any size.
//!
//! `svg2pdf` makes a file of one page of each. Its content and what that uses move into ours, with
//! two changes: the colours are those of the device, which the output intent says to be sRGB, as
//! they are for all pictures; and the keys are in order, since `svg2pdf` takes them from a hash map.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use svg2pdf::usvg::{Options, Tree};
use svg2pdf::{ConversionOptions, PageOptions};

use super::images::resource;
use crate::document::{Encoding, Image};
use crate::writers::images::Images;

/// Puts the drawings in the places that they have among the resources of a page.
pub(super) fn install(
    images: &Images,
    document: &mut Document,
    page: ObjectId,
) -> Result<(), String> {
    let drawings = images.iter().enumerate();
    for (number, image) in drawings.filter(|(_, image)| image.encoding == Encoding::Svg) {
        let name = resource(number).0;
        let place = place(document, page, name.as_bytes());
        let place = place.map_err(|error| format!("`{name}` has no place: {error}"))?;
        let (form, used) = form(image, document.max_id + 1)?;
        document.objects.insert(place, Object::Stream(form));
        document.max_id = used.max_id.max(document.max_id);
        document.objects.extend(used.objects);
    }
    Ok(())
}

/// The object of that name among the resources of a page.
fn place(document: &Document, page: ObjectId, name: &[u8]) -> lopdf::Result<ObjectId> {
    let page = document.get_dictionary(page)?;
    let resources = document.get_dict_in_dict(page, b"Resources")?;
    let objects = document.get_dict_in_dict(resources, b"XObject")?;
    objects.get(name)?.as_reference()
}

/// The form of a drawing, one unit wide and high as a picture is, and the objects that it uses,
/// numbered from `first`.
fn form(image: &Image, first: u32) -> Result<(Stream, Document), String> {
    let broken = |error: &dyn std::fmt::Display| format!("a drawing cannot be drawn: {error}");
    let text = str::from_utf8(&image.bytes).map_err(|error| broken(&error))?;
    let tree = Tree::from_str(text, &Options::default()).map_err(|error| broken(&error))?;
    let options = ConversionOptions {
        compress: false,
        embed_text: false,
        pdfa: true,
        ..ConversionOptions::default()
    };
    let file = svg2pdf::to_pdf(&tree, options, PageOptions { dpi: 72.0 });
    let file = file.map_err(|error| broken(&error))?;
    let file = Document::load_mem(&file).map_err(|error| broken(&error))?;
    let (mut content, used) = content(file, first).map_err(|error| broken(&error))?;
    let (width, height) = (image.width as f32, image.height as f32);
    let matrix = [1.0 / width, 0.0, 0.0, 1.0 / height, 0.0, 0.0];
    let numbers = |numbers: &[f32]| numbers.iter().copied().map(Object::Real).collect();
    let entries = [
        ("Type", "XObject".into()),
        ("Subtype", "Form".into()),
        ("BBox", Object::Array(numbers(&[0.0, 0.0, width, height]))),
        ("Matrix", Object::Array(numbers(&matrix))),
    ];
    for (key, value) in entries {
        content.dict.set(key, value);
    }
    Ok((content, used))
}

/// The content of the only page, with its resources, and the objects that these lead to.
fn content(mut file: Document, first: u32) -> lopdf::Result<(Stream, Document)> {
    file.renumber_objects_with(first);
    let spaces = file.clone();
    let objects = file.objects.values_mut();
    objects.for_each(|object| make_ours(object, &spaces));
    let page = file
        .page_iter()
        .next()
        .ok_or(lopdf::Error::PageNumberNotFound(1))?;
    let page = file.get_dictionary(page)?;
    let resources = page.get(b"Resources")?.clone();
    let content = file.get_object(page.get(b"Contents")?.as_reference()?)?;
    let mut content = Stream::new(Dictionary::new(), content.as_stream()?.content.clone());
    content.dict.set("Resources", resources.clone());
    // What the resources do not lead to is the page, and what told of the file.
    file.trailer = Dictionary::from_iter([("Resources", resources)]);
    file.prune_objects();
    Ok((content, file))
}

/// Takes the colours of the device for those of a profile in `file`, and puts keys into order.
fn make_ours(object: &mut Object, file: &Document) {
    match object {
        Object::Array(items) => {
            if let Some(name) = device_space(items, file) {
                *object = Object::from(name);
                return;
            }
            items.iter_mut().for_each(|item| make_ours(item, file));
        }
        Object::Dictionary(entries) => order(entries, file),
        Object::Stream(stream) => order(&mut stream.dict, file),
        _ => {}
    }
}

fn order(entries: &mut Dictionary, file: &Document) {
    let mut ordered: Vec<_> = std::mem::take(entries).into_iter().collect();
    ordered.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (key, mut value) in ordered {
        make_ours(&mut value, file);
        entries.set(key, value);
    }
}

/// The colour space of the device with as many colours as one with a profile (8.6.5.5).
fn device_space(items: &[Object], file: &Document) -> Option<&'static str> {
    let [kind, profile] = items else { return None };
    if kind.as_name().ok()? != b"ICCBased" {
        return None;
    }
    let profile = file.get_object(profile.as_reference().ok()?).ok()?;
    let colours = profile.as_stream().ok()?.dict.get(b"N").ok()?;
    Some(match colours.as_i64().ok()? {
        1 => "DeviceGray",
        _ => "DeviceRGB",
    })
}
