//! How a chart looks: its areas, its lines and its letters.

use super::Writer;
use crate::layout::chart::texture::{Pattern, Texture};
use crate::layout::page::Shade;
use crate::length::Length;
use crate::writers::docx::drawing::emu;

impl Writer<'_> {
    /// An area and the line around it.
    pub(super) fn area(&mut self, texture: Texture) {
        self.xml.open("c:spPr", &[]);
        match pattern(texture.pattern) {
            None => self.solid(texture.ground),
            Some(pattern) => {
                self.xml.open("a:pattFill", &[("prst", pattern)]);
                self.colour("a:fgClr", Shade::Black);
                self.colour("a:bgClr", texture.ground);
                self.xml.close();
            }
        }
        self.stroke(Length::milli(500), Shade::Black);
        self.xml.close();
    }

    pub(super) fn line(&mut self, thickness: Length, shade: Shade) {
        self.xml.open("c:spPr", &[]);
        self.stroke(thickness, shade);
        self.xml.close();
    }

    fn stroke(&mut self, thickness: Length, shade: Shade) {
        let width = emu(thickness).to_string();
        self.xml.open("a:ln", &[("w", &width)]);
        self.solid(shade);
        self.xml.close();
    }

    pub(super) fn no_fill(&mut self) {
        self.xml.open("c:spPr", &[]);
        self.xml.leaf("a:noFill", &[]);
        self.xml.open("a:ln", &[]);
        self.xml.leaf("a:noFill", &[]);
        self.xml.close();
        self.xml.close();
    }

    pub(super) fn solid(&mut self, shade: Shade) {
        self.colour("a:solidFill", shade);
    }

    fn colour(&mut self, name: &'static str, shade: Shade) {
        let lightness = shade.lightness();
        let colour = format!("{lightness:02X}{lightness:02X}{lightness:02X}");
        self.xml.open(name, &[]);
        self.value("a:srgbClr", &colour);
        self.xml.close();
    }

    /// How text looks from here on.
    pub(super) fn letters(&mut self, size: i64, upright: bool) {
        self.xml.open("c:txPr", &[]);
        self.body(upright);
        self.xml.open("a:p", &[]);
        self.xml.open("a:pPr", &[]);
        self.font("a:defRPr", size);
        self.xml.close();
        let lang = [("lang", self.lang)];
        let known = usize::from(!self.lang.is_empty());
        self.xml.leaf("a:endParaRPr", &lang[..known]);
        self.xml.close();
        self.xml.close();
    }

    /// The turning of text; an axis would turn its title.
    pub(super) fn body(&mut self, upright: bool) {
        let turning = [("rot", "0"), ("vert", "horz")];
        self.xml
            .leaf("a:bodyPr", if upright { &turning } else { &[] });
        self.xml.leaf("a:lstStyle", &[]);
    }

    pub(super) fn font(&mut self, name: &'static str, size: i64) {
        let size = size.to_string();
        self.xml.open(name, &[("sz", &size), ("b", "0")]);
        self.solid(Shade::Black);
        self.xml.leaf("a:latin", &[("typeface", self.typeface)]);
        self.xml.close();
    }
}

/// The pattern of DrawingML (20.1.10.33) that comes nearest.
fn pattern(pattern: Pattern) -> Option<&'static str> {
    match pattern {
        Pattern::Plain => None,
        Pattern::Rising => Some("wdUpDiag"),
        Pattern::Falling => Some("wdDnDiag"),
        Pattern::Crossed => Some("diagCross"),
        Pattern::Level => Some("horz"),
        Pattern::Standing => Some("vert"),
        Pattern::Squared => Some("smGrid"),
        Pattern::Dotted => Some("pct20"),
    }
}
