//! The line that Word knows as one to be signed with a certificate.
//!
//! To Word it is a picture in VML that says of itself to be such a line (ISO/IEC 29500-4:2008,
//! 14.2.2.30): who clicks on it is asked to sign, and the picture of the signature takes its place.
//! Ours shows what a line on paper does: a rule to sign on.

use std::sync::Arc;

use docx_rs::ParagraphChild;
use sha2::{Digest, Sha256};

use crate::document::{Encoding, Image, Signature, plain_text};
use crate::kind::style::Words;
use crate::length::Length;

use super::conform::Additions;
use super::text;
use super::xml::{Xml, clean};

/// The size of the place to sign.
const SIZE: (Length, Length) = (Length::mm(35), Length::mm(14));

/// The size of its picture in pixels, 300 of them to an inch.
const PIXELS: (u32, u32) = (413, 165);

/// How thick the rule is, in pixels: half a point.
const RULE: u32 = 2;

/// The namespace of VML, written `v:`.
const VML: (&str, &str) = ("xmlns:v", "urn:schemas-microsoft-com:vml");

/// The namespace of what Office adds to VML, written `o:`.
const OFFICE: (&str, &str) = ("xmlns:o", "urn:schemas-microsoft-com:office:office");

/// Who makes the signature: what Office has of its own.
const PROVIDER: &str = "{00000000-0000-0000-0000-000000000000}";

/// The formulas of the shape that is a picture, as Word writes them.
const FORMULAS: [&str; 12] = [
    "if lineDrawn pixelLineWidth 0",
    "sum @0 1 0",
    "sum 0 0 @1",
    "prod @2 1 2",
    "prod @3 21600 pixelWidth",
    "prod @3 21600 pixelHeight",
    "sum @0 0 1",
    "prod @6 1 2",
    "prod @7 21600 pixelWidth",
    "sum @8 21600 0",
    "prod @7 21600 pixelHeight",
    "sum @10 21600 0",
];

/// What a signature line is written from.
pub(super) struct Line<'a> {
    /// Its number among those of the document, from 1.
    pub(super) number: usize,
    /// The stable name of the document.
    pub(super) document: &'a str,
    /// Who signs.
    pub(super) signature: &'a Signature,
    /// The words of the document's language.
    pub(super) words: &'a Words,
    /// The relationship to its picture.
    pub(super) picture: String,
    /// Its width and height.
    pub(super) size: (Length, Length),
}

/// The width and height of the place to sign; a cell may be narrower than it would be.
pub(super) fn size(text_width: Length) -> (Length, Length) {
    let (width, height) = SIZE;
    let fitting = width.min(text_width);
    (fitting, height.share(fitting.to_milli(), width.to_milli()))
}

impl Line<'_> {
    /// The run that holds the line.
    pub(super) fn run(&self, additions: &mut Additions) -> ParagraphChild {
        let (width, height) = self.size;
        let points = |length: Length| {
            let hundredths = length.to_milli() / 10;
            format!("{}.{:02}pt", hundredths / 100, hundredths % 100)
        };
        let style = format!("width:{};height:{}", points(width), points(height));
        let name = plain_text(&self.signature.name);
        let said = match self.words.signature.as_str() {
            "" => name.clone(),
            pattern => pattern.replace("{name}", &name),
        };
        let said = clean(&said);
        let mut xml = Xml::fragment();
        xml.open("w:pict", &[VML, OFFICE]);
        if self.number == 1 {
            picture_shape(&mut xml);
        }
        let id = format!("_x0000_i{}", 1024 + self.number);
        let shape = [
            ("id", id.as_str()),
            ("type", "#_x0000_t75"),
            ("style", &style),
            ("alt", &said),
        ];
        xml.open("v:shape", &shape);
        let picture = [("r:id", self.picture.as_str()), ("o:title", "")];
        xml.leaf("v:imagedata", &picture);
        self.what_it_is(&mut xml, &name);
        xml.close();
        xml.close();
        text::holding(&additions.add("w:pict", xml.finish()))
    }

    /// Says that the picture is a line to be signed, and who is to sign it.
    fn what_it_is(&self, xml: &mut Xml, name: &str) {
        let edit = ("v:ext", "edit");
        let kept = [
            "ungrouping",
            "rotation",
            "cropping",
            "verticies",
            "text",
            "grouping",
        ];
        let kept = kept.map(|what| (what, "t"));
        xml.leaf("o:lock", &[[edit].as_slice(), &kept].concat());
        let post = plain_text(&self.signature.post);
        xml.leaf(
            "o:signatureline",
            &[
                edit,
                ("id", &self.identity()),
                ("provid", PROVIDER),
                ("o:suggestedsigner", &clean(name)),
                ("o:suggestedsigner2", &clean(&post)),
                ("allowcomments", "t"),
                ("issignatureline", "t"),
            ],
        );
    }

    /// The identity of the line, by which a signature says whose place it takes.
    fn identity(&self) -> String {
        identity(&format!("{}/signature/{}", self.document, self.number))
    }
}

/// The identity of what has this name: the same whenever the document is made (RFC 9562, 5.8).
pub(super) fn identity(name: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(name.as_bytes())[..16]);
    bytes[6] = 0x80 | bytes[6] & 0x0f;
    bytes[8] = 0x80 | bytes[8] & 0x3f;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let groups = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| &digits[range]);
    format!("{{{}}}", groups.join("-"))
}

/// The type of the shape, which a document says once: 75 is a picture (14.1.2.20).
fn picture_shape(xml: &mut Xml) {
    let shape = [
        ("id", "_x0000_t75"),
        ("coordsize", "21600,21600"),
        ("o:spt", "75"),
        ("o:preferrelative", "t"),
        ("path", "m@4@5l@4@11@9@11@9@5xe"),
        ("filled", "f"),
        ("stroked", "f"),
    ];
    xml.open("v:shapetype", &shape);
    xml.leaf("v:stroke", &[("joinstyle", "miter")]);
    xml.open("v:formulas", &[]);
    for formula in FORMULAS {
        xml.leaf("v:f", &[("eqn", formula)]);
    }
    xml.close();
    let path = [
        ("o:extrusionok", "f"),
        ("gradientshapeok", "t"),
        ("o:connecttype", "rect"),
    ];
    xml.leaf("v:path", &path);
    xml.leaf("o:lock", &[("v:ext", "edit"), ("aspectratio", "t")]);
    xml.close();
}

/// The picture: a rule at the lower edge of what is else transparent.
pub(super) fn picture() -> Result<Arc<Image>, String> {
    let (width, height) = PIXELS;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_palette([0; 6].as_slice());
    encoder.set_trns([0, 255].as_slice());
    let row = width.div_ceil(8) as usize;
    let blank = row * (height - RULE) as usize;
    let mut pixels = vec![0; row * height as usize];
    pixels[blank..].fill(0xff);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&pixels)?;
        writer.finish()
    });
    written.map_err(|error| format!("the rule to sign on: {error}"))?;
    Ok(Arc::new(Image {
        encoding: Encoding::Png,
        bytes,
        width,
        height,
    }))
}
