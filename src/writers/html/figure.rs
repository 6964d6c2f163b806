//! Figures: pictures with their bytes in the page itself, so that it needs no file beside it.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Writer, css};
use crate::document::{Encoding, Figure, Image, Picture};
use crate::kind::style::PictureRow;
use crate::length::Length;

impl Writer<'_> {
    /// Pictures in a row, and the text under them.
    pub(super) fn figure(&mut self, figure: &Figure) {
        let class = css::figure_class(&figure.role);
        self.placed("figure", figure.id.as_ref(), &class);
        self.html.push_str("\n<div>");
        let row = self.row(figure);
        for (picture, (width, _)) in figure.pictures.iter().zip(&row.sizes) {
            self.picture(picture, *width);
        }
        self.close("div");
        if let Some(caption) = &figure.caption {
            let class = css::paragraph_class("figure-caption");
            self.html.push('\n');
            self.whole("figcaption", &[("class", &class)], caption);
        }
        self.close("figure");
    }

    /// The sizes that the pictures have on paper; a narrow screen makes them smaller.
    fn row(&self, figure: &Figure) -> PictureRow {
        let style = self.style.figures.get(&figure.role);
        let style = style.cloned().unwrap_or_default();
        let pictures = figure.pictures.iter();
        let pixels: Vec<_> = pictures
            .map(|picture| (picture.image.width, picture.image.height))
            .collect();
        let sheet = self.style.page.sheet(self.orientation);
        style.row(&pixels, (sheet.text_width(), sheet.text_height()))
    }

    fn picture(&mut self, picture: &Picture, width: Length) {
        let image = &picture.image;
        self.html.push_str("<img src=\"data:");
        self.html.push_str(media_type(image));
        self.html.push_str(";base64,");
        STANDARD.encode_string(&image.bytes, &mut self.html);
        self.html.push('"');
        self.attribute("alt", &picture.alt);
        let _ = write!(
            self.html,
            " width=\"{}\" height=\"{}\" style=\"width:{width}\">",
            image.width, image.height
        );
    }
}

fn media_type(image: &Image) -> &'static str {
    match image.encoding {
        Encoding::Jpeg { .. } => "image/jpeg",
        Encoding::Png => "image/png",
        Encoding::Svg => "image/svg+xml",
    }
}
