//! Figures: pictures in the line of a paragraph, written straight.

use crate::document::{Figure, Picture};
use crate::length::Length;
use crate::writers::docx::drawing::Frame;
use crate::writers::docx::names;
use crate::writers::docx::xml::Xml;

use super::blocks::{Built, Context, paragraph};

/// The namespace of pictures in drawings, written `pic:`.
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

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
        let mut runs = Xml::fragment();
        for (index, (picture, size)) in figure.pictures.iter().zip(&row.sizes).enumerate() {
            if index > 0 {
                let space = style.line.size.per_mille(SPACE);
                gap(&mut runs, row.gap.left_after(space));
            }
            self.picture(&mut runs, picture, *size);
        }
        let mut line = Built {
            paragraph: paragraph(&names::figure_id(&figure.role), Vec::new()),
            style: &style.line,
            before: None,
            after: None,
            runs: runs.finish(),
        };
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
    fn picture(&mut self, xml: &mut Xml, picture: &Picture, size: (Length, Length)) {
        self.drawings += 1;
        let name = format!("Picture {}", self.drawings);
        let frame = Frame::new(self.drawings, name, &picture.alt, size);
        let relationship = names::image_relationship(self.images.number(&picture.image));
        frame.run(xml, PICTURE, true, |xml| {
            xml.open("pic:pic", &[("xmlns:pic", PICTURE)]);
            xml.open("pic:nvPicPr", &[]);
            xml.leaf("pic:cNvPr", &frame.told());
            xml.leaf("pic:cNvPicPr", &[]);
            xml.close();
            xml.open("pic:blipFill", &[]);
            xml.leaf("a:blip", &[("r:embed", relationship.as_str())]);
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
        });
    }
}

/// The distance between two pictures: a space that does not break, and what it lacks (17.3.2.35).
fn gap(xml: &mut Xml, width: Length) {
    xml.open("w:r", &[]);
    xml.open("w:rPr", &[]);
    xml.value("w:spacing", &width.to_twips().to_string());
    xml.close();
    xml.text("w:t", &[("xml:space", "preserve")], "\u{a0}");
    xml.close();
}
