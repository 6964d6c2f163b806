//! Figures: pictures in the line of a paragraph.

use docx_rs::{ParagraphChild, Run};

use crate::document::{Figure, Picture};
use crate::length::Length;
use crate::writers::docx::drawing::Frame;
use crate::writers::docx::media::Embedded;
use crate::writers::docx::names;
use crate::writers::docx::text::child;
use crate::writers::docx::xml::Xml;

use super::blocks::Context;
use super::built::{Built, paragraph};

/// The namespace of pictures in drawings, written `pic:`.
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// The namespace of drawings in pictures, written `asvg:`.
const SVG: &str = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";
/// The extension of a picture that holds one.
const SVG_EXTENSION: &str = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}";

/// The share of its size that a space is wide in the typefaces of documents, in thousandths.
const SPACE: i64 = 250;

impl<'a> Context<'a> {
    /// Adds the line of the pictures, and their caption, which stays with it.
    pub(super) fn figure(
        &mut self,
        figure: &Figure,
        out: &mut Vec<Built<'a>>,
    ) -> Result<(), String> {
        let style = self.style.figures.get(&figure.role);
        let style = style.ok_or_else(|| format!("the style knows no figure `{}`", figure.role))?;
        let pixels: Vec<_> = figure
            .pictures
            .iter()
            .map(|picture| (picture.image.width, picture.image.height))
            .collect();
        let row = style.row(&pixels, (self.width, self.height));
        let mut runs = Vec::new();
        for (index, (picture, size)) in figure.pictures.iter().zip(&row.sizes).enumerate() {
            if index > 0 {
                let space = style.line.size.per_mille(SPACE);
                runs.push(gap(row.gap.left_after(space)));
            }
            runs.push(self.picture(picture, *size));
        }
        let line = paragraph(&names::figure_id(&figure.role), runs);
        let mut line = Built::new(line, &style.line);
        self.mark(figure.id.as_ref(), &mut line);
        let caption = figure.caption.as_ref();
        if caption.is_some() {
            line.after = Some(Length::ZERO);
            line.paragraph.property.keep_next = Some(true);
        }
        out.push(line);
        if let Some(caption) = caption {
            out.push(self.caption("figure-caption", caption, figure.id.as_ref())?);
        }
        Ok(())
    }

    /// A run with a picture of that size.
    fn picture(&mut self, picture: &Picture, size: (Length, Length)) -> ParagraphChild {
        self.drawings += 1;
        let name = format!("Picture {}", self.drawings);
        let frame = Frame::new(self.drawings, name, &picture.alt, size);
        let embedded = self.media.show(&picture.image, size);
        frame.run(&mut self.additions, PICTURE, true, |xml| {
            xml.open("pic:pic", &[("xmlns:pic", PICTURE)]);
            xml.open("pic:nvPicPr", &[]);
            xml.leaf("pic:cNvPr", &frame.told());
            xml.leaf("pic:cNvPicPr", &[]);
            xml.close();
            xml.open("pic:blipFill", &[]);
            blip(xml, &embedded);
            xml.open("a:stretch", &[]);
            xml.leaf("a:fillRect", &[]);
            xml.close();
            xml.close();
            xml.open("pic:spPr", &[]);
            xml.open("a:xfrm", &[]);
            xml.leaf("a:off", &[("x", "0"), ("y", "0")]);
            xml.leaf("a:ext", &frame.extent());
            xml.close();
            xml.open("a:prstGeom", &[("prst", "rect")]);
            xml.leaf("a:avLst", &[]);
            // From the shape to the picture.
            for _ in 0..3 {
                xml.close();
            }
        })
    }
}

/// What is shown: pixels, and the drawing for programs that can show it.
fn blip(xml: &mut Xml, embedded: &Embedded) {
    let pixels = [("r:embed", embedded.pixels.as_str())];
    let Some(drawing) = &embedded.drawing else {
        return xml.leaf("a:blip", &pixels);
    };
    xml.open("a:blip", &pixels);
    xml.open("a:extLst", &[]);
    xml.open("a:ext", &[("uri", SVG_EXTENSION)]);
    let drawing = [("xmlns:asvg", SVG), ("r:embed", drawing.as_str())];
    xml.leaf("asvg:svgBlip", &drawing);
    // From the extension to the blip.
    for _ in 0..3 {
        xml.close();
    }
}

/// The distance between two pictures: a space that does not break, and what it lacks (17.3.2.35).
fn gap(width: Length) -> ParagraphChild {
    let lacking = i32::try_from(width.to_twips()).unwrap_or_default();
    child(Run::new().add_text("\u{a0}").character_spacing(lacking))
}
