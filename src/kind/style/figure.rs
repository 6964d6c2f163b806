//! How large pictures are: all formats ask here, so that they agree.

use super::ParagraphStyle;
use crate::length::Length;

/// How a role of a figure looks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FigureStyle {
    /// The line that the pictures stand in: its alignment and the space around it.
    pub line: ParagraphStyle,
    /// The largest width of all pictures of a row together; none for that of the text.
    pub width: Option<Length>,
    /// The largest height of a picture; none for what the page has.
    pub height: Option<Length>,
    /// The distance between the pictures of a row.
    pub gap: Length,
}

/// The pictures of a figure as they stand in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureRow {
    /// Width and height of every picture.
    pub sizes: Vec<(Length, Length)>,
    /// The distance between two of them.
    pub gap: Length,
}

/// A pixel of a picture that is shown in its natural size, 96 of which are an inch.
const PIXEL: Length = Length::milli(750);

impl PictureRow {
    /// The width of the row.
    #[must_use]
    pub fn width(&self) -> Length {
        let widths: Length = self.sizes.iter().map(|(width, _)| *width).sum();
        widths + self.gaps()
    }

    /// The height of its highest picture.
    #[must_use]
    pub fn height(&self) -> Length {
        let heights = self.sizes.iter().map(|(_, height)| *height);
        heights.max().unwrap_or_default()
    }

    fn gaps(&self) -> Length {
        self.gap * self.sizes.len().saturating_sub(1) as i64
    }
}

impl FigureStyle {
    /// The sizes of pictures of so many pixels, side by side in `room` (width and height).
    ///
    /// A picture keeps its proportions and is never larger than its natural size, nor higher than
    /// four fifths of the room, so that its caption finds place below. A row that is too wide is
    /// made smaller as a whole.
    #[must_use]
    pub fn row(&self, pixels: &[(u32, u32)], (width, height): (Length, Length)) -> PictureRow {
        let width = self.width.map_or(width, |own| own.min(width));
        let highest = height.share(4, 5);
        let highest = self.height.map_or(highest, |own| own.min(highest));
        let sizes: Vec<_> = pixels
            .iter()
            .map(|(x, y)| {
                shrunk(
                    (PIXEL * i64::from(*x), PIXEL * i64::from(*y)),
                    (width, highest),
                )
            })
            .collect();
        let between = (sizes.len().saturating_sub(1) as i64).max(1);
        // Pictures that are very many still have half of the width for themselves.
        let gap = self.gap.min(width / 2 / between);
        let mut row = PictureRow { sizes, gap };
        let wanted: Length = row.sizes.iter().map(|(width, _)| *width).sum();
        let room = width.left_after(row.gaps());
        if wanted > room {
            for (width, height) in &mut row.sizes {
                let share = |length: Length| length.share(room.to_milli(), wanted.to_milli());
                (*width, *height) = (at_least(share(*width)), at_least(share(*height)));
            }
        }
        row
    }
}

/// A size made smaller so that it fits into a box.
fn shrunk(
    (width, height): (Length, Length),
    (widest, highest): (Length, Length),
) -> (Length, Length) {
    let by_width = width.min(widest);
    let by_height = (
        at_least(width.share(highest.to_milli(), height.to_milli())),
        highest,
    );
    let by_width = (
        by_width,
        at_least(height.share(by_width.to_milli(), width.to_milli())),
    );
    if by_width.1 <= highest {
        by_width
    } else {
        by_height
    }
}

/// A picture that is very long and thin still leaves a trace.
fn at_least(length: Length) -> Length {
    length.max(Length::milli(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(height: i64, gap: i64) -> FigureStyle {
        FigureStyle {
            height: Some(Length::pt(height)),
            gap: Length::pt(gap),
            ..FigureStyle::default()
        }
    }

    fn row(style: &FigureStyle, pixels: &[(u32, u32)]) -> Vec<(i64, i64)> {
        let row = style.row(pixels, (Length::pt(480), Length::pt(700)));
        let sizes = row.sizes.iter();
        sizes
            .map(|(x, y)| (x.to_milli() / 1000, y.to_milli() / 1000))
            .collect()
    }

    #[test]
    fn a_picture_is_scaled_down_and_never_up() {
        let photo = style(300, 0);
        assert_eq!(row(&photo, &[(1600, 1000)]), [(480, 300)]);
        assert_eq!(row(&photo, &[(1000, 1600)]), [(187, 300)]);
        assert_eq!(row(&photo, &[(100, 40)]), [(75, 30)]);
        assert_eq!(row(&photo, &[(10_000, 1)]), [(480, 0)]);
    }

    #[test]
    fn a_picture_leaves_a_fifth_of_the_page_for_its_caption() {
        assert_eq!(row(&style(5000, 0), &[(100, 10_000)]), [(5, 560)]);
    }

    #[test]
    fn a_row_is_scaled_down_as_a_whole() {
        let logos = style(60, 30);
        // 120 × 60, 240 × 60 and 300 × 60 with two gaps of 30 are 720 wide.
        let pixels = [(400, 200), (800, 200), (1000, 200)];
        assert_eq!(row(&logos, &pixels), [(76, 38), (152, 38), (190, 38)]);
        let many = logos.row(&[(400, 200); 40], (Length::pt(480), Length::pt(700)));
        assert!(many.width() <= Length::pt(480) && many.gap > Length::ZERO);
    }
}
