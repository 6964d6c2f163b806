//! Paths: the lines and areas of drawings as drawing operations.

use printpdf::{
    Color, Greyscale, Line, LineDashPattern, LinePoint, Op, PaintMode, Polygon, PolygonRing, Pt,
    WindingOrder,
};

use crate::layout::page::{Outline, Path, Point, Segment, Shade};
use crate::length::Length;

/// Draws a path on a page of this height. What it sets holds for it alone.
pub(super) fn draw(path: &Path, height: Length, operations: &mut Vec<Op>) {
    operations.push(Op::SaveGraphicsState);
    if let Some(shade) = path.fill {
        operations.push(Op::SetFillColor { col: grey(shade) });
    }
    if let Some(stroke) = &path.stroke {
        operations.push(Op::SetOutlineColor {
            col: grey(stroke.shade),
        });
        operations.push(Op::SetOutlineThickness {
            pt: pt(stroke.thickness),
        });
        if !stroke.dash.is_empty() {
            let dash: Vec<f32> = stroke.dash.iter().map(|part| pt(*part).0).collect();
            operations.push(Op::SetLineDashPattern {
                dash: LineDashPattern::new(0.0, &dash),
            });
        }
    }
    if path.fill.is_some() {
        let ring = |outline: &Outline| PolygonRing {
            points: points(outline, height),
        };
        operations.push(Op::DrawPolygon {
            polygon: Polygon {
                rings: path.outlines.iter().map(ring).collect(),
                mode: PaintMode::Fill,
                winding_order: WindingOrder::NonZero,
            },
        });
    }
    if path.stroke.is_some() {
        operations.extend(path.outlines.iter().map(|outline| Op::DrawLine {
            line: Line {
                points: points(outline, height),
                is_closed: outline.closed,
            },
        }));
    }
    operations.push(Op::RestoreGraphicsState);
}

fn points(outline: &Outline, height: Length) -> Vec<LinePoint> {
    let point = |(x, y): Point, bezier: bool| LinePoint {
        p: printpdf::Point {
            x: pt(x),
            y: pt(height - y),
        },
        bezier,
    };
    let mut points = vec![point(outline.start, false)];
    for segment in &outline.segments {
        match *segment {
            Segment::Line(end) => points.push(point(end, false)),
            Segment::Curve(first, second, end) => {
                points.extend([point(first, true), point(second, true), point(end, false)]);
            }
        }
    }
    points
}

/// A shade, which prints alike on every machine (`DeviceGray`).
fn grey(shade: Shade) -> Color {
    Color::Greyscale(Greyscale {
        percent: f32::from(shade.lightness()) / 255.0,
        icc_profile: None,
    })
}

fn pt(length: Length) -> Pt {
    Pt(length.to_pt() as f32)
}
